/// What a new login of an account does about its live session.
public enum AgentConflict: String, WireEnum, RoleValue {
    /// It is refused.
    case deny
    /// It takes over where it says so: `takeover: true`.
    case confirm
    /// It takes over.
    case takeover
    /// The holder is asked, and may refuse.
    case ask

    public static let standard = deny
    public static let perRoleName = "AgentConflicts"
}

/// What is decided where the holder is asked and says nothing.
public enum AskSilence: String, WireEnum {
    case deny, allow
}

/// Which holders of a station yield to somebody else who logs in there.
public enum StationYield: String, WireEnum {
    /// Those of whom it is not known whether they are still there.
    case suspect
    /// Those without a reservation, to somebody whose reserved shift it is.
    case pastShift = "past_shift"
}

extension [StationYield]: RoleValue {
    public static var standard: [StationYield] { [] }
    /// Each word once, in the order of the list of words.
    public var normalized: [StationYield] { StationYield.allCases.filter(contains) }
    public static var perRoleName: String { "StationYields" }
}
