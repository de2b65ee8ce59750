// SPDX-License-Identifier: EUPL-1.2
import NIOCore
import NIOHTTP1
public import NIOWebSocket

/// MQTT over WebSocket (MQTT 5.0 §6): binary frames hold a part of a packet, one or several of them.
public struct MQTTWebSocket: Sendable {
    private let path: String
    private let broker: MQTTBroker

    public init(path: String, broker: MQTTBroker) {
        self.path = path
        self.broker = broker
    }

    /// The upgrade of an HTTP connection, for requests to the path with the subprotocol `mqtt`.
    public func upgrader<Result: Sendable>(
        _ result: @escaping @Sendable (MQTTClientChannel) -> Result
    ) -> NIOTypedWebSocketServerUpgrader<Result> {
        let (path, broker) = (path, broker)
        return NIOTypedWebSocketServerUpgrader(
            maxFrameSize: broker.limits.packetSize + 16,
            shouldUpgrade: { channel, head in
                let isOurs = head.uri.prefix { $0 != "?" } == path
                let offered = head.headers[canonicalForm: "sec-websocket-protocol"]
                let answer: HTTPHeaders? =
                    isOurs && offered.contains("mqtt") ? ["Sec-WebSocket-Protocol": "mqtt"] : nil
                return channel.eventLoop.makeSucceededFuture(answer)
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(WebSocketBytes())
                    return result(try MQTTClientChannel(channel, broker: broker))
                }
            })
    }
}

/// Bytes of MQTT out of and into WebSocket frames; answers pings, closes on text frames.
private final class WebSocketBytes: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = WebSocketFrame

    private var hasSaidClose = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .binary, .continuation: context.fireChannelRead(wrapInboundOut(frame.unmaskedData))
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
