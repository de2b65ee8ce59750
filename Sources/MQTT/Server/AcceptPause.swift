// SPDX-License-Identifier: EUPL-1.2
import Logging
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Keeps a port open when the system has no room for one more connection: it asks again a second later.
final class AcceptPause: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = any Channel

    private static let passing: Set<CInt> = [ECONNABORTED, EMFILE, ENFILE, ENOBUFS, ENOMEM]

    private let logger: Logger
    private var isPausing = false
    private var wantsRead = false

    init(logger: Logger) { self.logger = logger }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let failure = error as? IOError, Self.passing.contains(failure.errnoCode) else {
            context.fireErrorCaught(error)
            return
        }
        guard !isPausing else { return }
        isPausing = true
        logger.warning("an MQTT connection cannot be taken now", metadata: ["error": "\(error)"])
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .seconds(1)) { bound.value.handler.goOn(bound.value.context) }
    }

    func read(context: ChannelHandlerContext) {
        if isPausing { wantsRead = true } else { context.read() }
    }

    private func goOn(_ context: ChannelHandlerContext) {
        isPausing = false
        guard wantsRead else { return }
        wantsRead = false
        context.read()
    }
}
