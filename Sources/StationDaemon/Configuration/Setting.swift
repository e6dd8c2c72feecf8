/// One thing that an administrator can decide: its key in the file, what it may be, what it means.
public struct Setting: Sendable {
    enum Place: Sendable {
        case text(WritableKeyPath<DaemonConfiguration, String> & Sendable)
        case number(WritableKeyPath<DaemonConfiguration, Int> & Sendable, ClosedRange<Int>)
    }

    /// As the file has it, with a dot for each level.
    public var key: String
    var place: Place
    /// One line: what it does, in which unit.
    public var meaning: String

    /// What may be written: a text, or whole numbers from the least to the most.
    public var form: String {
        guard case .number(_, let range) = place else { return "text" }
        return "\(range.lowerBound) to \(range.upperBound)"
    }

    /// As a configuration has it.
    func value(in configuration: DaemonConfiguration) -> String {
        switch place {
        case .text(let path): configuration[keyPath: path]
        case .number(let path, _): "\(configuration[keyPath: path])"
        }
    }

    /// As it is where nobody sets it.
    public var standard: String { value(in: DaemonConfiguration()) }

    /// `limits.lineBytes` is `STATIOND_LIMITS_LINE_BYTES`.
    public var variable: String {
        var name = "STATIOND_"
        for character in key {
            if character == "." {
                name += "_"
            } else if character.isUppercase {
                name += "_\(character)"
            } else {
                name += character.uppercased()
            }
        }
        return name
    }
}
