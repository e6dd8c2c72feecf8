import ArgumentParser
import CEventPoll
import Glibc

/// A server that sends back what it gets: the limit of what any could do over this socket.
struct EchoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo", abstract: "Serve a bare echo.", shouldDisplay: false)

    @Argument var path: String

    func run() throws {
        let listener = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, listen(listener, 1_024) == 0 else { throw BenchmarkError("cannot bind \(path)") }
        let poller = epoll_create1(0)
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: listener))
        epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event)
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let ready = epoll_wait(poller, &events, 256, -1)
            guard ready > 0 else { continue }
            for ready in events[0..<Int(ready)] {
                if ready.data.fd == listener {
                    let descriptor = accept(listener, nil, nil)
                    var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: descriptor))
                    epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event)
                    continue
                }
                let count = read(ready.data.fd, &chunk, chunk.count)
                if count <= 0 { close(ready.data.fd) } else { write(ready.data.fd, chunk, count) }
            }
        }
    }
}
