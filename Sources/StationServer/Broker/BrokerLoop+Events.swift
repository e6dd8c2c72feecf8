import StationCore
import StationProtocol

/// Events to those who subscribed, and to those whom they concern.
extension BrokerLoop {
    func publish(_ event: Event) {
        logEnd(event)
        measures.happened(event)
        if let attached = event.attached { connections[attached]?.send(event.type, event.data, subscription: nil) }
        guard subscribers > 0 else { return }
        let data = event.data
        for connection in connections.values where !connection.subscriptions.isEmpty {
            for (id, subscriber) in connection.subscriptions {
                let isWanted = subscriber.wants(event)
                // A right that is lost is lost at once: who gets it back subscribes anew.
                guard isWanted || event.mayTakeRights else { continue }
                guard broker.mayObserve(connection.id, organization: subscriber.organization) else {
                    connection.send(.subscriptionEnded, EventData(), subscription: id)
                    connection.subscriptions[id] = nil
                    subscribers -= 1
                    continue
                }
                if isWanted { connection.send(event.type, data, subscription: id) }
            }
        }
    }

    func subscribe(_ ref: RequestRef, _ subscription: Subscription) {
        guard let connection = connections[ref.connection] else { return }
        guard connection.subscriptions.count < settings.limits.subscriptionsPerConnection else {
            let refusal = Refusal(
                .overloaded, "this connection has \(connection.subscriptions.count) subscriptions, which is the most",
                remedy: "end one: events.unsubscribe")
            return answer(ref, .refused(refusal.with("retryAfterSeconds", 1)))
        }
        lastSubscription += 1
        let id = lastSubscription
        connection.subscriptions[id] = Subscriber(
            organization: subscription.organization, types: subscription.types)
        subscribers += 1
        answer(ref, .result(SubscriptionReply(id)))
        for part in Snapshot.parts(subscription.sessions, revision: subscription.revision) {
            connection.send(.snapshot, part, subscription: id)
        }
    }

    func forgetSubscriptions(of connection: Connection) {
        subscribers -= connection.subscriptions.count
        connection.subscriptions.removeAll()
    }

    func unsubscribe(_ ref: RequestRef, _ id: Int64) {
        guard let connection = connections[ref.connection],
            connection.subscriptions.removeValue(forKey: id) != nil
        else { return answer(ref, .refused(Refusal(.notFound, "this connection has no subscription \(id)"))) }
        subscribers -= 1
        answer(ref, .result(SubscriptionReply(id)))
    }

    /// A session that somebody or something else ended is worth a line; a logout is in the audit.
    private func logEnd(_ event: Event) {
        guard case .session(let session, let by, _, _) = event.payload, let reason = session.endReason,
            reason != .loggedOut
        else { return }
        logger.info(
            "a session was ended",
            metadata: [
                "organization": "\(session.organization)", "account": "\(session.account)", "session": "\(session.id)",
                "station": "\(session.station?.text ?? "-")", "reason": "\(reason.rawValue)",
                "by": "\(by ?? "the broker")",
            ])
    }
}
