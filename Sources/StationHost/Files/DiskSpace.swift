import Glibc

/// How much room there is.
public enum DiskSpace {
    /// Bytes that this process may still write on the file system of `path`; nil where it cannot be told.
    public static func free(at path: String) -> Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    /// Bytes of a file; 0 where there is none.
    public static func size(of path: String) -> Int64 {
        var status = stat()
        return lstat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
