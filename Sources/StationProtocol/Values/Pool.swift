/// A range of numbers that stations are proposed from: `first` to `last`, of one length, at most 10,000 numbers.
public struct Pool: WireObject, Equatable {
    public var organization = Slug.placeholder
    public var name = DisplayText.placeholder
    public var first = StationID.placeholder
    public var last = StationID.placeholder

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Refusal) {
        try visitor.required("organization", &organization)
        try visitor.required("name", &name)
        try visitor.required("first", &first)
        try visitor.required("last", &last)
    }
}

extension Pool: PageItem {
    public static var pageKey: StaticString { "pools" }
    public var cursor: Cursor { Cursor(name.text)! }
}
