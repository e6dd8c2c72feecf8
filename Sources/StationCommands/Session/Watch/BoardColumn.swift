/// A column of the board, in the order in which they stand.
enum BoardColumn: CaseIterable {
    case station, account, verdict, since, device, end

    var heading: String {
        switch self {
        case .station: "STATION"
        case .account: "ACCOUNT"
        case .verdict: "VERDICT"
        case .since: "SINCE"
        case .device: "DEVICE"
        case .end: "ENDS IN"
        }
    }

    /// Characters that it takes also where what stands in it needs less, so that little moves when sessions come and go.
    var usual: Int {
        switch self {
        case .station, .account: 7
        // "live, ending"
        case .verdict: 12
        // "08:12:59", "11:59:30"
        case .since, .end: 8
        case .device: 6
        }
    }

    /// Characters that it keeps where the terminal is narrow; nil: it goes as a whole, or not at all.
    var least: Int? {
        switch self {
        case .station, .verdict: 7
        case .account: 8
        case .device: 6
        case .since, .end: nil
        }
    }
}
