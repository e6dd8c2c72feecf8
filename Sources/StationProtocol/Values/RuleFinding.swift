/// Whether a password meets one rule, in words for the person who types it.
public struct RuleFinding: WireObject, Equatable {
    public var rule = PasswordRule.minimumLength
    public var met = false
    public var text = ""

    public init() {}

    public init(_ rule: PasswordRule, met: Bool, _ text: String) {
        self.rule = rule
        self.met = met
        self.text = text
    }

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("rule", &rule)
        try visitor.required("met", &met)
        try visitor.required("text", &text)
    }
}
