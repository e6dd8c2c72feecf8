import StationProtocol

/// Why a request does not go on.
enum Halt: Error {
    case refuse(Refusal)
    /// It concerns something that is on its way to the disk: decide it when the outcome is known.
    case wait(TransactionID)
    /// The holder of this session is to be asked first.
    case ask(SessionID)
    /// It needs work on a password first.
    case work(Attempt)

    static func refuse(_ reason: Reason, _ message: String, remedy: String? = nil) -> Halt {
        .refuse(Refusal(reason, message, remedy: remedy))
    }
}
