/// What was found when the broker looked at one thing that administrators get wrong.
public struct Finding: WireObject, Equatable {
    /// What was looked at, in a word or two.
    public var check = ""
    public var outcome = FindingOutcome.ok
    /// What was found.
    public var text = ""
    /// What helps, where something is not as it should be.
    public var remedy: String?

    public init() {}

    public init(_ check: String, _ outcome: FindingOutcome, _ text: String, remedy: String? = nil) {
        self.check = check
        self.outcome = outcome
        self.text = text
        self.remedy = remedy
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("check", &check)
        try visitor.required("outcome", &outcome)
        try visitor.required("text", &text)
        try visitor.optional("remedy", &remedy)
    }
}

/// How bad it is.
public enum FindingOutcome: String, WireEnum {
    case ok
    /// The broker works, but something will go wrong, or is not as safe as it could be.
    case warning
    /// Something does not work.
    case problem
    /// It could not be found out.
    case unknown
}
