import StationProtocol

/// A request whose password has to be worked on before it can be decided.
struct Attempt: Sendable {
    var request: Request
    var work: PasswordWork
    /// The hash that the password is held against, where there is one.
    var hash: PasswordHash?
    /// What it counts under, where a wrong password is somebody's guess.
    var guess: Guess?

    struct Guess: Sendable {
        var key: FailureRecord.Key
        /// What a hard lock counts under: the account where there is one, by whichever of its names it was tried.
        var lock: Digest
        var organization: Slug
        var account: Username?
    }
}
