/// What a request is answered under: a 64-bit integer, or a string of at most ``Limits/idBytes`` bytes.
public enum RequestID: Sendable, Hashable {
    case integer(Int64)
    case string(String)

    public init?(_ json: JSON) {
        switch json {
        case .integer(let value): self = .integer(value)
        case .string(let text) where text.utf8.count <= Limits.idBytes: self = .string(text)
        default: return nil
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .integer(let value): writer.integer(value)
        case .string(let text): writer.string(text)
        }
    }

    /// Ids are told apart by their bytes, so that two spellings of one accented letter are two ids.
    public static func == (left: RequestID, right: RequestID) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .integer(let value): hasher.combine(value)
        case .string(let text): for byte in text.utf8 { hasher.combine(byte) }
        }
    }
}
