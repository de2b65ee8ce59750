// SPDX-License-Identifier: EUPL-1.2
import Access
import Logging
import MQTT
import NIOCore
import NIOPosix
import Rights
import SensorThings
import Storage
import Synchronization
import Wire

/// MQTT and the watching of states while this server leads: the broker, its ports, and the topics that feed it.
final class MessagingTerm: Sendable {
    let broker: MQTTBroker
    /// Addresses for the root document: `mqtt://host:1883`.
    let endpoints: [String]
    private let engine: any StorageEngine
    private let topics: SensorThingsTopics
    private let authority: PlatformAuthority
    private let endpoint: MQTTEndpoint
    private let watch: StateWatch
    private let stateChanges: AsyncStream<StateChange>
    private let stateArrivals: AsyncStream<StateChange>.Continuation
    private let logger: Logger
    private let rights: RightsCounter
    /// The counter of rights as it was when the connections were last looked at.
    private let rightsSeen = Mutex<Int64?>(nil)

    private static let mostStateChanges = 100_000

    /// Opens the ports; one that is taken is fatal only when somebody asked for it.
    init(_ surroundings: MessagingService.Surroundings, root: String) async throws {
        let (engine, settings) = (surroundings.engine, surroundings.settings)
        logger = surroundings.logger
        self.engine = engine
        rights = surroundings.control.rights
        topics = SensorThingsTopics(
            engine: engine, limits: surroundings.limits, root: root, now: surroundings.clock)
        let archive = MessageArchive(engine: engine, leadership: surroundings.leadership)
        authority = PlatformAuthority(
            control: surroundings.control, topics: topics, states: StateTopics(engine: engine), archive: archive,
            writesOpenly: surroundings.writesOpenly)
        watch = StateWatch(engine: engine, now: surroundings.townNow)
        // of changes that nobody has got round to telling the newest count
        let (stateChanges, arrivals) = AsyncStream.makeStream(
            of: StateChange.self, bufferingPolicy: .bufferingNewest(Self.mostStateChanges))
        (self.stateChanges, stateArrivals) = (stateChanges, arrivals)
        engine.observe { [logger] announcements in
            for case let change as StateChange in announcements {
                if case .dropped = arrivals.yield(change) {
                    logger.warning("a change of state is not told over MQTT: too many wait already")
                }
            }
        }
        broker = MQTTBroker(
            authority: authority, limits: settings.limits, version: surroundings.version, logger: logger,
            archive: archive, wallClock: { Double(surroundings.clock().microseconds) / 1_000_000 })
        var address = MQTTEndpoint.Address(
            host: surroundings.host, port: settings.port, securePort: settings.securePort,
            certificate: settings.certificate, key: settings.key)
        let group = MultiThreadedEventLoopGroup.singleton
        do {
            endpoint = try await MQTTEndpoint(address, broker: broker, group: group)
        } catch let error as IOError where !settings.isExplicit {
            logger.warning(
                "MQTT is not served: port \(settings.port ?? 0) is taken; choose another with --mqtt-port",
                metadata: ["error": "\(error)"])
            address.port = nil
            endpoint = try await MQTTEndpoint(address, broker: broker, group: group)
        } catch let error as IOError {
            throw MessagingFault("the MQTT port cannot be opened: \(error); choose another with --mqtt-port")
        } catch {
            throw MessagingFault("the certificate or key for mqtt-tls-port cannot be used: \(error)")
        }
        let host = Self.host(of: surroundings.base)
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
            // what is in a file was left when its server was killed
            if !surroundings.leadership.isShared { try await ChangeOutbox.close(on: engine) }
            try await ChangeOutbox.open(on: engine, as: surroundings.leadership.holder, now: surroundings.clock())
            // before anybody connects: it is for the sessions that were there
            try await ChangeOutbox.look(on: engine)
        } catch {
            logger.warning(
                "writes of commands and other servers will not be told to MQTT clients", metadata: ["error": "\(error)"]
            )
        }
    }

    /// `daten.example.de` of `https://daten.example.de:8443/town`.
    private static func host(of address: String) -> String {
        let rest = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
        let authority = rest.prefix { $0 != "/" }
        guard !authority.hasPrefix("[") else { return String(authority.prefix { $0 != "]" }) + "]" }
        return String(authority.prefix { $0 != ":" })
    }

    /// The address in links, once it is known.
    func setRoot(_ address: String) { topics.setRoot(address) }

    /// Telling at the end what was written before takes so long at most.
    private static let patience = Duration.seconds(5)

    /// Serves until the server stops or the task is cancelled.
    ///
    /// What was written before the stop is told first: sessions that are away find it when they come back.
    func run() async {
        await withTaskGroup(of: Bool.self) { telling in
            telling.addTask { [self] in
                await topics.run(after: { await self.guardRights() }) { [authority, broker] topic, payload, isPatient in
                    guard let source = authority.currentSource(of: topic) else { return }
                    await broker.deliver(payload, from: source, isPatient: isPatient)
                }
                return true
            }
            telling.addTask { [self] in
                for await change in stateChanges {
                    await guardRights()
                    await authority.states.deliver(change, through: broker)
                }
                return true
            }
            await serve()
            guard !Task.isCancelled else { return telling.cancelAll() }
            topics.finish()
            stateArrivals.finish()
            telling.addTask {
                try? await Task.sleep(for: Self.patience)
                return false
            }
            var untold = 2
            while untold > 0, await telling.next() == true { untold -= 1 }
            if untold > 0 { logger.warning("MQTT ends before all writes were told: there were too many") }
            telling.cancelAll()
        }
    }

    /// The endpoint, and what watches the database for it; these end with it, before telling does.
    private func serve() async {
        await withTaskGroup { group in
            group.addTask { await self.watchStates() }
            group.addTask { await self.watchOthers() }
            do {
                try await endpoint.run()
            } catch {
                logger.error("MQTT has ended", metadata: ["error": "\(error)"])
            }
            group.cancelAll()
        }
    }

    /// The server stops: all is saved. On PostgreSQL what others write from now on waits for the next leader.
    func finish() async {
        await broker.finish()
        if engine.dialect == .sqlite { try? await ChangeOutbox.close(on: engine) }
        engine.relay(through: ChangeOutbox(.sender))
    }

    /// Another server leads: nothing of what this one remembers counts any more.
    func abandon() {
        engine.relay(through: ChangeOutbox(.sender))
        broker.endAll(.useAnotherServer)
    }

    /// Ends the connections of those whose rights have gone, before anything more is told.
    private func guardRights() async {
        guard let number = try? await rights.current() else { return }
        let hasMoved = rightsSeen.withLock { last in
            defer { last = number }
            return last != number
        }
        if hasMoved { await broker.revalidate() }
    }

    /// Looks once a second for what commands and other servers have written to the database.
    private func watchOthers() async {
        var untold = 0
        while !Task.isCancelled {
            let now = topics.untold
            if now > untold {
                logger.warning(
                    "writes were stored and not told to MQTT subscribers: they come faster than they can be told",
                    metadata: ["entities": "\(now - untold)"])
            }
            untold = now
            await guardRights()
            do {
                try await ChangeOutbox.look(on: engine)
            } catch is CancellationError {
                return
            } catch {
                logger.warning("writes of others cannot be watched now", metadata: ["error": "\(error)"])
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
