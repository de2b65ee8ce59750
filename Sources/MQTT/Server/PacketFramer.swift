// SPDX-License-Identifier: EUPL-1.2
import NIOCore

/// The bytes of one packet: its first byte and what follows the remaining length.
struct PacketFrame: Sendable {
    let first: UInt8
    let body: [UInt8]
}

/// Cuts the stream of bytes into packets (MQTT 5.0 §2.1); one that is too large ends the connection before it is read.
struct PacketFramer: ByteToMessageDecoder {
    typealias InboundOut = PacketFrame

    let maximumSize: Int

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) else { return .needMoreData }
        var length = 0
        var size = 1
        while true {
            guard let digit = buffer.getInteger(at: buffer.readerIndex + size, as: UInt8.self) else {
                return .needMoreData
            }
            length |= Int(digit & 0x7F) << (7 * (size - 1))
            size += 1
            if digit & 0x80 == 0 {
                guard digit > 0 || size == 2 else { throw MQTTFault.malformed("the remaining length is padded") }
                break
            }
            guard size <= 4 else { throw MQTTFault.malformed("the remaining length has more than four bytes") }
        }
        guard size + length <= maximumSize else {
            throw MQTTFault(.packetTooLarge, "a packet of \(size + length) bytes; \(maximumSize) are allowed")
        }
        guard buffer.readableBytes >= size + length else { return .needMoreData }
        buffer.moveReaderIndex(forwardBy: size)
        let body = buffer.readBytes(length: length) ?? []
        context.fireChannelRead(wrapInboundOut(PacketFrame(first: first, body: body)))
        return .continue
    }

    mutating func decodeLast(
        context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
    ) throws -> DecodingState {
        try decode(context: context, buffer: &buffer)
    }
}

/// Ends a connection on which no whole packet has come in for too long.
final class SilenceHandler: ChannelInboundHandler {
    typealias InboundIn = PacketFrame
    typealias InboundOut = PacketFrame

    /// Fired through the pipeline when the time is over.
    struct Silence: Error {}

    private var allowed: TimeAmount?
    private var context: ChannelHandlerContext?
    private var lastRead = NIODeadline.now()
    private var task: Scheduled<Void>?

    init(allowed: TimeAmount) { self.allowed = allowed }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        schedule()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        task?.cancel()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        task?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastRead = .now()
        context.fireChannelRead(data)
    }

    /// Another time, or none; on the connection's event loop.
    func allow(_ time: TimeAmount?) {
        allowed = time
        lastRead = .now()
        schedule()
    }

    private func schedule() {
        task?.cancel()
        guard let allowed, let context else { return }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        task = context.eventLoop.scheduleTask(deadline: lastRead + allowed) { bound.value.look() }
    }

    private func look() {
        guard let allowed, let context else { return }
        if NIODeadline.now() >= lastRead + allowed {
            context.fireErrorCaught(Silence())
        } else {
            schedule()
        }
    }
}
