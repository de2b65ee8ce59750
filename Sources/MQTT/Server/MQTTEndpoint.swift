// SPDX-License-Identifier: EUPL-1.2
import Connections
import Logging
public import NIOCore
import NIOHTTP1
import NIOPosix
public import ServiceLifecycle

/// Listens for MQTT clients, plainly and with TLS, and keeps the broker's time.
public struct MQTTEndpoint: Service {
    /// Where to listen; nil for not at all, port 0 for a free one.
    public struct Address: Sendable, Hashable {
        public var host: String
        public var port: Int?
        public var securePort: Int?
        /// PEM files, needed for `securePort`.
        public var certificate: String?
        public var key: String?

        public init(host: String, port: Int?, securePort: Int? = nil, certificate: String? = nil, key: String? = nil) {
            self.host = host
            self.port = port
            self.securePort = securePort
            self.certificate = certificate
            self.key = key
        }
    }

    private let broker: MQTTBroker
    private let listeners: [Listener]

    private typealias Clients = NIOAsyncChannel<MQTTClientChannel, Never>

    private struct Listener: Sendable {
        let clients: Clients
    }

    /// Opens the ports, so that a port in use is noticed here.
    /// - Throws: `IOError` when a port cannot be opened, else when a PEM file cannot be used.
    public init(_ address: Address, broker: MQTTBroker, group: any EventLoopGroup) async throws {
        self.broker = broker
        var listeners: [Listener] = []
        if let port = address.port {
            listeners.append(try await Self.listen(address.host, port, nil, broker, group))
        }
        if let port = address.securePort, let certificate = address.certificate, let key = address.key {
            let context = try SecureTransport(certificate: certificate, key: key)
            listeners.append(try await Self.listen(address.host, port, context, broker, group))
        }
        self.listeners = listeners
    }

    /// The ports that were opened, in the order plain, secure.
    public var ports: [Int] { listeners.map { $0.clients.channel.localAddress?.port ?? 0 } }

    private static func listen(
        _ host: String, _ port: Int, _ security: SecureTransport?, _ broker: MQTTBroker, _ group: any EventLoopGroup
    ) async throws -> Listener {
        let clients = try await ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 1024)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptPause("MQTT", logger: broker.logger))
                }
            }
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(ChannelOptions.socketOption(.so_keepalive), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try security?.add(to: channel)
                    return try MQTTClientChannel(channel, from: ClientAddress(channel.remoteAddress), broker: broker)
                }
            }
        return Listener(clients: clients)
    }

    /// Serves until the task is cancelled; then connections end and MQTT 5 clients are told why.
    public func run() async throws {
        await withTaskGroup { group in
            for listener in listeners {
                group.addTask { await serve(listener) }
            }
            group.addTask { await keepTime() }
            await cancelWhenGracefulShutdown { try? await Task.sleep(for: .seconds(100_000_000)) }
            broker.endAll()
            group.cancelAll()
        }
    }

    private func serve(_ listener: Listener) async {
        try? await listener.clients.executeThenClose { clients in
            await withDiscardingTaskGroup { group in
                do {
                    for try await client in clients {
                        group.addTask { await client.run() }
                    }
                } catch is CancellationError {
                    // the server stops
                } catch {
                    broker.logger.error("MQTT can take no more connections", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    private func keepTime() async {
        var second = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            second += 1
            await broker.sweep()
            let interval = broker.limits.saveInterval
            if interval > 0, second % interval == 0 { await broker.save() }
            if second % 10 == 0 { broker.publishStatistics() }
            if second % 60 == 0 { await broker.revalidate() }
        }
    }
}

/// A connection that speaks MQTT, set up and ready to run.
public struct MQTTClientChannel: Sendable {
    private let channel: NIOAsyncChannel<PacketFrame, Never>
    private let silence: NIOLoopBound<SilenceHandler>
    private let broker: MQTTBroker
    /// Nil when there is no room for the connection; it is being closed then.
    private let entry: ConnectionGate.Entry?

    /// Adds the handlers; on the channel's event loop.
    init(_ channel: any Channel, from address: ClientAddress?, broker: MQTTBroker) throws {
        entry = broker.gate.admit(address) { channel.close(promise: nil) }
        if let entry {
            channel.closeFuture.whenComplete { _ in broker.gate.release(entry) }
        } else {
            channel.eventLoop.execute { channel.close(promise: nil) }
        }
        let silence = SilenceHandler(allowed: .seconds(Int64(broker.limits.connectTimeout)))
        try channel.pipeline.syncOperations.addHandler(
            ByteToMessageHandler(PacketFramer(maximumSize: broker.limits.packetSize)))
        try channel.pipeline.syncOperations.addHandler(silence)
        self.silence = NIOLoopBound(silence, eventLoop: channel.eventLoop)
        self.channel = try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        self.broker = broker
    }

    public func run() async {
        guard let entry else {
            try? await channel.executeThenClose { _ in }
            return
        }
        let connection = Connection(channel: channel.channel, silence: silence, broker: broker, entry: entry)
        await withTaskCancellationHandler {
            try? await channel.executeThenClose { inbound in await connection.run(inbound) }
        } onCancel: {
            channel.channel.close(promise: nil)
        }
    }
}
