import NIOCore
import StationCore
import StationHost
import StationProtocol

/// One client: frames what comes in, keeps the requests in flight, writes what goes out.
///
/// Confined to the broker's event loop, like everything it calls. It decides nothing about sessions; it sees to it that a
/// client which sends too much or reads too little harms only itself.
final class Connection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    struct InFlight {
        var serial: UInt64
        var id: RequestID
        var method: Method
        /// The token that a session opened by this request will have.
        var token: Token?
        /// The temporary password that an account may be given by this request.
        var password: Password?
        /// Those of the rows of an import.
        var rowPasswords: [Password] = []
    }

    let id: ConnectionID
    let peer: Peer
    /// The process at the other end, where that is sure.
    let process: ProcessHandle?
    /// The OS session of that process, once it was looked up.
    var osSession: OSSessionID??
    /// The peer's user name once it was looked up.
    var userName: String??
    private unowned let broker: BrokerLoop
    private var limits: Limits { broker.settings.limits }
    private var context: ChannelHandlerContext?

    private var framer: LineFramer
    /// In the order of arrival. An array: it is short, and looking through it costs less than hashing.
    private var inFlight: [InFlight] = []
    private var lastSerial: UInt64 = 0
    private var isTaking = false
    private var wantsRead = false
    private var inputEnded = false
    private var closing = false
    /// When the line that is being received began, in milliseconds of the boot clock.
    private var lineBegan: Int64?
    /// Since when the peer has bytes to read and reads none.
    private var stalledSince: Int64?
    /// When a connection that is being closed is cut off.
    private var cutOff: Int64?

    private var output = ByteBuffer()
    private var isDirty = false
    private var eventSeq: Int64 = 0
    /// Bytes of events queued since the peer was last seen to read.
    private var queuedEventBytes = 0
    var subscriptions: [Int64: Subscriber] = [:]

    init(id: ConnectionID, peer: Peer, process: ProcessHandle?, broker: BrokerLoop) {
        self.id = id
        self.process = process
        self.peer = peer
        self.broker = broker
        framer = LineFramer(limit: broker.settings.limits.lineBytes)
    }

    // MARK: What the channel tells

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        if let refusal = broker.admit(self) { refuseAndClose(refusal) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !closing else { return }
        framer.append(unwrapInboundIn(data))
        takeLines()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        broker.flushDirty()
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        broker.closed(self)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            inputEnded = true
            takeLines()
            closeWhenAnswered()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            stalledSince = nil
            queuedEventBytes = 0
            takeLines()
            resumeReading()
        } else {
            stalledSince = broker.now.boot
        }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// Reading goes on only while there is room for what may come of it.
    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { wantsRead = true }
    }

    private var mayRead: Bool {
        !closing && mayTakeMore
    }

    private func resumeReading() {
        guard wantsRead, mayRead else { return }
        wantsRead = false
        context?.read()
    }

    // MARK: Requests

    private func takeLines() {
        guard !isTaking else { return }
        isTaking = true
        defer { isTaking = false }
        while !closing, mayTakeMore {
            switch framer.next() {
            case .none:
                noteIncompleteLine()
                return
            case .tooLong:
                let refusal = Refusal(
                    .lineTooLong, "a line has at most \(limits.lineBytes) bytes; the connection is closed",
                    remedy: "send less at once; long lists go in parts")
                refuseAndClose(refusal)
            case .line(let range):
                lineBegan = nil
                let line = framer.buffer.viewBytes(at: range.lowerBound, length: range.count)!
                let incoming = line.withContiguousStorageIfAvailable { IncomingLine.read($0, limits: limits) }
                framer.consume(range)
                if let incoming { take(incoming) }
            }
        }
    }

    /// While the broker stops, what is in flight is finished and nothing is begun.
    private var mayTakeMore: Bool {
        inFlight.count < limits.requestsInFlight && !broker.isStopping && (context?.channel.isWritable ?? false)
    }

    private func noteIncompleteLine() {
        if !framer.hasIncompleteLine {
            lineBegan = nil
        } else if lineBegan == nil {
            lineBegan = broker.now.boot
        }
    }

    private func take(_ incoming: IncomingLine) {
        switch incoming {
        case .blank: break
        case .fault(let id, let refusal): refuse(id, refusal)
        case .notification(let method, let params):
            if method == Method.cancel { cancel(params) }
        case .request(let id, let method, let params): take(id, method, params)
        }
    }

    private func take(_ id: RequestID, _ method: String, _ params: JSONObject) {
        guard !inFlight.contains(where: { $0.id == id }) else {
            return refuse(id, Refusal(.invalidRequest, "a request with this id is in flight already"))
        }
        guard let method = CallCatalog.methods[method] else {
            return refuse(
                id,
                Refusal(
                    .unknownMethod, "there is no method \"\(IncomingLine.excerpt(method))\"",
                    remedy: "rpc.discover lists them"))
        }
        do throws(Refusal) {
            let command = try Command.read(method, params)
            lastSerial += 1
            inFlight.append(InFlight(serial: lastSerial, id: id, method: method))
            broker.take(command, RequestRef(connection: self.id, serial: lastSerial), from: self)
        } catch {
            refuse(id, error)
        }
    }

    private func cancel(_ params: JSONObject) {
        guard let wanted = params["id"].flatMap(RequestID.init) else { return }
        guard let request = inFlight.first(where: { $0.id == wanted }) else { return }
        broker.cancel(RequestRef(connection: id, serial: request.serial))
    }

    func keep(_ token: Token, for ref: RequestRef) {
        guard let index = inFlight.lastIndex(where: { $0.serial == ref.serial }) else { return }
        inFlight[index].token = token
    }

    func keep(_ password: Password, for ref: RequestRef) {
        guard let index = inFlight.lastIndex(where: { $0.serial == ref.serial }) else { return }
        inFlight[index].password = password
    }

    func keep(rows passwords: [Password], for ref: RequestRef) {
        guard let index = inFlight.lastIndex(where: { $0.serial == ref.serial }) else { return }
        inFlight[index].rowPasswords = passwords
    }

    var requestsInFlight: Int { inFlight.count }

    // MARK: Answers

    /// Ends a request and gives what is known of it; nil when it was answered before.
    func finish(_ ref: RequestRef) -> InFlight? {
        guard let index = inFlight.firstIndex(where: { $0.serial == ref.serial }) else { return nil }
        // Whoever called is still writing; what waits is taken up when the dirty connections are flushed.
        markDirty()
        return inFlight.remove(at: index)
    }

    func refuse(_ id: RequestID?, _ refusal: Refusal) {
        broker.measures.refused(refusal.reason)
        write { ReplyLine.error(id, refusal, to: &$0) }
    }

    /// Writes a line through the loop's one writer.
    func write(_ body: (inout JSONWriter) -> Void) {
        broker.writer.removeAll()
        body(&broker.writer)
        output.writeBytes(broker.writer.bytes)
        markDirty()
    }

    private func markDirty() {
        guard !isDirty else { return }
        isDirty = true
        broker.dirty.append(self)
    }

    /// Sends what was written and takes up what waited for room.
    func flush() {
        isDirty = false
        if output.readableBytes > 0, let context {
            context.writeAndFlush(wrapOutboundOut(output), promise: nil)
            // Mostly it has been written by now, and its memory is ours again.
            output.clear()
        }
        takeLines()
        resumeReading()
        closeWhenAnswered()
    }

    // MARK: Events

    /// - Parameter subscription: nil for what comes without subscribing.
    func send(_ type: EventType, _ data: EventData, subscription: Int64?) {
        guard !closing else { return }
        let seq: Int64
        if let subscription {
            subscriptions[subscription]?.seq += 1
            seq = subscriptions[subscription]?.seq ?? 0
        } else {
            eventSeq += 1
            seq = eventSeq
        }
        let before = output.readableBytes
        write { ReplyLine.event(type, subscription: subscription, seq: seq, data: data, to: &$0) }
        guard type != .snapshot, let context, !context.channel.isWritable else { return }
        queuedEventBytes += output.readableBytes - before
        if queuedEventBytes > limits.queuedBytes { lag(subscription, seq: seq + 1) }
    }

    /// A subscriber that does not read is told so once, as the last thing, and let go.
    private func lag(_ subscription: Int64?, seq: Int64) {
        write { ReplyLine.event(.lagged, subscription: subscription, seq: seq, data: EventData(), to: &$0) }
        broker.log(.notice, "a subscriber does not read", self)
        closeSoon()
    }

    // MARK: Closing

    func refuseAndClose(_ refusal: Refusal) {
        refuse(nil, refusal)
        closeSoon()
    }

    /// Takes nothing more; closes when all that was written has been read, or soon anyway.
    func closeSoon() {
        guard !closing else { return }
        closing = true
        cutOff = broker.now.boot + Int64(limits.incompleteLineSeconds) * 1_000
        broker.forgetSubscriptions(of: self)
        guard let context else { return }
        if output.readableBytes > 0 {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(output)).whenComplete { _ in bound.value.close(promise: nil) }
            output.clear()
        } else {
            context.close(promise: nil)
        }
    }

    private func closeWhenAnswered() {
        guard inputEnded, !closing, inFlight.isEmpty, output.readableBytes == 0 else { return }
        if case .none = framer.next() { closeSoonAfterFlush() }
    }

    private func closeSoonAfterFlush() {
        closing = true
        cutOff = broker.now.boot + Int64(limits.incompleteLineSeconds) * 1_000
        guard let context else { return }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in bound.value.close(promise: nil) }
    }

    func cut() { context?.close(promise: nil) }

    /// Once a second: has it kept to its times?
    func checkTimes(at boot: Int64) {
        let patience = Int64(limits.incompleteLineSeconds) * 1_000
        if let cutOff, boot >= cutOff { return cut() }
        if let stalledSince, boot - stalledSince >= patience {
            broker.log(.notice, "a client does not read", self)
            return cut()
        }
        if let lineBegan, boot - lineBegan >= patience, !closing {
            refuseAndClose(
                Refusal(
                    .invalidRequest,
                    "a line was begun and not ended within \(limits.incompleteLineSeconds) seconds; the connection is closed"
                ))
        }
    }
}
