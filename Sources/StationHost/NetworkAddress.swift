import Glibc

/// A network address as what attempts from it are counted under.
public enum NetworkAddress {
    /// The address in its one canonical form; of IPv6 the first 64 bits, which is the least that one client has to itself
    /// (RFC 6177). nil for what is no address.
    public static func network(_ text: String) -> String? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return name(AF_INET, &four) }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let isMapped = withUnsafeBytes(of: &six) { bytes in
            bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        }
        if isMapped {
            withUnsafeBytes(of: &six) { four.s_addr = $0.loadUnaligned(fromByteOffset: 12, as: UInt32.self) }
            return name(AF_INET, &four)
        }
        withUnsafeMutableBytes(of: &six) { bytes in
            for index in 8..<16 { bytes[index] = 0 }
        }
        return name(AF_INET6, &six).map { "\($0)/64" }
    }

    private static func name(_ family: Int32, _ address: UnsafeRawPointer) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, address, &buffer, socklen_t(buffer.count)) != nil else { return nil }
        return buffer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }
}
