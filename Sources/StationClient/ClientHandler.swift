import NIOCore
import StationProtocol

/// Frames the broker's lines and matches replies with their calls. Confined to the connection's event loop.
final class ClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// Depth of what a broker sends; ours nests less than ten deep.
    private static let nestingDepth = 64

    private var input = ByteBuffer()
    private var pending: [Int64: EventLoopPromise<JSON>] = [:]
    private var lastID: Int64 = 0
    private var isClosed = false
    /// What the broker said to all of this connection before it closed it.
    private var farewell: ClientError?
    private let events: AsyncStream<ClientEvent>.Continuation
    private var writer = JSONWriter()

    init(events: AsyncStream<ClientEvent>.Continuation) { self.events = events }

    func send(_ method: String, _ params: JSON, on channel: any Channel) -> EventLoopFuture<JSON> {
        let promise = channel.eventLoop.makePromise(of: JSON.self)
        guard !isClosed else {
            promise.fail(farewell ?? ClientError.connectionClosed)
            return promise.futureResult
        }
        lastID += 1
        pending[lastID] = promise
        writer.removeAll()
        writer.value(["jsonrpc": "2.0", "id": .integer(lastID), "method": .string(method), "params": params])
        writer.endLine()
        channel.writeAndFlush(ByteBuffer(bytes: writer.bytes), promise: nil)
        return promise.futureResult
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var incoming = unwrapInboundIn(data)
        input.writeBuffer(&incoming)
        while let length = input.readableBytesView.firstIndex(of: 0x0A).map({ $0 - input.readerIndex }) {
            let line = input.readSlice(length: length)!
            input.moveReaderIndex(forwardBy: 1)
            take(line)
        }
        input.discardReadBytes()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosed = true
        for promise in pending.values { promise.fail(farewell ?? ClientError.connectionClosed) }
        pending.removeAll()
        events.finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func take(_ line: ByteBuffer) {
        guard
            let json = line.readableBytesView.withContiguousStorageIfAvailable({
                try? JSONReader.read($0, depthLimit: ClientHandler.nestingDepth)
            }), let message = json
        else { return }
        if message["method"] == "event", let params = message["params"] {
            if let event = ClientEvent(params) { events.yield(event) }
            return
        }
        if message["id"] == .null, let error = message["error"] {
            farewell = .refused(RefusedCall(error))
            return
        }
        guard let id = message["id"]?.integer, let promise = pending.removeValue(forKey: id) else { return }
        if let error = message["error"] {
            promise.fail(ClientError.refused(RefusedCall(error)))
        } else {
            promise.succeed(message["result"] ?? .null)
        }
    }
}
