/// The section SEE ALSO: in mdoc's order, with commas between.
struct References {
    private let references: [Reference]

    /// - Parameters:
    ///   - words: `stationd(8)` and so on, in any order.
    ///   - name: the page that they are on.
    init(_ words: [String], but name: String) {
        references = Set(words.compactMap { Reference($0) }).filter { $0.name != name }.sorted()
    }

    func write(_ page: inout MdocWriter) {
        for (index, reference) in references.enumerated() {
            page.call(reference.macros + (index + 1 < references.count ? " ," : ""))
        }
    }
}
