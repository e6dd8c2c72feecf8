/// The name of an organization: `[a-z0-9-]{1,63}`.
public struct Slug: WireString {
    public static let expectation = "an organization's name: 1 to 63 of a-z, 0-9 and -"
    public static let pattern: String? = #"^[a-z0-9-]{1,63}$"#
    public static let length = 1...63
    public static let placeholder = Slug(unchecked: "")

    public let text: String

    public init?(_ text: String) {
        guard Slug.length.contains(text.utf8.count), text.utf8.allSatisfy(ASCII.isSlug) else { return nil }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }
}
