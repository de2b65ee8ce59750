// SPDX-License-Identifier: EUPL-1.2
public import Logging
public import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Keeps a port open when the system has no room for one more connection: it asks again a second later.
public final class AcceptPause: ChannelDuplexHandler {
    public typealias InboundIn = any Channel
    public typealias InboundOut = any Channel
    public typealias OutboundIn = any Channel

    private static let passing: Set<CInt> = [ECONNABORTED, EMFILE, ENFILE, ENOBUFS, ENOMEM]

    private let logger: Logger
    private var isPausing = false
    private var wantsRead = false

    /// Which port it is, for the log: "HTTP".
    private let name: String

    public init(_ name: String, logger: Logger) {
        self.name = name
        self.logger = logger
    }

    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let failure = error as? IOError, Self.passing.contains(failure.errnoCode) else {
            context.fireErrorCaught(error)
            return
        }
        guard !isPausing else { return }
        isPausing = true
        logger.warning("an \(name) connection cannot be taken now", metadata: ["error": "\(error)"])
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .seconds(1)) { bound.value.handler.goOn(bound.value.context) }
    }

    public func read(context: ChannelHandlerContext) {
        if isPausing { wantsRead = true } else { context.read() }
    }

    private func goOn(_ context: ChannelHandlerContext) {
        isPausing = false
        guard wantsRead else { return }
        wantsRead = false
        context.read()
    }
}
