import CStationHost

/// The system's generator.
public enum HostRandom {
    /// Overwrites `words` with randomness: one system call however many they are (up to 32).
    public static func fill(_ words: inout [UInt64]) {
        words.withUnsafeMutableBytes { bytes in
            guard station_random(bytes.baseAddress, bytes.count) == 0 else {
                // Going on with tokens that can be guessed would be worse than not going on.
                fatalError("the system gives no randomness")
            }
        }
    }
}
