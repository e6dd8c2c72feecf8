import Foundation
import StationHost
import Testing

@Suite struct ListeningSocketTests {
    private let directory: String

    init() throws {
        directory = "/tmp/listen-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    private var path: String { "\(directory)/s" }

    private func bind() throws -> ListeningSocket { try ListeningSocket.bind(.init(path: path)) }

    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch {
            return (error as? HostError)?.message ?? "\(error)"
        }
    }

    @Test("a fresh socket has the mode it is to have, and is removed at the end")
    func fresh() throws {
        let socket = try bind()
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o660)
        socket.shut()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("a socket that nobody listens on is replaced; one that somebody listens on is not")
    func stale() throws {
        let first = try bind()
        #expect(message { _ = try bind() }.contains("another stationd serves"))
        try FileManager.default.removeItem(atPath: "\(path).lock")
        #expect(message { _ = try bind() }.contains("somebody listens"))
        // What is left when a daemon was killed: the file, and nobody behind it.
        close(first.descriptor)
        try bind().shut()
    }

    @Test("files, links and directories in its place are refused and left alone")
    func others() throws {
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
        #expect(message { _ = try bind() }.contains("is not a socket"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(directory)/elsewhere")
        #expect(message { _ = try bind() }.contains("is not a socket"))
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(message { _ = try bind() }.contains("is not a socket"))
    }

    @Test("the path's length is bounded at n−1, n, n+1", arguments: [(106, true), (107, true), (108, false)])
    func length(count: Int, fits: Bool) {
        let path = "\(directory)/" + String(repeating: "x", count: count - directory.utf8.count - 1)
        // The lock's name is longer, but it is no socket and has no such bound.
        let problem = message { try ListeningSocket.bind(.init(path: path)).shut() }
        #expect(problem.isEmpty == fits)
    }
}

@Suite struct StateDirectoryTests {
    private let path = "/tmp/state-\(UUID().uuidString.prefix(8))"

    private func mode(_ path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
    }

    @Test("a state directory that is too open is tightened, with the files in it")
    func tightened() throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        _ = FileManager.default.createFile(
            atPath: "\(path)/ledger.sqlite", contents: nil, attributes: [.posixPermissions: 0o644])
        let state = try StateDirectory(path: path)
        #expect(mode(path) == 0o700 && mode("\(path)/ledger.sqlite") == 0o600)
        #expect(state.tightened.count == 2)
    }

    @Test("a second daemon on the same state directory is refused")
    func locked() throws {
        let first = try StateDirectory(path: path)
        #expect { _ = try StateDirectory(path: path) } throws: {
            ($0 as? HostError)?.message.contains("another stationd uses") == true
        }
        withExtendedLifetime(first) {}
    }

    @Test("a link in its place is refused")
    func link() throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/tmp")
        #expect(throws: HostError.self) { _ = try StateDirectory(path: path) }
    }
}
