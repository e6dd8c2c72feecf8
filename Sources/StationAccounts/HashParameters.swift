/// What one Argon2id hash costs (RFC 9106).
public struct HashParameters: Sendable, Hashable {
    /// KiB of memory.
    public var memoryKiB: UInt32
    /// Times that it is gone over.
    public var iterations: UInt32

    /// 19 MiB twice: the least that OWASP's password storage cheat sheet asks for; there is no less here.
    public static let least = HashParameters(memoryKiB: 19_456, iterations: 2)
    /// So that an administrator's slip does not take the host's memory, or seconds for each login.
    public static let most = HashParameters(memoryKiB: 1_048_576, iterations: 16)

    public init(memoryKiB: UInt32, iterations: UInt32) {
        self.memoryKiB = memoryKiB
        self.iterations = iterations
    }

    /// Those of a hash in the PHC format, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`; nil for anything else.
    public init?(phc: String) {
        let parts = phc.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[1] == "argon2id" else { return nil }
        var values: [Substring: UInt32] = [:]
        for part in parts[3].split(separator: ",") {
            let pair = part.split(separator: "=")
            if pair.count == 2 { values[pair[0]] = UInt32(pair[1]) }
        }
        guard let memory = values["m"], let iterations = values["t"] else { return nil }
        self.init(memoryKiB: memory, iterations: iterations)
    }

    /// Whether a hash made with these should be made again with the others.
    func isWeaker(than other: HashParameters) -> Bool {
        memoryKiB < other.memoryKiB || iterations < other.iterations
    }
}
