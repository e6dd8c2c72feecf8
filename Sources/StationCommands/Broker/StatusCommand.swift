import ArgumentParser
import StationProtocol

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how the broker is doing.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let client = try await connection.connect()
        let status = try await client.call(BrokerStatusCall())
        var facts = [
            ("state", status.state), ("version", status.version), ("host", status.host),
            ("up for", Words.seconds(status.uptimeSeconds)), ("sessions", "\(status.sessions)"),
            ("held stations", "\(status.held)"), ("organizations", "\(status.organizations)"),
            ("accounts", "\(status.accounts)"), ("ledger", status.store.state),
        ]
        if let drain = status.drain {
            let comment = drain.comment.map { " (\($0))" } ?? ""
            facts.append(
                (
                    "out of service",
                    "since \(Words.time(drain.since)), by \(drain.by)\(comment); \(Words.count(drain.sessions, "work session")) left"
                ))
        }
        if let problem = status.store.problem { facts.append(("ledger's problem", problem)) }
        if let commits = status.store.commits { facts.append(("commits", "\(commits)")) }
        if let changes = status.store.changes { facts.append(("changes", "\(changes)")) }
        if let connections = status.connections { facts.append(("connections", "\(connections)")) }
        if let socket = status.socket { facts.append(("socket", socket)) }
        if let directory = status.stateDirectory { facts.append(("state directory", directory)) }
        if let pid = status.pid { facts.append(("pid", "\(pid)")) }
        if let head = status.audit { facts.append(("audit's head", "\(head.seq):\(head.hash)")) }
        if let work = status.passwords {
            facts.append(
                ("passwords", "\(work.done) worked on, \(work.waiting) waiting, \(work.overloaded) turned away"))
        }
        Output(json: status.json, body: .facts(facts)).show(connection.output)
    }
}
