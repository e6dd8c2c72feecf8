import StationClient
import StationProtocol

/// Ends many sessions: shows and counts them, has the count confirmed, ends as many as were counted.
struct BulkTermination {
    let client: StationClient
    let connection: ConnectionOptions
    let options: TerminationOptions
    let filters: TerminationFilters
    var call = SessionTerminateAll()

    init(
        _ client: StationClient, _ connection: ConnectionOptions, _ organization: Slug?, _ account: Username?,
        _ filters: TerminationFilters, _ options: TerminationOptions
    ) {
        (self.client, self.connection, self.filters, self.options) = (client, connection, filters, options)
        call.organization = organization
        call.account = account
        call.verdict = filters.allStale ? .suspect : nil
        call.firstStation = filters.stationRange?.first
        call.lastStation = filters.stationRange?.last
        call.olderThanSeconds = filters.olderThan?.seconds
        call.mode = options.mode
        call.deadlineSeconds = options.deadline?.seconds
        call.comment = options.comment
    }

    func run() async throws {
        var dry = call
        dry.dryRun = true
        let found = try await client.call(dry)
        if options.dryRun || found.count == 0 {
            if connection.output == .json { return Output(json: found.json, body: .sentence("")).show(.json) }
            Output.sessions(found.sessions, empty: "no session fits").show(.table)
            return Terminal.tell(summary(found))
        }
        try confirm(found)
        let (count, ended) = try await end(found.count)
        var result = found
        result.count = count
        result.ended = ended
        let words = options.whenIdle ? "ended, or announced to end when not busy" : "ended"
        let rest = count > ended ? "; \(count - ended) were changing at that moment: look again" : ""
        Output(json: result.json, body: .sentence("\(ended) of \(count) sessions \(words)\(rest)")).show(
            connection.output)
    }

    private func confirm(_ found: SessionTerminateAll.Reply) throws {
        if let count = filters.count {
            guard count == found.count else {
                throw CommandFailure(
                    message: "\(found.count) sessions fit, not \(count): nothing was ended",
                    hint: "look at them with --dry-run")
            }
            return
        }
        if options.yes { return }
        if connection.output == .table {
            Output.sessions(found.sessions).show(.table)
            Terminal.tell(summary(found))
        }
        guard try Terminal.ask("To end them all, type their number:") == "\(found.count)" else {
            throw CommandFailure(
                message: "nothing was ended", hint: "type the number, or name it: --count \(found.count)")
        }
    }

    /// The broker ends at most ``Limits/terminatedAtOnce`` in one go.
    private func end(_ count: Int64) async throws -> (count: Int64, ended: Int64) {
        var call = call
        call.count = count
        var ended: Int64 = 0
        while let left = call.count, left > 0 {
            let done: SessionTerminateAll.Reply
            do {
                done = try await client.call(call)
            } catch ClientError.refused(let refusal) where ended == 0 && refusal.known == .invalidParams {
                throw CommandFailure(
                    message: "another number of sessions fits by now: nothing was ended",
                    hint: "look at them again with --dry-run")
            } catch ClientError.refused(let refusal) where ended > 0 {
                Terminal.progress("", isLast: true)
                Terminal.tell("stopped after the first \(ended): \(refusal.message)")
                break
            }
            ended += done.ended
            // Busy ones stay until they are not, so they would be counted again and again.
            guard !options.whenIdle, done.ended == Limits.terminatedAtOnce, ended < count else { break }
            Terminal.progress("\(ended) of \(count) sessions ended")
            call.count = left - done.ended
        }
        Terminal.progress("", isLast: true)
        return (count, ended)
    }

    private func summary(_ found: SessionTerminateAll.Reply) -> String {
        let shown = Int64(found.sessions.count)
        let more = shown < found.count ? " (the first \(shown) are shown)" : ""
        return found.count == 1 ? "1 session fits" : "\(found.count) sessions fit\(more)"
    }
}
