/// How large a terminal is, in characters.
struct ScreenSize: Equatable, Sendable {
    /// What is taken where the terminal does not say: what terminals have been since they were made of glass.
    static let usual = ScreenSize(columns: 80, rows: 24)

    var columns: Int
    var rows: Int
}
