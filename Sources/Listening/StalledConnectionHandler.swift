// SPDX-License-Identifier: EUPL-1.2
import NIOCore

/// Ends a connection whose client does not take what is sent to it, and one that is still busy a while after the server
/// began to stop: a download that nobody reads or an upload in drops would keep the server from ending.
final class StalledConnectionHandler: ChannelDuplexHandler {
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
