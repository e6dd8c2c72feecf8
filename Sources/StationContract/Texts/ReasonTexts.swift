import StationProtocol

/// What a reason means and what a program should do about it.
struct ReasonText {
    var meaning: String
    /// What stands in `data` beside `reason`, `retryable` and `remedy`.
    var data: [DataMember] = []
    /// Not given yet: kept for what version 1 will still learn.
    var isReserved = false

    struct DataMember {
        var key: String
        var schema: JSON
        var meaning: String
        var isAlways = true
    }

    static func of(_ reason: Reason) -> ReasonText {
        switch reason {
        case .parseError:
            .init(meaning: "The line is not what RFC 8259 calls JSON, or not UTF-8, or too deep. Mend the client.")
        case .invalidRequest: .init(meaning: "The line is JSON, but no request of JSON-RPC 2.0. Mend the client.")
        case .unknownMethod: .init(meaning: "There is no such method here; an older broker may not have it.")
        case .invalidParams:
            .init(
                meaning:
                    "A param is missing, unknown, null or not what it must be. Mend the client, or show the person.",
                data: [
                    .init(key: "key", schema: ["type": "string"], meaning: "The param, with a dot for each level."),
                    .init(
                        key: "problems", schema: ["type": "array", "items": ref("ImportProblem")],
                        meaning: "Of an import: the rows of its last part that are at fault.",
                        isAlways: false),
                ])
        case .internalError: .init(meaning: "The broker failed at this request; its log says how.")
        case .incorrectCredentials:
            .init(
                meaning:
                    "Unknown organization or account, disabled account, or a credential that does not fit: which one is not told. Show the message and ask again."
            )
        case .alreadyLoggedIn:
            .init(
                meaning:
                    "The account has a live session. Show the message, the holder and the remedy; do not try by yourself.",
                data: [
                    .init(key: "holder", schema: ref("HolderInfo"), meaning: "Where that session is."), rule,
                    .init(
                        key: "retryAfterSeconds", schema: ["type": "integer", "minimum": 0],
                        meaning: "Where its holder is being asked already: seconds until that is decided.",
                        isAlways: false),
                ])
        case .stationInUse:
            .init(
                meaning: "Somebody else is at that station or holds it. Ask for another number.",
                data: stationState + [rule])
        case .stationReserved:
            .init(
                meaning: "The number is reserved for an account. Ask for another number.",
                data: station + [
                    .init(
                        key: "until", schema: ref("Timestamp"), meaning: "Of a shift: when it is over.",
                        isAlways: false)
                ])
        case .stationMismatch:
            .init(
                meaning:
                    "The account is static and has another number: open without one. Or the number is in no pool, where only numbers of pools are taken: ask for another.",
                data: station)
        case .stationRequired: .init(meaning: "A station has to be typed. Ask for it.")
        case .noStationAvailable: .init(meaning: "All numbers of the pools are taken. Type one, or wait for one.")
        case .lockDelay:
            .init(
                meaning:
                    "Somebody was lost at that station, so it is kept for them for a while. Ask for another number, or wait.",
                data: [after] + stationState + [rule])
        case .sessionLimitReached:
            .init(meaning: "There are as many sessions as there may be. End one first.", data: [rule])
        case .takeoverRefused:
            .init(
                meaning: "The holder was asked and did not yield. Show the message and the answer.",
                data: [
                    .init(
                        key: "answer", schema: ref("DisplayText"), meaning: "What the holder said to it.",
                        isAlways: false),
                    .init(
                        key: "holder", schema: ref("HolderInfo"), meaning: "Where that session is.", isAlways: false),
                    rule,
                ])
        case .hostDraining:
            .init(
                meaning: "The host is taken out of service and takes no new work sessions. Show the message.",
                data: [.init(key: "since", schema: ref("Timestamp"), meaning: "Since when.")])
        case .passwordChangeRequired:
            .init(
                meaning:
                    "The password was right, but is temporary or too old. Ask for a new one and send password.change, then log in with it."
            )
        case .passwordRejected:
            .init(
                meaning: "The new password does not meet the requirements. Show the rules and ask again.",
                data: [
                    .init(
                        key: "rules", schema: ["type": "array", "items": ref("RuleFinding")],
                        meaning: "The rules that are not met.")
                ])
        case .robotCheckRequired:
            .init(meaning: "The login must come with a proof of the robot check.", isReserved: true)
        case .throttled:
            .init(
                meaning:
                    "Too many attempts of this login, or from where you are, have failed; nothing was verified. Tell the person to wait.",
                data: [after])
        case .overloaded:
            .init(
                meaning:
                    "A limit is reached. Try again after a while; the remedy says where only giving something back helps.",
                data: [after])
        case .notPermitted: .init(meaning: "You may not do that here.")
        case .notFound: .init(meaning: "There is no such thing, or none that you may know of.")
        case .alreadyExists: .init(meaning: "Something of that name is there already.")
        case .staleFence: .init(meaning: "The session has another fence by now. Look again before you end it.")
        case .sessionEnded:
            .init(
                meaning: "The session has ended. Stop working and log in again.",
                data: [
                    .init(
                        key: "endReason", schema: ref("EndReason"), meaning: "Why, where it is known.", isAlways: false),
                    .init(
                        key: "endedAt", schema: ref("Timestamp"), meaning: "When, where it is known.", isAlways: false),
                ])
        case .invalidToken: .init(meaning: "No active session of yours has this token. Log in again.")
        case .requestKeyReused: .init(meaning: "The key was used for other params or another method. Take a fresh one.")
        case .storageUnavailable:
            .init(meaning: "The disk did not take the change: it was not made and never will be. Try again.")
        case .lineTooLong: .init(meaning: "A line is longer than the limit; the connection is closed.")
        case .unsupportedProtocol:
            .init(
                meaning: "The broker speaks none of these versions.",
                data: [.init(key: "protocol", schema: ref("ProtocolRange"), meaning: "What it speaks.")])
        case .cancelled: .init(meaning: "The request was taken back before anything was done.")
        }
    }

    private static func ref(_ name: String) -> JSON { ["$ref": .string(SchemaCatalog.location + name)] }

    private static let after = DataMember(
        key: "retryAfterSeconds", schema: ["type": "integer", "minimum": 0],
        meaning: "Seconds to wait before the next attempt.")
    private static let rule = DataMember(
        key: "rule", schema: ["type": "string"], meaning: "The policy that decided, where one did.", isAlways: false)
    private static let station = [
        DataMember(key: "station", schema: ref("StationID"), meaning: "The number.", isAlways: false),
        DataMember(
            key: "nearest", schema: ref("StationID"),
            meaning: "Of an assignment: the free number that is nearest, where one is near.", isAlways: false),
    ]
    private static let stationState =
        station + [
            DataMember(
                key: "state", schema: ref("StationState"), meaning: "What it is instead of free.", isAlways: false)
        ]
}
