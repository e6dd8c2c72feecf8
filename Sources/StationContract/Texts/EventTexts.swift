import StationProtocol

/// What an event says, and which of the fields of ``EventData`` it carries.
struct EventText {
    var summary: String
    var required: [String]
    var optional: [String] = []
    /// Whether it also comes, without a subscription, to the connection that the session is attached to.
    var isForHolders = false

    static func of(_ type: EventType) -> EventText {
        switch type {
        case .snapshot:
            .init(
                summary: "The active sessions when the subscription began, in parts of at most 200.",
                required: ["revision", "sessions", "last"])
        case .lagged:
            .init(
                summary: "You did not read: this is the last event, the connection is closed. Subscribe anew.",
                required: [])
        case .subscriptionEnded:
            .init(
                summary:
                    "The last event of a subscription: this connection has lost the right to it, by a logout or because the account has another role now. The connection goes on.",
                required: [])
        case .sessionOpened: .init(summary: "Somebody logged in.", required: ["session"])
        case .sessionAttached: .init(summary: "A session's holder came back.", required: ["session"])
        case .sessionDetached:
            .init(
                summary:
                    "A session's holder lost its connection. Without a subscription: another connection has attached your token, this one no longer holds the session.",
                required: ["session"], isForHolders: true)
        case .sessionChanged:
            .init(
                summary:
                    "What the evidence says of a session's holder has become another verdict; or a limit that its desktop was warned of has moved.",
                required: ["session"], isForHolders: true)
        case .sessionWarning:
            .init(
                summary:
                    "A session will be ended: by a limit at `session.ending.at`; a busy one as soon as it is not, or then at the latest.",
                required: ["session"], optional: ["by", "comment"], isForHolders: true)
        case .takeoverRequested:
            .init(
                summary:
                    "Somebody wants to log in to your account and take your session over. Answer with session.answerTakeover before `takeover.expiresAt`.",
                required: ["takeover"], isForHolders: true)
        case .takeoverSettled:
            .init(
                summary: "What became of a request to take a session over; `withdrawn`: nobody asks any more.",
                required: ["takeover"], isForHolders: true)
        case .sessionWaiting:
            .init(
                summary:
                    "A login waits for a station: its place in the queue, at first and whenever it moves up. Without a subscription it comes to the connection that waits.",
                required: ["waiting"], isForHolders: true)
        case .sessionEnded:
            .init(
                summary: "A session ended. When it is yours: stop working.", required: ["session"],
                optional: ["by", "comment", "device"], isForHolders: true)
        case .stationHeld: .init(summary: "A station is held before a login.", required: ["station"])
        case .stationReleased:
            .init(summary: "A hold has gone without a login, or a lock-delay has run out.", required: ["station"])
        case .stationCooling:
            .init(summary: "A session ended uncleanly: its station is kept for its account.", required: ["station"])
        case .accountChanged:
            .init(
                summary: "An account was changed; or, by an import, many were made.", required: ["change"],
                optional: ["account", "count", "organization"])
        case .organizationChanged:
            .init(summary: "An organization was made or changed.", required: ["organization", "change"])
        case .poolChanged: .init(summary: "A pool was made or removed.", required: ["pool", "change"])
        }
    }
}
