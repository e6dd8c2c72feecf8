import StationProtocol

/// A roster that is being sent in parts: nothing of it is in force.
struct StagedImport: Sendable {
    var organization: Slug
    var accounts: [Account] = []
    var usernames: Set<Username> = []
    var emails: Set<Email> = []
    var stations: Set<StationID> = []
    var rows = 0
    var hasProblems = false
}

struct ImportName: Sendable, Hashable {
    var connection: ConnectionID
    var name: RequestKey
}
