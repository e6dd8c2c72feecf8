import Foundation
import StationProtocol

/// Puts an organization with as many agents into the broker as there are slots, and one session that stands.
struct Setup {
    let socket: String

    static func station(_ slot: Int) -> String { "\(1_000_000 + slot)" }

    func prepare(accounts: Int) throws {
        let connection = try Socket(socket)
        defer { connection.shut() }
        try call(connection, "organization.create", ["slug": "bench", "name": "Bench"])
        var create = AccountCreate()
        create.organization = Slug("bench")!
        create.username = Username("standing")!
        create.station = StationAssignment(.static, StationID("999999"))
        try call(connection, "account.create", create.json)
        var rest = (0..<accounts)[...]
        while !rest.isEmpty {
            let part = rest.prefix(Limits.importPartRows)
            rest = rest.dropFirst(part.count)
            let rows = part.map { slot -> JSON in
                [
                    "username": .string("a\(slot)"), "role": "agent",
                    "station": ["kind": "static", "id": .string(Setup.station(slot))],
                ]
            }
            try call(
                connection, "account.import",
                ["organization": "bench", "import": "bench", "rows": .array(rows), "final": .bool(rest.isEmpty)])
        }
        let open: JSON = [
            "organization": "bench", "login": "standing", "credential": ["type": "peer"], "leaseSeconds": 86_400,
            "requestKey": "standing",
        ]
        try call(connection, "session.open", open)
    }

    /// The session that stands, with a token of its own.
    func standing() throws -> SessionOpen.Reply {
        let connection = try Socket(socket)
        defer { connection.shut() }
        let open: JSON = [
            "organization": "bench", "login": "standing", "credential": ["type": "peer"], "leaseSeconds": 86_400,
            "requestKey": "standing",
        ]
        let result = try call(connection, "session.open", open)
        do {
            return try SessionOpen.Reply(reply: result)
        } catch {
            throw BenchmarkError(error.message)
        }
    }

    @discardableResult
    private func call(_ connection: Socket, _ method: String, _ params: JSON) throws -> JSON {
        var writer = JSONWriter()
        writer.value(["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": params])
        writer.endLine()
        connection.send(writer.text)
        let reply = try JSONReader.read(try connection.line())
        guard let result = reply["result"] else {
            throw BenchmarkError("\(method): \(reply["error"]?["message"]?.string ?? "no result")")
        }
        return result
    }
}
