/// Bytes for people: in binary units, with one digit behind the point below ten.
public enum ByteCount {
    private static let units = ["KiB", "MiB", "GiB", "TiB"]

    public static func text(_ bytes: Int64) -> String {
        guard bytes >= 1_024 else { return "\(bytes) bytes" }
        var (value, unit) = (Double(bytes) / 1_024, 0)
        while value >= 1_024, unit < units.count - 1 { (value, unit) = (value / 1_024, unit + 1) }
        let tenths = Int64((value * 10).rounded())
        return tenths < 100
            ? "\(tenths / 10).\(tenths % 10) \(units[unit])" : "\(Int64(value.rounded())) \(units[unit])"
    }
}
