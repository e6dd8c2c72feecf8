import StationProtocol

/// A roster that is being sent in parts: nothing of it is in force.
struct StagedImport: Sendable {
    var organization: Slug
    /// Accounts that it makes, and rows that change accounts.
    var accounts: [Account] = []
    var updates: [ImportRow] = []
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
