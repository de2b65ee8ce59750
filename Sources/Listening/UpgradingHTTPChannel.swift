// SPDX-License-Identifier: EUPL-1.2
package import Connections
import HTTPSupport
import HTTPTypes
package import HummingbirdCore
package import Logging
package import MQTT
package import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// HTTP/1.1 on whose connections MQTT can go on as WebSocket.
package struct UpgradingHTTPChannel: ServerChildChannel, HTTPChannelHandler {
    /// What a connection has become.
    enum Outcome: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        case mqtt(MQTTClientChannel)
    }

    package struct Value: ServerChildChannelValue {
        let outcome: EventLoopFuture<Outcome>
        package let channel: any Channel
        let presence: ClientPresence
    }

    package let responder: HTTPChannelHandler.Responder
    let webSocket: MQTTWebSocket
    let times: HTTPTimes
    let gate: ConnectionGate
    let requests: RequestGate?
    let trustsProxy: Bool
    /// With `--open`: the public address when one is set; nil when nobody writes without a key.
    let open: OpenServer?
    /// What a request that runs may take when the server stops.
    static let grace = TimeAmount.seconds(10)

    /// `requests`: behind a trusted proxy, those at once of each address that it forwards for.
    package init(
        responder: @escaping HTTPChannelHandler.Responder, webSocket: MQTTWebSocket, times: HTTPTimes,
        gate: ConnectionGate, requests: RequestGate?, trustsProxy: Bool, open: OpenServer?
    ) {
        self.responder = { request, writer, channel in
            var request = request
            if request.headers[.expect] != nil {
                request.body = RequestBody(asyncSequence: ContinuedBody(body: request.body, channel: channel))
            }
            try await responder(request, writer, channel)
        }
        self.webSocket = webSocket
        self.gate = gate
        self.times = times
        self.requests = requests
        self.trustsProxy = trustsProxy
        self.open = open
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let entry = gate.admit(ClientAddress(channel.remoteAddress)) { channel.close(promise: nil) }
        let presence = ClientPresence()
        guard let entry else {
            channel.eventLoop.execute { channel.close(promise: nil) }
            return channel.eventLoop.makeSucceededFuture(
                Value(
                    outcome: channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel), channel: channel,
                    presence: presence))
        }
        channel.closeFuture.whenComplete { _ in gate.release(entry) }
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let state = HTTPConnectionState(entry: entry)
            try pipeline.addHandler(PresenceHandler(presence))
            try pipeline.addHandler(StalledConnectionHandler(time: times.idle, grace: Self.grace))
            let watch = RequestWatchHandler(state, times: times)
            try pipeline.addHandler(watch)
            let encoder = HTTPResponseEncoder()
            let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
            let open = open
            let webSocket = webSocket
            let rules = HTTPRulesHandler(state, gate: requests) { head in
                guard let open, webSocket.isWished(by: head), !open.permits(head) else { return nil }
                return .foreignPage
            }
            try pipeline.addHandler(encoder)
            try pipeline.addHandler(decoder)
            try pipeline.addHandler(rules)
            try webSocket.addFilter(to: pipeline, before: rules)
            let bound = NIOLoopBound((watch, state), eventLoop: channel.eventLoop)
            let upgrade = NIOTypedHTTPServerUpgradeHandler<Outcome>(
                httpEncoder: encoder, extraHTTPHandlers: [decoder, rules],
                upgradeConfiguration: upgradeConfiguration(bound, logger))
            try pipeline.addHandler(upgrade)
            return Value(outcome: upgrade.upgradeResultFuture, channel: channel, presence: presence)
        }
    }

    private func upgradeConfiguration(
        _ bound: NIOLoopBound<(RequestWatchHandler, HTTPConnectionState)>, _ logger: Logger
    ) -> NIOTypedHTTPServerUpgradeConfiguration<Outcome> {
        let (gate, trustsProxy) = (gate, trustsProxy)
        let idle = Duration.nanoseconds(times.idle.nanoseconds)
        let upgrader = webSocket.upgrader { channel, head in
            // from here on the connection counts among those of MQTT
            let (_, state) = bound.value
            state.phase = .handedOver
            gate.release(state.entry)
            guard trustsProxy, let forwarded = head.headers.first(name: "x-forwarded-for")?.split(separator: ",").last
            else { return ClientAddress(channel.remoteAddress) }
            return ClientAddress(text: forwarded)
        } _: { client in
            Outcome.mqtt(client)
        }
        return NIOTypedHTTPServerUpgradeConfiguration<Outcome>(upgraders: [upgrader]) { channel in
            channel.eventLoop.makeCompletedFuture {
                bound.value.0.isHTTP = true
                let pipeline = channel.pipeline.syncOperations
                try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
                try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: idle, logger: logger))
                return .http(
                    try NIOAsyncChannel(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)))
            }
        }
    }

    package func handle(value: Value, logger: Logger) async {
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

/// A server where anybody on this machine may write: which pages may connect as WebSocket.
package struct OpenServer: Sendable {
    let baseURL: String?

    package init(baseURL: String?) { self.baseURL = baseURL }

    /// Whether it is a loopback name (DNS rebinding), with or without a port.
    package static func isLoopback(_ authority: some StringProtocol) -> Bool {
        let isBracketed = authority.hasPrefix("[")
        let name = isBracketed ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return ["127.0.0.1", "localhost", "[::1]"].contains(String(name))
    }

    /// No page, or one of ours: browsers send `Origin` with each WebSocket (RFC 6455 §4.1).
    func permits(_ head: HTTPRequestHead) -> Bool {
        guard let host = head.headers.first(name: "host"), Self.isLoopback(host) else { return false }
        guard let origin = head.headers.first(name: "origin") else { return true }
        return origin == baseURL || origin == "http://\(host)"
    }
}
