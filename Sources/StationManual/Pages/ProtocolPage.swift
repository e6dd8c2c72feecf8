import StationDaemon
import StationProtocol

/// `stationd-protocol(7)`: the wire in short, from the contract.
struct ProtocolPage {
    let contract: JSON
    let date: ManualDate?

    var page: ManualPage {
        ManualPage("stationd-protocol", 7, title: "how programs talk to the session broker", date: date) { page in
            page.section("DESCRIPTION")
            page.text(ProtocolText.description)
            for (title, text) in ProtocolText.sections {
                page.section(title)
                page.text(text)
            }
            writeMethods(&page)
            writeEvents(&page)
            writeReasons(&page)
            writeLimits(&page)
            for (title, text) in ProtocolText.closing {
                page.section(title)
                page.text(text)
            }
            page.section("SEE ALSO")
            References(ProtocolText.references, but: "stationd-protocol").write(&page)
        }
    }

    private func writeMethods(_ page: inout MdocWriter) {
        page.section("METHODS")
        page.text(ProtocolText.methods)
        let methods = contract["methods"]?.array ?? []
        for (who, title) in ProtocolText.callers {
            page.subsection(title)
            page.list(width: "session.terminateAll", isCompact: true) { list in
                for method in methods where method["x-who"]?.string == who {
                    list.item("Cm \(name(method["name"]))", method["summary"]?.string ?? "")
                }
            }
        }
    }

    private func writeEvents(_ page: inout MdocWriter) {
        page.section("EVENTS")
        page.text(ProtocolText.events)
        page.list(width: "subscription.ended") { list in
            for event in contract["x-events"]?.array ?? [] {
                let mark = event["x-without-subscription"] == true ? " Also without a subscription." : ""
                list.item("Cm \(name(event["name"]))", (event["summary"]?.string ?? "") + mark)
            }
        }
    }

    private func writeReasons(_ page: inout MdocWriter) {
        page.section("REASONS")
        page.text(ProtocolText.reasons)
        let reasons = contract["components"]?["errors"]?.object?.members ?? []
        page.list(width: "password_rejected") { list in
            for reason in reasons where reason.value["x-reserved"] != true {
                list.item("Cm \(Roff.argument(reason.key))", ProtocolPage.text(reason.value))
            }
        }
        let reserved = reasons.filter { $0.value["x-reserved"] == true }.map { "`\($0.key)`" }
        guard !reserved.isEmpty else { return }
        page.paragraph("Reserved for what version 1 will still learn: \(Sentence.list(reserved)).")
    }

    private static func text(_ reason: JSON) -> String {
        let code = reason["code"]?.integer ?? 0
        let retry = reason["x-retryable"] == true ? "; retryable" : ""
        return "\(reason["message"]?.string ?? "") Code `\(code)`\(retry)."
    }

    private func writeLimits(_ page: inout MdocWriter) {
        page.section("LIMITS")
        page.text(ProtocolText.limits)
        page.list(width: "1048576", isCompact: true) { list in
            for setting in Settings.all where setting.key.hasPrefix("limits.") {
                list.item("Li \(setting.standard)", "\(setting.meaning) Setting `\(setting.key)`.")
            }
            for limit in LimitText.all { list.item("Li \(Roff.literal(limit.value))", limit.meaning) }
        }
    }

    private func name(_ json: JSON?) -> String { Roff.argument(json?.string ?? "") }
}
