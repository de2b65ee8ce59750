// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import HummingbirdCore
import Logging
import MQTT
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// HTTP/1.1 on whose connections MQTT can go on as WebSocket.
struct UpgradingHTTPChannel: ServerChildChannel, HTTPChannelHandler {
    /// What a connection has become.
    enum Outcome: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        case mqtt(MQTTClientChannel)
    }

    struct Value: ServerChildChannelValue {
        let outcome: EventLoopFuture<Outcome>
        let channel: any Channel
    }

    let responder: HTTPChannelHandler.Responder
    let webSocket: MQTTWebSocket
    /// Seconds after which a silent HTTP connection is closed.
    let idleTimeout: Int

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let idle = Duration.seconds(idleTimeout)
            let waiting = WaitingConnectionHandler(time: .seconds(Int64(idleTimeout)))
            try channel.pipeline.syncOperations.addHandler(waiting)
            let bound = NIOLoopBound(waiting, eventLoop: channel.eventLoop)
            let upgrade = NIOTypedHTTPServerUpgradeConfiguration<Outcome>(
                upgraders: [
                    webSocket.upgrader { client in
                        bound.value.hasSpoken(closesWithServer: true)
                        return Outcome.mqtt(client)
                    }
                ],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeCompletedFuture {
                        bound.value.hasSpoken(closesWithServer: false)
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
                        try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: idle, logger: logger))
                        return .http(
                            try NIOAsyncChannel(
                                wrappingChannelSynchronously: channel,
                                configuration: .init(isOutboundHalfClosureEnabled: true)))
                    }
                })
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration(upgradeConfiguration: upgrade)
            configuration.enablePipelining = false
            configuration.enableErrorHandling = false
            configuration.enableResponseHeaderValidation = false
            let outcome = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
                configuration: configuration)
            let pipeline = channel.pipeline.syncOperations
            let upgradeHandler = try pipeline.handler(type: NIOTypedHTTPServerUpgradeHandler<Outcome>.self)
            try webSocket.addFilter(to: pipeline, before: upgradeHandler)
            return Value(outcome: outcome, channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        guard let outcome = try? await value.outcome.get() else { return }
        switch outcome {
        case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
        case .mqtt(let client): await client.run()
        }
    }
}

/// Ends a connection that says nothing, after a while or when the server stops; browsers open some in advance.
private final class WaitingConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let time: TimeAmount
    private var task: Scheduled<Void>?
    private var closesWithServer = true

    init(time: TimeAmount) { self.time = time }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        task = context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { task?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        task?.cancel()
        context.fireChannelInactive()
    }

    /// It is known what the connection is; from here on others watch over it.
    func hasSpoken(closesWithServer: Bool) {
        task?.cancel()
        self.closesWithServer = closesWithServer
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent, closesWithServer {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
