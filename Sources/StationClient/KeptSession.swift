import StationProtocol

/// The working part of a ``SessionKeeper``.
actor KeptSession {
    private(set) var session: Session
    private let token: Token
    private let path: String
    private let backoff: Backoff
    private let updates: AsyncStream<SessionKeeper.Update>.Continuation
    /// nil while the broker is away.
    private var current: StationClient?
    private var waiting: [CheckedContinuation<StationClient, any Error>] = []
    private var isOver = false
    /// How it ended, where it has.
    private var ending: SessionKeeper.End?
    /// Whether somebody still looks for the broker when it goes away.
    private var isRunning = true

    init(
        _ opened: SessionOpen.Reply, _ client: StationClient, _ path: String, _ backoff: Backoff,
        _ updates: AsyncStream<SessionKeeper.Update>.Continuation
    ) {
        session = opened.session
        token = opened.token
        current = client
        self.path = path
        self.backoff = backoff
        self.updates = updates
    }

    var isAttached: Bool { current != nil && !isOver }

    func run() async {
        defer { stop() }
        while !isOver, !Task.isCancelled, let client = current {
            for await event in client.events {
                take(event)
                if isOver { return await client.close() }
            }
            guard !isOver, !Task.isCancelled else { return }
            current = nil
            updates.yield(.lost)
            await attach()
        }
    }

    /// The connection that holds the session, as soon as there is one.
    func client() async throws -> StationClient {
        if let current { return current }
        guard !isOver, isRunning else { throw ClientError.connectionClosed }
        return try await withCheckedThrowingContinuation { waiting.append($0) }
    }

    func close() async throws -> Session {
        var call = SessionClose()
        call.token = token
        while true {
            let client: StationClient
            do {
                client = try await self.client()
            } catch {
                // An earlier attempt may have been carried out and its reply lost; attaching again has told then.
                if let ending, case .session = ending.cause { return ending.session }
                throw error
            }
            do {
                let closed = try await client.call(call).session
                end(SessionKeeper.End(cause: .session(closed.endReason), session: closed))
                await client.close()
                return closed
            } catch ClientError.connectionClosed {
                // Whether it was done, the next attempt will tell. The loop has to see that the connection is gone.
                if current === client { current = nil }
            } catch ClientError.refused(let refusal) where refusal.known == .sessionEnded {
                end(ended(by: refusal))
                await client.close()
                return session
            }
        }
    }

    private func take(_ event: ClientEvent) {
        guard event.subscription == nil, let told = event.data.session, told.id == session.id else {
            updates.yield(.event(event))
            return
        }
        session = told
        switch event.known {
        case .sessionEnded:
            end(
                SessionKeeper.End(
                    cause: .session(told.endReason), session: told, by: event.data.by,
                    comment: event.data.comment?.text))
        case .sessionDetached: end(SessionKeeper.End(cause: .movedElsewhere, session: told))
        default: updates.yield(.event(event))
        }
    }

    private func attach() async {
        let deadline = ContinuousClock.now + backoff.patience
        var attempt = 0
        var problem = ClientError.connectionClosed
        while !isOver, !Task.isCancelled, ContinuousClock.now < deadline {
            try? await Task.sleep(for: backoff.pause(before: attempt))
            attempt += 1
            do {
                let client = try await StationClient.connect(to: path)
                var call = SessionAttach()
                call.token = token
                do {
                    session = try await client.call(call).session
                } catch {
                    await client.close()
                    throw error
                }
                current = client
                updates.yield(.attached(session))
                for waiter in waiting { waiter.resume(returning: client) }
                waiting.removeAll()
                return
            } catch ClientError.refused(let refusal)
                where refusal.known == .sessionEnded || refusal.known == .invalidToken
            {
                return end(ended(by: refusal))
            } catch {
                problem = error as? ClientError ?? problem
            }
        }
        end(SessionKeeper.End(cause: .unreachable(problem), session: session))
    }

    /// The end that a refusal tells of.
    private func ended(by refusal: RefusedCall) -> SessionKeeper.End {
        var last = session
        last.state = .ended
        last.verdict = .dead
        last.endReason = refusal.data["endReason"]?.string.flatMap(EndReason.init)
        last.endedAt = refusal.data["endedAt"]?.string.flatMap(Timestamp.init)
        return SessionKeeper.End(cause: .session(last.endReason), session: last)
    }

    private func end(_ end: SessionKeeper.End) {
        guard !isOver else { return }
        isOver = true
        ending = end
        session = end.session
        updates.yield(.ended(end))
        updates.finish()
        stop()
    }

    /// Nobody who waits for a connection will get one any more.
    private func stop() {
        isRunning = false
        for waiter in waiting { waiter.resume(throwing: ClientError.connectionClosed) }
        waiting.removeAll()
    }
}
