import StationProtocol

/// A roster that is being sent in parts: nothing of it is in force.
struct StagedImport: Sendable {
    var organization: Slug
    /// Accounts that it makes, and accounts as it changes them.
    var accounts: [Account] = []
    var updates: [Account] = []
    var unchanged = 0
    /// Hashes of the temporary passwords that were told with the parts.
    var passwords: [Username: PasswordHash] = [:]
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
