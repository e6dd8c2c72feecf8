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
                summary: "What the evidence says of a session's holder has become another verdict.",
                required: ["session"])
        case .sessionWarning:
            .init(
                summary: "A busy session will be ended, as soon as it is not busy or at `session.ending.at`.",
                required: ["session"], optional: ["by"], isForHolders: true)
        case .sessionEnded:
            .init(
                summary: "A session ended. When it is yours: stop working.", required: ["session"],
                optional: ["by", "comment"], isForHolders: true)
        case .stationHeld: .init(summary: "A station is held before a login.", required: ["station"])
        case .stationReleased: .init(summary: "A hold has gone without a login.", required: ["station"])
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
