import Foundation
import StationProtocol

/// Whether clients find the socket, and only those that shall.
struct SocketCheck {
    let path: String

    var findings: [Finding] { [file, listeners] }

    private var file: Finding {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            return Finding(
                "socket", .problem, "\(path): \(String(cString: strerror(errno)))",
                remedy: "systemctl start stationd.socket; or name another one with --socket")
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            return Finding("socket", .problem, "\(path) is no socket", remedy: "remove it, then start stationd.socket")
        }
        let mode = status.st_mode & 0o777
        let text = "\(path), mode 0\(String(mode, radix: 8)), group \(SocketCheck.group(status.st_gid))"
        var folder = stat()
        let place = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        if lstat(place, &folder) == 0, folder.st_mode & 0o022 != 0, folder.st_mode & S_ISVTX == 0 {
            return Finding(
                "socket", .problem, "\(place) may be written by others, who can put a socket of their own there",
                remedy: "chmod go-w \(place)")
        }
        if mode & 0o002 != 0 {
            return Finding(
                "socket", .warning, "\(text): every user of the host may connect",
                remedy: "SocketMode=0660 and a SocketGroup= in stationd.socket (systemctl edit stationd.socket)")
        }
        if mode & 0o020 == 0 {
            return Finding(
                "socket", .warning, "\(text): only its owner may connect",
                remedy: "SocketMode=0660 in stationd.socket (systemctl edit stationd.socket)")
        }
        return Finding("socket", .ok, text)
    }

    private static func group(_ gid: gid_t) -> String {
        getgrgid(gid).map { String(cString: $0.pointee.gr_name) } ?? "\(gid)"
    }

    /// Two that listen under one name: the later one took the name, the earlier one has the clients of before.
    private var listeners: Finding {
        guard let table = try? String(contentsOfFile: "/proc/net/unix", encoding: .utf8) else {
            return Finding(
                "listeners", .unknown, "/proc/net/unix cannot be read", remedy: "run this outside of a sandbox")
        }
        let count = table.split(separator: "\n").filter { line in
            let fields = line.split(separator: " ", maxSplits: 7)
            // Flags: 0x10000 is a socket that listens (unix(7)).
            return fields.count == 8 && fields[3] == "00010000" && fields[7] == path
        }.count
        switch count {
        case 0:
            return Finding(
                "listeners", .problem, "nobody listens on \(path)", remedy: "systemctl start stationd.socket")
        case 1: return Finding("listeners", .ok, "one")
        default:
            return Finding(
                "listeners", .problem,
                "\(count) sockets listen on \(path): clients may be at a broker that nobody sees",
                remedy: "end the ones that are not stationd.socket: ss -xlp src \(path)")
        }
    }
}
