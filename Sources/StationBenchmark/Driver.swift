import CEventPoll
import Glibc
import Histogram

/// Drives one workload over many connections from one thread, closed loop.
struct Driver {
    private struct Line {
        var descriptor: CInt
        var output: [UInt8] = []
        var input: [UInt8] = []
        var order = SlotQueue()
    }

    private let path: String
    private let cell: Cell
    private static let readSize = 65_536

    init(_ path: String, _ cell: Cell) {
        self.path = path
        self.cell = cell
    }

    /// Warms up, measures, then lets everything in flight come back.
    func run(_ workload: some Workload) throws -> Measurement {
        var workload = workload
        var lines = try (0..<cell.connections).map { _ in Line(descriptor: try Socket(path).descriptor) }
        defer { for line in lines { close(line.descriptor) } }
        let poller = epoll_create1(0)
        defer { close(poller) }
        for (index, line) in lines.enumerated() {
            _ = fcntl(line.descriptor, F_SETFL, O_NONBLOCK)
            var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(index)))
            epoll_ctl(poller, EPOLL_CTL_ADD, line.descriptor, &event)
        }
        var sentAt = [UInt64](repeating: 0, count: cell.slots)
        var result = Measurement(workload.name, cell)
        var inFlight = 0

        func send(_ slot: Int, _ line: inout Line) {
            workload.append(slot: slot, to: &line.output)
            line.order.append(slot)
            sentAt[slot] = Driver.now()
            inFlight += 1
        }
        for index in lines.indices {
            for slot in 0..<cell.pipelining { send(index * cell.pipelining + slot, &lines[index]) }
            Driver.flush(&lines[index])
        }
        let start = Driver.now() + UInt64(cell.seconds / 3 * 1e9)
        let end = start + UInt64(cell.seconds * 1e9)
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        var chunk = [UInt8](repeating: 0, count: Driver.readSize)
        while inFlight > 0 {
            let ready = epoll_wait(poller, &events, 256, 5_000)
            guard ready > 0 else { throw BenchmarkError("\(workload.name): no answer within five seconds") }
            for event in events[0..<Int(ready)] {
                let index = Int(event.data.u64)
                let count = read(lines[index].descriptor, &chunk, chunk.count)
                guard count > 0 else { throw BenchmarkError("\(workload.name): the server closed a connection") }
                lines[index].input.append(contentsOf: chunk[0..<count])
                var used = 0
                let now = Driver.now()
                while used < lines[index].input.count {
                    let answer = lines[index].input.withUnsafeBytes {
                        workload.take(UnsafeRawBufferPointer(rebasing: $0[used...]), order: &lines[index].order)
                    }
                    guard let answer else { break }
                    used += answer.length
                    inFlight -= 1
                    if now >= start, now < end { result.add(now - sentAt[answer.slot], isError: answer.isError) }
                    if now < end || workload.mustRelease(slot: answer.slot) { send(answer.slot, &lines[index]) }
                }
                lines[index].input.removeFirst(used)
                Driver.flush(&lines[index])
            }
        }
        return result
    }

    private static func flush(_ line: inout Line) {
        while !line.output.isEmpty {
            let count = line.output.withUnsafeBytes { write(line.descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                line.output.removeFirst(count)
            } else {
                // The other side is behind; what is in flight is bounded, so this passes at once.
                var waiting = pollfd(fd: line.descriptor, events: Int16(POLLOUT), revents: 0)
                guard errno == EAGAIN, poll(&waiting, 1, 5_000) > 0 else { return }
            }
        }
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
