import Foundation
import Glibc

/// What this process takes of the host.
public struct ProcessFigures: Sendable {
    public var residentBytes: Int64 = 0
    /// File descriptors in use; nil where the kernel does not let this process look, as after ``CoreDumps/forbid()`` where
    /// it is not root's.
    public var descriptors: Int?
    /// File descriptors that it may have.
    public var descriptorLimit = 0

    /// As the kernel tells at this moment; 0 for what it does not.
    public static var now: ProcessFigures {
        var figures = ProcessFigures()
        if let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
            .split(separator: " ").dropFirst().first.flatMap({ Int64($0) })
        {
            figures.residentBytes = pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
        }
        if let directory = opendir("/proc/self/fd") {
            var count = 0
            while let entry = readdir(directory) {
                if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
            }
            closedir(directory)
            // Less the one that it was read through.
            figures.descriptors = count - 1
        }
        figures.descriptorLimit = DescriptorLimit.current
        return figures
    }
}
