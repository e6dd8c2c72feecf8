import Foundation
import Synchronization

/// Standard input, line by line and byte for byte.
enum StandardInput {
    private static let rest = Mutex<[UInt8]>([])

    /// The next line without its end (LF, or CR and LF); nil where there is none.
    static func line() -> [UInt8]? {
        rest.withLock { rest in
            while true {
                if let end = rest.firstIndex(of: 0x0A) {
                    var line = Array(rest[..<end])
                    rest.removeFirst(end + 1)
                    if line.last == 0x0D { line.removeLast() }
                    return line
                }
                if fill(&rest) { continue }
                defer { rest.removeAll() }
                return rest.isEmpty ? nil : rest
            }
        }
    }

    static var isAtEnd: Bool { rest.withLock { rest in rest.isEmpty && !fill(&rest) } }

    /// All that is left of it.
    static func all() -> String {
        rest.withLock { rest in
            while fill(&rest) {}
            defer { rest.removeAll() }
            return String(decoding: rest, as: UTF8.self)
        }
    }

    private static func fill(_ rest: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        let count = read(STDIN_FILENO, &chunk, chunk.count)
        if count > 0 { rest += chunk[..<count] }
        return count > 0
    }
}
