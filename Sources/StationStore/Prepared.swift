import GRDB
import GRDBSQLite
import Glibc
import StationCore

/// A statement that is bound and stepped with SQLite's own calls: the writer's time is what a login waits for, and
/// boxing each value costs as much as storing it.
struct Prepared {
    private let statement: Statement
    private let handle: OpaquePointer
    private let values = BoundBytes()

    init(_ database: Database, _ sql: String) throws {
        statement = try database.makeStatement(sql: sql)
        handle = statement.sqliteStatement
    }

    /// Binds in order of the calls that `bind` makes, and runs the statement once.
    func run(_ bind: (inout Binder) -> Void) throws {
        values.removeAll()
        var binder = Binder(handle: handle, values: values)
        bind(&binder)
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
        }
    }

    struct Binder {
        fileprivate let handle: OpaquePointer
        fileprivate let values: BoundBytes
        private var index: Int32 = 0

        fileprivate init(handle: OpaquePointer, values: BoundBytes) {
            self.handle = handle
            self.values = values
        }

        mutating func integer(_ value: Int64?) {
            index += 1
            if let value { sqlite3_bind_int64(handle, index, value) } else { sqlite3_bind_null(handle, index) }
        }

        mutating func text(_ value: String?) {
            index += 1
            guard var value else {
                sqlite3_bind_null(handle, index)
                return
            }
            value.withUTF8 { text(UnsafeRawBufferPointer($0)) }
        }

        mutating func text(_ value: [UInt8]) {
            index += 1
            value.withUnsafeBytes { text($0) }
        }

        mutating func digest(_ value: Digest) {
            index += 1
            var words = (
                value.words.0.bigEndian, value.words.1.bigEndian, value.words.2.bigEndian, value.words.3.bigEndian
            )
            withUnsafeBytes(of: &words) { bytes in
                _ = sqlite3_bind_blob(handle, index, values.keep(bytes), Int32(bytes.count), nil)
            }
        }

        private func text(_ bytes: UnsafeRawBufferPointer) {
            let kept = values.keep(bytes).assumingMemoryBound(to: CChar.self)
            _ = sqlite3_bind_text(handle, index, kept, Int32(bytes.count), nil)
        }
    }
}

/// Holds what is bound until the statement has run, so that SQLite need not make a copy of each value.
private final class BoundBytes {
    /// What nearly every row has room in; a value that has none left gets memory of its own.
    private static let capacity = 2_048

    private let shared = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
    private var used = 0
    private var large: [UnsafeMutableRawPointer] = []

    deinit {
        removeAll()
        shared.deallocate()
    }

    /// Forgets what was kept; nothing may be bound to it any more, or be run.
    func removeAll() {
        used = 0
        for memory in large { memory.deallocate() }
        large.removeAll()
    }

    /// Never null, also for no bytes at all: a null address would bind NULL.
    func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer {
        guard bytes.count <= BoundBytes.capacity - used else {
            let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 1)
            memory.copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
            large.append(memory)
            return memory
        }
        let memory = shared + used
        if let address = bytes.baseAddress { memory.copyMemory(from: address, byteCount: bytes.count) }
        used += bytes.count
        return memory
    }
}
