import NIOCore

/// Cuts what comes in into lines at byte 0x0A and nothing else.
///
/// Holds what has not been taken yet. A line over the limit ends the stream: what lies behind the limit is never looked
/// at, so that no tail of an overlong line can run as a request.
struct LineFramer {
    enum Next: Equatable {
        /// A line's bytes lie here in ``buffer``; ``consume(_:)`` goes past them.
        case line(Range<Int>)
        /// No whole line is there.
        case none
        case tooLong
    }

    let limit: Int
    private(set) var buffer = ByteBuffer()
    /// Bytes from the reader index that have been searched and hold no LF.
    private var searched = 0
    private var isOver = false

    init(limit: Int) { self.limit = limit }

    /// Whether an unfinished line waits for its end.
    var hasIncompleteLine: Bool { buffer.readableBytes > 0 }

    mutating func append(_ incoming: ByteBuffer) {
        guard !isOver else { return }
        if buffer.readableBytes == 0 {
            buffer = incoming
            searched = 0
        } else {
            var incoming = incoming
            buffer.writeBuffer(&incoming)
        }
    }

    mutating func next() -> Next {
        guard !isOver else { return .none }
        let start = buffer.readerIndex
        let found = buffer.withUnsafeReadableBytes { bytes -> Int? in
            guard bytes.count > searched else { return nil }
            let window = min(bytes.count, limit + 1)
            guard window > searched else { return nil }
            return bytes[searched..<window].firstIndex(of: 0x0A)
        }
        if let found {
            searched = 0
            return .line(start..<(start + found))
        }
        if buffer.readableBytes > limit {
            isOver = true
            buffer.clear()
            return .tooLong
        }
        searched = buffer.readableBytes
        return .none
    }

    /// Goes past a line and its LF.
    mutating func consume(_ line: Range<Int>) {
        buffer.moveReaderIndex(to: line.upperBound + 1)
        if buffer.readableBytes == 0 { buffer.clear() }
    }
}
