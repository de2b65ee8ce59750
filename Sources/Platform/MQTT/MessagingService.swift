// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import Hummingbird
import Logging
import MQTT
import NIOCore
import NIOPosix
import Rights
import SensorThings
import ServiceLifecycle
import Storage
import Synchronization
import Wire

/// MQTT beside HTTP in one process: the broker, its ports, and the SensorThings topics that feed it.
struct MessagingService: Service {
    let broker: MQTTBroker
    /// Addresses for the root document: `mqtt://host:1883`.
    let endpoints: [String]
    private let engine: any StorageEngine
    private let topics: SensorThingsTopics
    private let authority: PlatformAuthority
    private let endpoint: MQTTEndpoint
    private let watch: StateWatch
    private let stateChanges: AsyncStream<StateChange>
    private let logger: Logger
    private let rights: RightsWatch

    /// The counter as it was when the connections were last looked at.
    private final class RightsWatch: Sendable {
        let counter: RightsCounter
        let last = Mutex<Int64?>(nil)

        init(_ counter: RightsCounter) { self.counter = counter }
    }

    /// The HTTP port is a free one, known when it is open.
    private let hasOwnAddress: Bool

    /// Opens the ports; `townNow` is the time that states are judged by. One that is taken is fatal only when somebody asked for it.
    init(
        engine: any StorageEngine, control: AccessControl, configuration: Configuration, logger: Logger,
        clock: @escaping @Sendable () -> Instant, townNow: @escaping @Sendable () -> Instant
    ) async throws {
        self.logger = logger
        self.engine = engine
        rights = RightsWatch(control.rights)
        let base = configuration.baseURL ?? "http://\(configuration.host):\(configuration.port)"
        hasOwnAddress = configuration.baseURL == nil && configuration.port == 0
        topics = SensorThingsTopics(
            engine: engine, limits: configuration.limits, root: base + "/" + SensorThingsRoutes.version, now: clock)
        authority = PlatformAuthority(
            control: control, topics: topics, states: StateTopics(engine: engine),
            writesOpenly: configuration.writesOpenly)
        watch = StateWatch(engine: engine, now: townNow)
        let (stateChanges, arrivals) = AsyncStream.makeStream(of: StateChange.self)
        self.stateChanges = stateChanges
        engine.observe { announcements in
            for case let change as StateChange in announcements { arrivals.yield(change) }
        }
        broker = MQTTBroker(
            authority: authority, limits: configuration.mqtt.limits, version: PlatformVersion.text, logger: logger,
            archive: MessageArchive(engine: engine),
            wallClock: { Double(TownServer.systemClock().microseconds) / 1_000_000 })
        var address = MQTTEndpoint.Address(
            host: configuration.host, port: configuration.mqtt.port, securePort: configuration.mqtt.securePort,
            certificate: configuration.mqtt.certificate, key: configuration.mqtt.key)
        let group = MultiThreadedEventLoopGroup.singleton
        do {
            endpoint = try await MQTTEndpoint(address, broker: broker, group: group)
        } catch let error as IOError where !configuration.mqtt.isExplicit {
            logger.warning(
                "MQTT is not served: port \(configuration.mqtt.port ?? 0) is taken; choose another with --mqtt-port",
                metadata: ["error": "\(error)"])
            address.port = nil
            endpoint = try await MQTTEndpoint(address, broker: broker, group: group)
        } catch let error as IOError {
            throw ConfigurationError("the MQTT port cannot be opened: \(error); choose another with --mqtt-port")
        } catch {
            throw ConfigurationError("the certificate or key for mqtt-tls-port cannot be used: \(error)")
        }
        let host = Self.host(of: base)
        var ports = endpoint.ports
        var endpoints: [String] = []
        if address.port != nil { endpoints.append("mqtt://\(host):\(ports.removeFirst())") }
        if let port = ports.first { endpoints.append("mqtts://\(host):\(port)") }
        self.endpoints = endpoints
        do {
            try await broker.restore()
        } catch {
            logger.warning("MQTT sessions are not restored", metadata: ["error": "\(error)"])
        }
        do {
            try await ChangeOutbox.open(on: engine, now: clock())
        } catch {
            logger.warning("writes of commands will not be told to MQTT clients", metadata: ["error": "\(error)"])
        }
    }

    /// `daten.example.de` of `https://daten.example.de:8443/town`.
    private static func host(of address: String) -> String {
        let rest = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
        let authority = rest.prefix { $0 != "/" }
        guard !authority.hasPrefix("[") else { return String(authority.prefix { $0 != "]" }) + "]" }
        return String(authority.prefix { $0 != ":" })
    }

    /// HTTP is served at this address.
    func httpIsServed(host: String, port: Int) {
        if hasOwnAddress { topics.setRoot("http://\(host):\(port)/" + SensorThingsRoutes.version) }
    }

    /// The upgrade of HTTP connections at `/mqtt`.
    var webSocket: MQTTWebSocket { MQTTWebSocket(path: "/mqtt", broker: broker) }

    func run() async throws {
        try await withThrowingTaskGroup { group in
            group.addTask {
                await topics.run(after: { await guardRights() }) { topic, payload, isPatient in
                    guard let source = authority.currentSource(of: topic) else { return }
                    await broker.deliver(payload, from: source, isPatient: isPatient)
                }
            }
            group.addTask {
                for await change in stateChanges {
                    await guardRights()
                    await authority.states.deliver(change, through: broker)
                }
            }
            group.addTask { await watchStates() }
            group.addTask { await watchCommands() }
            // the endpoint ends with the server, and the others with it
            try await endpoint.run()
            group.cancelAll()
        }
        await broker.finish()
        try? await ChangeOutbox.close(on: engine)
    }

    /// Ends the connections of those whose rights have gone, before anything more is told.
    private func guardRights() async {
        guard let number = try? await rights.counter.current() else { return }
        let hasMoved = rights.last.withLock { last in
            defer { last = number }
            return last != number
        }
        if hasMoved { await broker.revalidate() }
    }

    /// Looks once a second for what commands have written to the database.
    private func watchCommands() async {
        while !Task.isCancelled {
            await guardRights()
            do {
                try await ChangeOutbox.look(on: engine)
            } catch is CancellationError {
                return
            } catch {
                logger.warning("writes of commands cannot be watched now", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Looks once a second at what has become late or come back.
    private func watchStates() async {
        var isStarted = false
        while !Task.isCancelled {
            do {
                if isStarted {
                    try await watch.tick()
                } else {
                    try await watch.start()
                    isStarted = true
                }
            } catch is CancellationError {
                return
            } catch {
                logger.warning("states of sensors cannot be watched now", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
