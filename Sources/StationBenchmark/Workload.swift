/// What is sent and what counts as an answer. A slot is one of the requests that a connection keeps in flight.
protocol Workload {
    /// The name of the row in the table.
    var name: String { get }
    /// Puts the next request of a slot into `buffer`.
    mutating func append(slot: Int, to buffer: inout [UInt8])
    /// Whether a slot holds something that must be given back before the next workload begins.
    func mustRelease(slot: Int) -> Bool
    /// Takes one answer from the start of `bytes`; nil when it is not all there.
    mutating func take(_ bytes: UnsafeRawBufferPointer, order: inout SlotQueue) -> Answer?
}

extension Workload {
    func mustRelease(slot: Int) -> Bool { false }
}

struct Answer {
    var length: Int
    var slot: Int
    var isError: Bool
}

/// The slots of one connection in the order of their requests, for protocols that answer in order.
struct SlotQueue {
    private var slots: [Int] = []
    private var head = 0

    mutating func append(_ slot: Int) { slots.append(slot) }

    mutating func next() -> Int {
        defer {
            head += 1
            if head == slots.count {
                slots.removeAll(keepingCapacity: true)
                head = 0
            }
        }
        return slots[head]
    }
}

/// Looking at bytes without making strings of them.
enum Scan {
    static func lineEnd(_ bytes: UnsafeRawBufferPointer) -> Int? { bytes.firstIndex(of: 0x0A) }

    /// The number behind `prefix` at the start of a line.
    static func number(_ bytes: UnsafeRawBufferPointer, after prefix: StaticString) -> (value: Int, end: Int) {
        var index = prefix.utf8CodeUnitCount
        var value = 0
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
            value = value * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        return (value, index)
    }

    static func starts(_ bytes: UnsafeRawBufferPointer, at offset: Int, with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard bytes.count >= offset + count else { return false }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]).elementsEqual(
            UnsafeBufferPointer(start: text.utf8Start, count: count))
    }
}
