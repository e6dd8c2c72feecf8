/// Where a value stands: a key, and what it stands in.
///
/// Put together only when somebody has to be told; reading a request makes no text of it.
public struct FieldName: Sendable {
    private let path: String
    private let key: StaticString

    /// - Parameter path: of the object that the key is in; empty for the params themselves.
    public init(_ key: StaticString, in path: String = "") {
        self.path = path
        self.key = key
    }

    /// The name of something that has no key of its own: an element of an array, a whole result.
    public init(path: String) {
        self.init("", in: path)
    }

    public var text: String {
        if key.utf8CodeUnitCount == 0 { return path }
        return path.isEmpty ? "\(key)" : "\(path).\(key)"
    }
}
