import GRDB
import GRDBSQLite
import Glibc
import StationCore

/// A statement that is bound and stepped with SQLite's own calls: the writer's time is what a login waits for, and
/// boxing each value costs as much as storing it.
struct Prepared {
    private let statement: Statement
    private let handle: OpaquePointer

    /// SQLite copies what it is given before the call returns.
    fileprivate static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ database: Database, _ sql: String) throws {
        statement = try database.makeStatement(sql: sql)
        handle = statement.sqliteStatement
    }

    /// Binds in order of the calls that `bind` makes, and runs the statement once.
    func run(_ bind: (inout Binder) -> Void) throws {
        var binder = Binder(handle: handle)
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
        private var index: Int32 = 0

        fileprivate init(handle: OpaquePointer) { self.handle = handle }

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
            value.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // An empty text has no address, and a null address would bind NULL.
                    _ = sqlite3_bind_text(
                        handle, index, characters.baseAddress ?? Prepared.empty, Int32(characters.count),
                        Prepared.transient)
                }
            }
        }

        mutating func text(_ value: [UInt8]) {
            index += 1
            value.withUnsafeBytes { bytes in
                _ = sqlite3_bind_text(
                    handle, index, bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? Prepared.empty,
                    Int32(bytes.count), Prepared.transient)
            }
        }

        mutating func digest(_ value: Digest) {
            index += 1
            var words = (
                value.words.0.bigEndian, value.words.1.bigEndian, value.words.2.bigEndian, value.words.3.bigEndian
            )
            _ = withUnsafeBytes(of: &words) { sqlite3_bind_blob(handle, index, $0.baseAddress, 32, Prepared.transient) }
        }
    }

    fileprivate nonisolated(unsafe) static let empty = UnsafePointer<CChar>(strdup(""))!
}
