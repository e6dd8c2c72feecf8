import Foundation
import StationProtocol

/// This host's wall clock: the broker's too, since both are on one host.
enum WallClock {
    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
}
