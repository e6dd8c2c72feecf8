import Foundation

/// Figures that a test saw and nobody asserts: they go to standard error, for whoever reads the log.
enum Figures {
    static func note(_ what: String, _ value: Double, _ unit: String) {
        let text = "figure: \(what): \(String(format: "%.1f", value)) \(unit)\n"
        FileHandle.standardError.write(Data(text.utf8))
    }
}
