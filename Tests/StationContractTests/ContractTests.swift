import Foundation
import StationContract
import StationProtocol
import Testing

@Suite struct ContractTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Protocol").path

    @Test("Protocol/ is what the types say, every field has its text, and nothing released was taken away")
    func folder() throws {
        #expect(try ContractFolder(Self.folder).problems() == [])
    }
}
