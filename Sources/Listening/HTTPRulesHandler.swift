// SPDX-License-Identifier: EUPL-1.2
import Connections
import DequeModule
import NIOCore
import NIOHTTP1

/// Sent down the pipeline when the body of the request in work begins to be read.
struct BodyIsWanted: Sendable {}

/// The rules of HTTP/1.1 about connections (RFC 9112): one Host, "100 Continue" when the body is wanted, no chunks for
/// HTTP/1.0, an end where one was wished for or where the framing is lost.
final class HTTPRulesHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// One request whose answer is not complete.
    private struct Exchange {
        var isOld = false
        /// The connection ends after the answer.
        var closes = false
        /// The client waits for "100 Continue".
        var waits = false
        /// Answered here, and not by a room.
        var refusal: HTTPRefusal?
        /// What is wished for as an answer.
        var accept = ""
        /// Counted in the gate of requests.
        var address: ClientAddress?
    }

    private let state: HTTPConnectionState
    /// Behind a trusted proxy: requests at once of each address that it forwards for.
    private let gate: RequestGate?
    /// What a request may not do before it reaches a room; nil lets it pass.
    private let objection: @Sendable (HTTPRequestHead) -> HTTPRefusal?
    private var exchanges: Deque<Exchange> = []
    /// After a refusal nothing of what comes is read.
    private var isDeaf = false
    private var isEnding = false
    private var hasHead = false
    /// Bytes of a body that came after its answer.
    private var dropped = 0
    private static let mostDropped = 64 << 20

    init(
        _ state: HTTPConnectionState, gate: RequestGate?,
        objection: @escaping @Sendable (HTTPRequestHead) -> HTTPRefusal?
    ) {
        self.state = state
        self.gate = gate
        self.objection = objection
    }

    func handlerRemoved(context: ChannelHandlerContext) { forgetAll() }

    func channelInactive(context: ChannelHandlerContext) {
        forgetAll()
        context.fireChannelInactive()
    }

    private func forgetAll() {
        while let exchange = exchanges.popFirst() { forget(exchange) }
    }

    private func forget(_ exchange: Exchange) {
        if let address = exchange.address { gate?.end(address) }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDeaf, !isEnding else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): take(head, context)
        case .body(let bytes):
            state.parsedBodyBytes += bytes.readableBytes
            if exchanges.isEmpty {
                // the answer is given, and the rest of the body is only taken for the sake of the next request
                dropped += bytes.readableBytes
                if dropped > Self.mostDropped { return context.close(promise: nil) }
            }
            if !exchanges.isEmpty, exchanges[exchanges.count - 1].waits {
                exchanges[exchanges.count - 1].waits = false
                state.phase = .body
            }
            context.fireChannelRead(data)
        case .end:
            state.parserIsBetween = true
            state.phase = exchanges.isEmpty ? .between(isFirst: false) : .work
            context.fireChannelRead(data)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // the rest is taken and dropped, lest the client's system throws the answer away (RFC 9112 §9.6)
        if isEnding { context.read() }
    }

    private func take(_ original: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var head = original
        state.parserIsBetween = false
        state.body = .init()
        dropped = 0
        var exchange = Exchange(isOld: head.version.minor == 0)
        exchange.closes = exchange.isOld || !head.isKeepAlive
        var hosts = 0
        var forwarded: String?
        var (hasBody, isCoded) = (false, false)
        for (name, value) in head.headers {
            switch name.utf8.count {
            case 4 where name.lowercased() == "host":
                hosts += 1
                if !Self.isHost(value[...]) { hosts = 2 }
            case 6 where name.lowercased() == "expect":
                if value.lowercased() == "100-continue" {
                    exchange.waits = !exchange.isOld
                } else if !exchange.isOld {
                    exchange.refusal = .expectation
                }
            case 14 where name.lowercased() == "content-length": hasBody = hasBody || value != "0"
            case 16 where name.lowercased() == "content-encoding":
                isCoded = isCoded || !Self.consists(value, of: "identity")
            case 17 where name.lowercased() == "transfer-encoding":
                hasBody = true
                if !Self.consists(value, of: "chunked") { exchange.refusal = .transferCoding }
            case 6 where name.lowercased() == "accept": exchange.accept = value
            case 15 where gate != nil && name.lowercased() == "x-forwarded-for": forwarded = value
            default: break
            }
        }
        if hosts > 1 || hosts == 0 && !exchange.isOld { exchange.refusal = .host }
        if exchange.refusal == nil, isCoded, hasBody { exchange.refusal = .contentCoding }
        if exchange.refusal == nil, !Self.takeAuthority(&head) { exchange.refusal = .target }
        if exchange.refusal == nil { exchange.refusal = objection(head) }
        if exchange.refusal == nil, let gate, let text = forwarded?.split(separator: ",").last,
            let address = ClientAddress(text: text)
        {
            if gate.begin(address) { exchange.address = address } else { exchange.refusal = .tooManyRequests }
        }
        guard exchange.refusal == nil else { return refuse(exchange, context) }
        if exchange.closes { head.headers.replaceOrAdd(name: "connection", value: "close") }
        exchanges.append(exchange)
        state.phase = exchange.waits ? .work : .body
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// One name or address and perhaps a port (RFC 9110 §7.2); all that is served here has a name.
    private static func isHost(_ value: Substring) -> Bool {
        let bytes = value.utf8
        let isPlain = bytes.allSatisfy { byte in
            switch byte {
            case ...0x20, 0x7F..., UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: ","), UInt8(ascii: "/"),
                UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "?"), UInt8(ascii: "@"), UInt8(ascii: "\\"):
                false
            default: true
            }
        }
        guard isPlain, let first = bytes.first, first != UInt8(ascii: ":") else { return false }
        // the colons of an IPv6 address stand in brackets
        let end = bytes.lastIndex(of: UInt8(ascii: "]")) ?? bytes.startIndex
        guard let colon = bytes[end...].firstIndex(of: UInt8(ascii: ":")) else { return true }
        let port = bytes[bytes.index(after: colon)...]
        return port.isEmpty || port.allSatisfy { (0x30...0x39).contains($0) } && UInt16(Substring(port)) != nil
    }

    /// Whether a list of codings names this one only, each once or more.
    private static func consists(_ list: String, of coding: String) -> Bool {
        list.split(separator: ",").allSatisfy { part in
            let bytes = part.utf8.filter { $0 != 0x20 && $0 != 0x09 }
            return bytes.isEmpty || String(decoding: bytes, as: UTF8.self).lowercased() == coding
        }
    }

    /// Of a target with a scheme (RFC 9112 §3.2.2) the authority stands for Host; false for what is no target here.
    private static func takeAuthority(_ head: inout HTTPRequestHead) -> Bool {
        if head.uri.utf8.first == UInt8(ascii: "/") || head.uri == "*" || head.method == .CONNECT { return true }
        guard let mark = head.uri.firstRange(of: "://") else { return false }
        let scheme = head.uri[..<mark.lowerBound].lowercased()
        let rest = head.uri[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard scheme == "http" || scheme == "https", isHost(authority) else { return false }
        head.headers.replaceOrAdd(name: "host", value: String(authority))
        return true
    }

    /// Answers when those before have their answers.
    private func refuse(_ exchange: Exchange, _ context: ChannelHandlerContext) {
        isDeaf = true
        state.phase = .work
        exchanges.append(exchange)
        if exchanges.count == 1 { answerRefused(context) }
    }

    private func answerRefused(_ context: ChannelHandlerContext) {
        guard let exchange = exchanges.first, let refusal = exchange.refusal else { return }
        let answer = refusal.parts(wantsPage: exchange.accept.contains("text/html"))
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil)
        let done = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: done)
        end(context, after: done.futureResult)
    }

    // MARK: Faults and time

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, !isEnding else { return context.fireErrorCaught(error) }
        isDeaf = true
        if exchanges.isEmpty {
            // between two requests; whoever reads the connection learns of the end
            exchanges.append(Exchange(closes: true, refusal: .malformed))
            answerRefused(context)
        } else if exchanges[exchanges.count - 1].refusal == nil {
            // within a body: the room that reads it learns of the fault and answers
            exchanges[exchanges.count - 1].closes = true
        }
        context.fireErrorCaught(error)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let timeout = event as? HTTPTimeout else { return context.fireUserInboundEventTriggered(event) }
        guard !isEnding, !isDeaf else { return }
        switch timeout {
        case .silence: context.close(promise: nil)
        case .head:
            isDeaf = true
            exchanges.append(Exchange(closes: true, refusal: .timeout))
            if exchanges.count == 1 { answerRefused(context) }
        case .body:
            isDeaf = true
            if exchanges.count == 1, !hasHead {
                exchanges[0].refusal = .timeout
                answerRefused(context)
            } else {
                context.close(promise: nil)
            }
            // whoever reads the body must not take it for a whole one
            context.fireErrorCaught(HTTPParserError.invalidEOFState)
        }
    }

    // MARK: Answers

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is BodyIsWanted else { return context.triggerUserOutboundEvent(event, promise: promise) }
        promise?.succeed()
        guard !isEnding, !isDeaf, exchanges.count == 1, exchanges[0].waits else { return }
        exchanges[0].waits = false
        state.phase = .body
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isEnding else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            hasHead = true
            guard !exchanges.isEmpty else { return context.write(data, promise: promise) }
            // who was not told to send the body may send it or not: the next request cannot be found
            if exchanges[0].waits { exchanges[0].closes = true }
            if exchanges[0].isOld {
                head.version = .http1_0
                head.headers.remove(name: "transfer-encoding")
            }
            if exchanges[0].closes { head.headers.replaceOrAdd(name: "Connection", value: "close") }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            hasHead = false
            guard let exchange = exchanges.first else { return context.write(data, promise: promise) }
            guard exchange.closes else {
                context.write(data, promise: promise)
                exchanges.removeFirst()
                forget(exchange)
                if exchanges.isEmpty {
                    if state.parserIsBetween { state.phase = .between(isFirst: false) }
                } else if exchanges[0].refusal != nil {
                    answerRefused(context)
                }
                return
            }
            let done = context.eventLoop.makePromise(of: Void.self)
            done.futureResult.cascade(to: promise)
            context.writeAndFlush(data, promise: done)
            end(context, after: done.futureResult)
        }
    }

    /// Says that nothing more comes, and gives the client a moment to end the connection.
    private func end(_ context: ChannelHandlerContext, after written: EventLoopFuture<Void>) {
        isEnding = true
        isDeaf = true
        state.phase = .ending
        forgetAll()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        written.whenComplete { _ in
            let context = bound.value
            context.close(mode: .output, promise: nil)
            context.read()
            context.eventLoop.scheduleTask(in: HTTPTimes.linger) { bound.value.close(promise: nil) }
        }
    }
}
