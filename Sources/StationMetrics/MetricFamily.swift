/// One thing that is measured: its name, what it means, and its lines, one for each set of labels.
public struct MetricFamily: Sendable {
    public enum Kind: String, Sendable { case counter, gauge, histogram }

    public var name: String
    public var kind: Kind
    public var help: String
    public private(set) var lines: [Line] = []

    public struct Line: Sendable {
        /// Where it stands among its family's lines. It stays the same while others come and go, so that a reader who
        /// takes the lines in parts misses none.
        public var place: String
        public var text: String
    }

    public init(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        self.kind = kind
        self.help = help
    }

    /// Adds a line; those with a place come in the order of their places.
    public mutating func add(
        _ value: Double, _ labels: [(String, String)] = [], suffix: String = "", place: String? = nil
    ) {
        let labelled = labels.map { "\($0.0)=\"\(MetricFamily.escaped($0.1))\"" }.joined(separator: ",")
        let text = "\(name)\(suffix)\(labelled.isEmpty ? "" : "{\(labelled)}") \(MetricFamily.text(value))\n"
        lines.append(Line(place: place ?? labels.map(\.1).joined(separator: "."), text: text))
    }

    var head: String { "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n" }

    /// Whole numbers without a fraction; Prometheus reads both.
    static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x22 || $0 == 0x5C || $0 == 0x0A }) else { return value }
        return value.map { $0 == "\\" ? "\\\\" : $0 == "\"" ? "\\\"" : $0 == "\n" ? "\\n" : "\($0)" }.joined()
    }
}
