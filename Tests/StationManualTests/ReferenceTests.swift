import Foundation
import StationContract
import StationProtocol
import Testing

@testable import StationDaemon
@testable import StationManual

@Suite struct ReferenceTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("every setting is in stationd.yaml(5), with its default and its variable")
    func settings() throws {
        let page = try PageTests.page("stationd.yaml.5")
        for setting in Settings.all {
            let name = setting.key.split(separator: ".").last.map(String.init) ?? ""
            #expect(page.text.contains("\n.It Cm \(name)\n"), "\(setting.key)")
            #expect(page.text.contains("\\fB\(Roff.whole(setting.variable))\\fP"), "\(setting.variable)")
            if !setting.standard.isEmpty {
                #expect(page.text.contains("Default: \\fB\(Roff.whole(setting.standard))\\fP"))
            }
        }
    }

    @Test("every setting is a comment of the packaged stationd.yaml, with its default")
    func packagedFile() throws {
        let packaging = Self.root.appendingPathComponent("Packaging")
        let files = FileManager.default.enumerator(at: packaging, includingPropertiesForKeys: nil)?.compactMap {
            $0 as? URL
        }
        for file in (files ?? []).filter({ $0.lastPathComponent == "stationd.yaml" }) {
            let keys = PackagedSettings(try String(contentsOf: file, encoding: .utf8)).values
            #expect(Set(keys.keys) == Set(Settings.all.map(\.key)), "\(file.path)")
            for setting in Settings.all {
                #expect(keys[setting.key] == setting.standard, "\(file.path): \(setting.key)")
            }
        }
    }

    @Test("every method, event and reason is in stationd-protocol(7)")
    func contract() throws {
        let text = try PageTests.page("stationd-protocol.7").text
        for method in Method.allCases { #expect(text.contains(".It Cm \(Roff.argument(method.rawValue))\n")) }
        for event in EventType.allCases { #expect(text.contains(".It Cm \(Roff.argument(event.rawValue))\n")) }
        for reason in Reason.allCases {
            #expect(
                text.contains(".It Cm \(Roff.argument(reason.rawValue))\n")
                    || text.contains("\\fB\(Roff.whole(reason.rawValue))\\fP"), "\(reason.rawValue)")
        }
        #expect(
            ProtocolText.callers.count
                == Set(Contract().document["methods"]?.array?.compactMap { $0["x-who"]?.string } ?? []).count)
    }
}
