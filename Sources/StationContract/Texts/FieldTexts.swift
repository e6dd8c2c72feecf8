/// What each field of the wire means, in one sentence: by type and key, or by key alone where it means the same
/// everywhere.
enum FieldTexts {
    static func text(_ type: String, _ key: String) -> String? {
        if key.isEmpty {
            return types[type] ?? typesOfPasswords[type] ?? typesOfHolding[type] ?? typesOfMaintenance[type]
        }
        return keys["\(type).\(key)"] ?? keys[key]
    }

    /// What is never looked up is left over from something that is gone.
    static var all: Set<String> {
        Set(types.keys).union(typesOfPasswords.keys).union(typesOfHolding.keys).union(typesOfMaintenance.keys)
            .union(keys.keys)
    }

    /// By type and key, or by key alone.
    static let keys = byKey.merging(byType) { $1 }.merging(ofPasswords) { $1 }.merging(ofHolding) { $1 }
        .merging(ofMaintenance) { $1 }

    /// Of types themselves.
    static let types: [String: String] = [
        "Slug": "The name of an organization: 1 to 63 of a-z, 0-9 and '-'.",
        "Username": "1 to 64 of a-z, 0-9, '.', '_' and '-'; capital letters are folded to small ones.",
        "StationID": "The number of a phone or seat: 1 to 32 digits. Leading zeros count: 007 and 7 are two stations.",
        "SessionID": "The name of one session: 13 characters. Not a secret.",
        "Token": "What proves that its bearer opened a session. A secret: never show or log it.",
        "HoldID": "The name of a hold, good on the connection that asked for it.",
        "Timestamp": "RFC 3339; the broker writes UTC with milliseconds.",
        "DisplayText":
            "Text for people: 1 to 200 bytes of UTF-8 without control characters (C0, DEL, C1, U+2028, U+2029) and without Unicode's format characters but for the joiners U+200C and U+200D.",
        "Email": "A mail address: one '@', printable ASCII, 3 to 254 bytes; folded to lower case.",
        "Login": "What a person types: a username or a mail address, 1 to 254 bytes without control characters.",
        "OSUser": "A user of the host: a user name of at most 64 bytes, or a decimal uid.",
        "RequestKey": "The caller's own name for one change: 1 to 64 printable ASCII characters.",
        "Cursor": "Where a list goes on. Opaque; stays good while the list changes.",
        "Role": "What an account may do; each role includes the rights of the ones before it.",
        "Purpose":
            "What a session is for. `work`: exclusive, at one device, usually with a station. `console`: management by a supervisor or administrator, without a station, not exclusive, at most 12 hours.",
        "SessionState": "`active` until the session has ended.",
        "Verdict":
            "What the evidence of life says: `live`; `suspect` (perhaps gone); `dead` (gone; a session ends with it).",
        "EndReason": "Why a session ended. More words may come within version 1.",
        "StationKind":
            "`static`: reserved for one account. `dynamic`: any number that is not assigned to someone else.",
        "StationState":
            "`free`, `reserved` for an account, `held` before a login, `in_use`, or `cooling`: kept for the account that was lost there.",
        "AccountState": "A `disabled` account cannot log in.",
        "StationSource":
            "Where a dynamic station's number comes from: `any` (typed, else proposed), `typed` (always), `pool` (typed or proposed, always of a pool).",
        "Identity": "Where passwords are checked; `local` is this host.",
        "RobotCheck": "Whether a login must come with the proof of a robot check.",
        "TerminateMode":
            "`immediate`: now. `when_idle`: a busy session goes on until it is not, or until the deadline.",
        "PeerAuthority":
            "`operator`: uid 0, the daemon's own uid, or a member of the operator group. `user`: all others.",
        "CredentialType":
            "`peer`: the kernel says who you are; your uid is the account's osUser, or you are an operator. `password`: the account's password.",
        "EventType": "The kinds of events.",
        "EventChange":
            "What happened to an account, an organization or a pool; `disabled`, `enabled`, `password_changed` and `unlocked` only to accounts.",
        "ClearableField": "Fields of an account that can be emptied.",
        "AuditActorKind":
            "`operator`: by the kernel's credentials. `session`: a logged-in supervisor or administrator. `peer`: the holder of a credential or token. `broker`: the broker itself, on evidence.",
        "Session": "One account logged in. `state`, `verdict` and the ends change; the rest stays.",
        "SessionEnding": "An end that is to come: by a limit, or because a busy session is let go on for a while.",
        "Account": "A person who logs in.",
        "Organization": "A tenant, with its policies.",
        "Station": "A station as it stands.",
        "Pool": "A range of numbers that stations are proposed from.",
        "StationAssignment": "How an account comes by its station.",
        "Device": "Where a session's holder sits: what it calls itself, and what the kernel said of it at the opening.",
        "DeviceLabel": "What a client may say of its device.",
        "Credential": "What proves who logs in.",
        "Homes": "The page each role lands on after login.",
        "HomeChanges": "The pages to change; what is left out stays.",
        "StationOptions": "How an organization's people come by their station.",
        "Blocker": "What stands in the way of a login: the refusal that session.open would give.",
        "HolderInfo": "Where somebody is logged in already.",
        "ClientInfo": "Who the client says it is; for logs, never for rights.",
        "ProtocolRange": "The protocol versions that one side speaks.",
        "ServerInfo": "Which broker this is.",
        "PeerInfo": "Who the kernel says the client is.",
        "Limits": "The limits that a client may want to know.",
        "StoreStatus": "How the ledger does; the details are for operators.",
        "ImportRow": "One account of a roster.",
        "ImportProblem": "What is wrong with one row of an import.",
        "AuditRecord": "One thing that was done, by whom, to what.",
        "AuditActor": "Who did something.",
    ]
}
