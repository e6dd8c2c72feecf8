/// Finds duplicate keys of one object.
///
/// Keys are told apart by their bytes; `==` on strings would take two spellings of one accented letter as the same.
struct SeenKeys {
    /// How many members an object may have before duplicates are looked for in a set instead of by scanning.
    private static let scanLimit = 16

    private var keys: Set<[UInt8]>?

    mutating func isNew(_ key: String, among members: [JSONObject.Member]) -> Bool {
        if members.count < SeenKeys.scanLimit {
            for member in members where SeenKeys.areSame(member.key, key) { return false }
            return true
        }
        if keys == nil { keys = Set(members.map { Array($0.key.utf8) }) }
        return keys!.insert(Array(key.utf8)).inserted
    }

    private static func areSame(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
    }
}
