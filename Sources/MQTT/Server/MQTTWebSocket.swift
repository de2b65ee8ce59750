// SPDX-License-Identifier: EUPL-1.2
public import Connections
public import NIOCore
public import NIOHTTP1
public import NIOWebSocket

/// MQTT over WebSocket (MQTT 5.0 §6): binary frames hold a part of a packet, one or several of them.
public struct MQTTWebSocket: Sendable {
    private let path: String
    private let packetSize: Int
    private let broker: @Sendable () -> MQTTBroker?

    /// Requests are upgraded while there is a broker; `packetSize` is the largest packet in bytes.
    public init(path: String, packetSize: Int, broker: @escaping @Sendable () -> MQTTBroker?) {
        self.path = path
        self.packetSize = packetSize
        self.broker = broker
    }

    /// Whether a request asks to go on as MQTT: the path, and the subprotocol `mqtt`.
    public func isWished(by head: HTTPRequestHead) -> Bool { Self.isOurs(head, path) }

    /// The upgrade of an HTTP connection, for requests to the path with the subprotocol `mqtt`.
    ///
    /// `address` says whose connection it is, for the limit of each address.
    public func upgrader<Result: Sendable>(
        address: @escaping @Sendable (any Channel, HTTPRequestHead) -> ClientAddress?,
        _ result: @escaping @Sendable (MQTTClientChannel) -> Result
    ) -> NIOTypedWebSocketServerUpgrader<Result> {
        let (path, broker) = (path, broker)
        return NIOTypedWebSocketServerUpgrader(
            maxFrameSize: packetSize + 16,
            shouldUpgrade: { channel, head in
                let isOurs = Self.isOurs(head, path) && broker() != nil
                let answer: HTTPHeaders? = isOurs ? ["Sec-WebSocket-Protocol": "mqtt"] : nil
                return channel.eventLoop.makeSucceededFuture(answer)
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    guard let broker = broker() else { throw ChannelError.eof }
                    try channel.pipeline.syncOperations.addHandler(WebSocketBytes())
                    return result(try MQTTClientChannel(channel, from: address(channel, head), broker: broker))
                }
            })
    }
}

extension MQTTWebSocket {
    fileprivate static func isOurs(_ head: HTTPRequestHead, _ path: String) -> Bool {
        head.uri.prefix { $0 != "?" } == path
            && head.headers[canonicalForm: "sec-websocket-protocol"].contains("mqtt")
    }

    /// Passes over the wish of a connection's first request to go on as something else, unless it is MQTT.
    ///
    /// A server may ignore `Upgrade` (RFC 9110 §7.8); NIO's upgrade would end the connection without an answer.
    public func addFilter(
        to pipeline: ChannelPipeline.SynchronousOperations, before upgradeHandler: any ChannelHandler
    ) throws {
        try pipeline.addHandler(UpgradeFilter(path: path, broker: broker), position: .before(upgradeHandler))
    }
}

private final class UpgradeFilter: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let path: String
    private let broker: @Sendable () -> MQTTBroker?
    private var isFirst = true

    init(path: String, broker: @escaping @Sendable () -> MQTTBroker?) {
        self.path = path
        self.broker = broker
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isFirst else { return context.fireChannelRead(data) }
        isFirst = false
        guard case .head(var head) = unwrapInboundIn(data), !MQTTWebSocket.isOurs(head, path) || broker() == nil else {
            return context.fireChannelRead(data)
        }
        if head.headers.contains(name: "upgrade") {
            head.headers.remove(name: "upgrade")
            // NIO reads no further request behind one that wished for it
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}

/// Bytes of MQTT out of and into WebSocket frames; answers pings, closes on text frames and on what RFC 6455 forbids.
private final class WebSocketBytes: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = WebSocketFrame

    private var hasSaidClose = false
    /// A message has begun whose last frame has not come.
    private var isWithinMessage = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        let isData = frame.opcode == .binary || frame.opcode == .continuation
        guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3,
            !isData || (frame.opcode == .continuation) == isWithinMessage
        else {
            return sayClose(context, .protocolError)
        }
        switch frame.opcode {
        case .binary, .continuation:
            isWithinMessage = !frame.fin
            context.fireChannelRead(wrapInboundOut(frame.unmaskedData))
        case .ping:
            let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
            context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
        case .pong: break
        case .connectionClose: sayClose(context, .normalClosure)
        default: sayClose(context, .unacceptableData)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let frame = WebSocketFrame(fin: true, opcode: .binary, data: unwrapOutboundIn(data))
        context.write(wrapOutboundOut(frame), promise: promise)
    }

    private func sayClose(_ context: ChannelHandlerContext, _ code: WebSocketErrorCode) {
        if !hasSaidClose {
            hasSaidClose = true
            var data = context.channel.allocator.buffer(capacity: 2)
            data.write(webSocketErrorCode: code)
            context.writeAndFlush(
                wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: data)), promise: nil)
        }
        context.close(promise: nil)
    }
}
