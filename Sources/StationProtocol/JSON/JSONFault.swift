/// Why bytes are not the JSON that this protocol takes.
public struct JSONFault: Error, Sendable, Equatable {
    public enum Kind: String, Sendable {
        case syntax = "it is not JSON"
        case notUTF8 = "a string is not UTF-8"
        case loneSurrogate = "a string has half of a surrogate pair"
        case duplicateKey = "an object has the same key twice"
        case tooDeep = "it is nested too deep"
        case trailing = "something follows the value"
    }

    public var kind: Kind
    /// Where, in bytes from the start of the line.
    public var offset: Int

    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    public var message: String { "\(kind.rawValue) (byte \(offset))" }
}
