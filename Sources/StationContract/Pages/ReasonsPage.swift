import StationProtocol

/// `Protocol/reasons.md`: what a refusal says, and what to do about it.
struct ReasonsPage {
    var text: String {
        var page = """
            # Reasons

            <!-- Made from the types by `swift run station-contract write`; edit those. -->

            Programs read `error.data.reason`; people read `error.message` and, where there is one, `error.data.remedy`.
            More reasons may come within version 1: treat one that you do not know by its `data.retryable`.

            `retryable` means that the same request may succeed later without anything in it being changed, perhaps only
            after somebody has acted. Try again by yourself only after `overloaded` and `throttled` (not before
            `data.retryAfterSeconds`) and `storage_unavailable`; everything else is for the person to decide.

            | reason | code | retryable | meaning | in `data` |
            | --- | ---: | --- | --- | --- |

            """
        let reserved = Reason.allCases.filter { ReasonText.of($0).isReserved }
        for reason in Reason.allCases where !reserved.contains(reason) { page += row(reason) }
        page += "\nReserved for what version 1 will still learn; no broker of this release gives them:\n\n"
        page += "| reason | code | retryable | meaning | in `data` |\n| --- | ---: | --- | --- | --- |\n"
        for reason in reserved { page += row(reason) }
        return page
    }

    private func row(_ reason: Reason) -> String {
        let text = ReasonText.of(reason)
        let data = text.data.map { "`\($0.key)`\($0.isAlways ? "" : "?"): \($0.meaning)" }.joined(separator: " ")
        let code = "\(reason.code)".replacing("-", with: "−")
        return "| `\(reason.rawValue)` | \(code) | \(reason.isRetryable ? "yes" : "no") | \(text.meaning) | \(data) |\n"
    }
}
