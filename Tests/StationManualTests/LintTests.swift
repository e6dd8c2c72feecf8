import Foundation
import Testing

@testable import StationManual

@Suite struct LintTests {
    @Test("mandoc and groff read every page without a warning", arguments: PageTests.pages.map(\.fileName))
    func pages(fileName: String) throws {
        let page = try PageTests.page(fileName)
        let file = try Shell.file(fileName, page.text)
        if let mandoc = Shell.find("mandoc") {
            #expect(try Shell.run(mandoc, ["-T", "lint", "-W", "warning", file]).text == "")
        } else {
            Shell.skip("mandoc is not installed: \(fileName) was not checked")
        }
        if let groff = Shell.find("groff") {
            let outcome = try Shell.run(groff, ["-man", "-mandoc", "-Tutf8", "-ww", "-z", file])
            #expect(outcome.text == "")
        }
    }

    @Test("what could be taken for a request, or not be copied, is escaped")
    func escapes() {
        #expect(Roff.line(Roff.literal(".TH 'x' \\n")) == "\\&.TH \\(aqx\\(aq \\en")
        #expect(Roff.prose("re-open it's --now -1 'a'") == "re-open it's \\-\\-now \\-1 \\(aqa\\(aq")
        #expect(Roff.argument("a \"b\"") == "\"\\&a \\(dqb\\(dq\"")
        #expect(
            Prose.lines("Say `--all`, or see stationd(8). It ends.") == [
                "Say \\fB\\%\\-\\-all\\fP, or see", ".Xr stationd 8 .", "It ends.",
            ])
    }
}
