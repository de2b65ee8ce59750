// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
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
        let presence: ClientPresence
    }

    let responder: HTTPChannelHandler.Responder
    let webSocket: MQTTWebSocket
    /// Seconds after which a silent HTTP connection is closed.
    let idleTimeout: Int
    /// What a request that runs may take when the server stops.
    static let grace = TimeAmount.seconds(10)

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let idle = Duration.seconds(idleTimeout)
            let presence = ClientPresence()
            try channel.pipeline.syncOperations.addHandler(PresenceHandler(presence))
            try channel.pipeline.syncOperations.addHandler(
                StalledConnectionHandler(time: .seconds(Int64(idleTimeout)), grace: Self.grace))
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
            configuration.enableErrorHandling = true
            configuration.enableResponseHeaderValidation = false
            let outcome = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
                configuration: configuration)
            let pipeline = channel.pipeline.syncOperations
            let upgradeHandler = try pipeline.handler(type: NIOTypedHTTPServerUpgradeHandler<Outcome>.self)
            try webSocket.addFilter(to: pipeline, before: upgradeHandler)
            return Value(outcome: outcome, channel: channel, presence: presence)
        }
    }

    func handle(value: Value, logger: Logger) async {
        guard let outcome = try? await value.outcome.get() else { return }
        switch outcome {
        case .http(let channel):
            await ClientPresence.$current.withValue(value.presence) {
                await handleHTTP(asyncChannel: channel, logger: logger)
            }
        case .mqtt(let client): await client.run()
        }
    }
}

/// Ends a connection whose client does not take what is sent to it, and one that is still busy a while after the server
/// began to stop: a download that nobody reads or an upload in drops would keep the server from ending.
private final class StalledConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let time: TimeAmount
    private let grace: TimeAmount
    private var pending = 0
    private var lastProgress = NIODeadline.now()
    private var watch: Scheduled<Void>?
    private var end: Scheduled<Void>?

    init(time: TimeAmount, grace: TimeAmount) {
        self.time = time
        self.grace = grace
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let promise = promise ?? context.eventLoop.makePromise()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        promise.futureResult.whenComplete { _ in
            let (handler, _) = bound.value
            handler.pending -= 1
            handler.lastProgress = .now()
        }
        if pending == 0 {
            lastProgress = .now()
            schedule(bound)
        }
        pending += 1
        context.write(data, promise: promise)
    }

    private func schedule(_ bound: NIOLoopBound<(StalledConnectionHandler, ChannelHandlerContext)>) {
        guard watch == nil else { return }
        watch = bound.value.1.eventLoop.scheduleTask(deadline: lastProgress + time) {
            let (handler, context) = bound.value
            handler.watch = nil
            guard handler.pending > 0 else { return }
            if NIODeadline.now() >= handler.lastProgress + handler.time {
                context.close(promise: nil)
            } else {
                handler.schedule(bound)
            }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent, end == nil {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            end = context.eventLoop.scheduleTask(in: grace) { bound.value.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        watch?.cancel()
        end?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        watch?.cancel()
        end?.cancel()
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
