// The enumerations of the wire: closed lists of words, in the order of DESIGN §2.

/// What an account may do; each role includes the rights of the ones before it.
public enum Role: String, WireEnum, Comparable {
    case agent, supervisor, administrator

    public static func < (left: Role, right: Role) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

public enum Purpose: String, WireEnum {
    /// Exclusive, at one device, usually with a station.
    case work
    /// A supervisor's or administrator's management login: no station, not exclusive.
    case console
}

public enum SessionState: String, WireEnum {
    case active, ended
}

/// What the evidence says of a holder.
public enum Verdict: String, WireEnum {
    case live, suspect, dead
}

/// Why a session ended.
public enum EndReason: String, WireEnum {
    case loggedOut = "logged_out"
    case terminated
    case takenOver = "taken_over"
    case connectionLost = "connection_lost"
    case leaseExpired = "lease_expired"
    case processExited = "process_exited"
    case osSessionEnded = "os_session_ended"
    case hostRestarted = "host_restarted"
    case sessionLimit = "session_limit"
    case idleLimit = "idle_limit"
    case dailyLogout = "daily_logout"
    case accountDisabled = "account_disabled"
    case accountRemoved = "account_removed"
    case passwordChanged = "password_changed"
}

public enum StationKind: String, WireEnum {
    /// Reserved for one account.
    case `static`
    /// Any number that is not assigned to someone else.
    case dynamic
}

public enum StationState: String, WireEnum {
    case free, reserved, held
    case inUse = "in_use"
    /// Kept for the account that was lost there, for the lock-delay.
    case cooling
}

public enum AccountState: String, WireEnum {
    case active, disabled
}

/// Where a dynamic station's number comes from.
public enum StationSource: String, WireEnum {
    /// Typed by the agent, or else proposed from the account's own, the last used, the pools.
    case any
    /// Typed by the agent, always.
    case typed
    /// Typed or proposed, but always a number of the organization's pools.
    case pool
}

public enum Identity: String, WireEnum {
    case local
}

public enum RobotCheck: String, WireEnum {
    case never
}

public enum TerminateMode: String, WireEnum {
    case immediate
    /// A busy session goes on until it is not, or until the deadline.
    case whenIdle = "when_idle"
}

/// What the kernel's credentials of a peer make of it.
public enum PeerAuthority: String, WireEnum {
    /// uid 0, the daemon's own uid, or a member of the operator group.
    case `operator`
    case user
}
