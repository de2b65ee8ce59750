// SPDX-License-Identifier: EUPL-1.2
import Connections
import NIOCore

/// Watches over the bytes of an HTTP connection: a head and a body have to come in time.
///
/// When the server stops, connections that have not said what they are and those that have become MQTT end.
final class RequestWatchHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let state: HTTPConnectionState
    private let times: HTTPTimes
    private var line = RequestLine()
    private var watch: Scheduled<Void>?
    /// HTTP was spoken: those who count its requests decide when the connection may end.
    var isHTTP = false

    init(_ state: HTTPConnectionState, times: HTTPTimes) {
        self.state = state
        self.times = times
    }

    func handlerAdded(context: ChannelHandlerContext) { look(again: state.headBegan + times.head, context) }

    func handlerRemoved(context: ChannelHandlerContext) { watch?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        watch?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state.phase {
        case .between(let isFirst):
            // a new connection has one time for waiting and head
            if !isFirst { state.headBegan = .now() }
            state.phase = .head
            if watch == nil { look(again: state.headBegan + times.head, context) }
        case .body:
            let now = NIODeadline.now()
            if let since = state.body.waitsSince { state.body.waited = state.body.waited + (now - since) }
            state.body.waitsSince = nil
            state.body.bytes += unwrapInboundIn(data).readableBytes
            state.entry.isSilent(since: now.uptimeNanoseconds)
        case .handedOver, .ending: return context.fireChannelRead(data)
        case .head, .work: break
        }
        let buffer = unwrapInboundIn(data)
        let before = state.parsedBodyBytes
        context.fireChannelRead(wrapInboundOut(line.prepare(buffer)))
        line.hasRead(
            buffer, bodyBytes: state.parsedBodyBytes - before, parserIsBetween: state.parserIsBetween)
        if case .body = state.phase, watch == nil { look(again: .now() + HTTPTimes.bodyGrace, context) }
    }

    func read(context: ChannelHandlerContext) {
        if case .body = state.phase, state.body.waitsSince == nil { state.body.waitsSince = .now() }
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent, !isHTTP {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    // MARK: Time

    /// One task at most for each connection; it looks at what the connection waits for when its time comes.
    private func look(again deadline: NIODeadline, _ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleTask(deadline: deadline) {
            let (handler, context) = bound.value
            handler.watch = nil
            handler.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        switch state.phase {
        case .between(isFirst: true), .head:
            let deadline = state.headBegan + times.head
            guard now >= deadline else { return look(again: deadline, context) }
            let timeout: HTTPTimeout = if case .head = state.phase { .head } else { .silence }
            context.fireUserInboundEventTriggered(timeout)
        case .body:
            let body = state.body
            let waited = body.waited + (body.waitsSince.map { now - $0 } ?? .zero)
            let earned = Double(body.bytes) / Double(max(times.bodyRate, 1))
            let allowed = min(
                times.body,
                times.bodyRate == 0
                    ? times.body : HTTPTimes.bodyGrace + .milliseconds(Int64(min(earned, 1_000_000) * 1000)))
            guard waited >= allowed else {
                let rest = body.waitsSince == nil ? HTTPTimes.bodyGrace : allowed - waited
                return look(again: now + rest, context)
            }
            context.fireUserInboundEventTriggered(HTTPTimeout.body)
        case .between, .work, .ending, .handedOver: break
        }
    }
}
