import Foundation

/// The kernel's name for this boot of the host: a new one each time it starts.
public enum BootID {
    static let path = "/proc/sys/kernel/random/boot_id"

    /// - Throws: ``HostError`` when the kernel does not say; without it, what an earlier boot left could not be told apart.
    public static func current() throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw HostError(
                "the boot ID cannot be read from \(path)", remedy: "do not run stationd with ProcSubset=pid")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
