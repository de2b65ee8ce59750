// SPDX-License-Identifier: EUPL-1.2
public import Access
import AccessPages
import Catalogue
import Connections
public import HTTPSupport
import GISFiles
import Harvest
public import Hummingbird
import HummingbirdCore
import IngestPages
import Knowledge
import Listening
public import Logging
public import Messaging
import NIOCore
import Outbound
import QualityWatchPages
public import Reporting
import RoomKit
import SensorThingsPages
import ServiceLifecycle
import Site
public import Storage
import StorageSQLite
public import Wire
import Packing

/// The composition root: one engine, all rooms, one HTTP server.
public struct TownServer: Sendable {
    public let engine: any StorageEngine
    public let configuration: Configuration
    public let control: AccessControl
    public let logger: Logger
    /// Whether this server does what is to be done once, and serves MQTT.
    public let leadership: Leadership
    /// The time of the world; "now" of the town may be an earlier, labelled one (`Setting.asOf`).
    let clock: @Sendable () -> Instant
    let log: RecentLog
    let slow: SlowStatements?

    /// `log` is what the logger writes to too, `slow` what the engine tells of slow statements.
    public init(
        engine: any StorageEngine, configuration: Configuration, logger: Logger,
        clock: @escaping @Sendable () -> Instant = TownServer.systemClock,
        holder: Int64 = .random(in: 1 ... .max), log: RecentLog = RecentLog(), slow: SlowStatements? = nil
    ) {
        self.log = log
        self.slow = slow
        self.engine = engine
        self.configuration = configuration
        self.logger = logger
        self.clock = clock
        control = AccessControl(
            engine: engine, idleMinutes: configuration.rooms[AccessRoom.idleMinutes],
            names: Schema.rooms.flatMap(\.names),
            townNames: { [try SettingQueries.value(of: .townName, on: $0) ?? ""] }, now: clock)
        leadership = Leadership(
            engine: engine, holder: holder,
            place: configuration.baseURL ?? "http://\(configuration.host):\(configuration.port)")
    }

    public static let systemClock = SystemClock.now

    /// A logger whose warnings and faults `log` keeps too.
    public static func logger(_ configuration: Configuration, keeping log: RecentLog = RecentLog()) -> Logger {
        let writesJSON = configuration.logsJSON
        var logger = Logger(label: "allmende") { label in
            let handler: any LogHandler = writesJSON ? JSONLogHandler(label: label) : TextLogHandler(label: label)
            return RecordingLogHandler(handler, keeping: log)
        }
        logger.logLevel = Logger.Level(rawValue: configuration.logLevel) ?? .info
        return logger
    }

    /// All routes of all rooms.
    public func router() async throws -> Router<HTTPContext> { try await router(messaging: nil, desk: backupDesk) }

    /// What looks after the backups of an embedded file.
    private var backupDesk: BackupDesk? {
        (engine as? SQLiteEngine).map {
            BackupDesk(engine: $0, settings: configuration.backups, logger: logger, clock: clock)
        }
    }

    private func router(messaging: MessagingService?, desk: BackupDesk?) async throws -> Router<HTTPContext> {
        let clock = clock
        let townNow = try await townNow()
        let house = RoomServices(
            engine: engine, now: townNow, clock: clock, settings: configuration.rooms, logger: logger,
            limits: configuration.limits, folder: configuration.folder)
        if let messaging {
            house.offer(messaging)
            house.offer(MessagingAddresses { messaging.endpoints })
        }
        if let mail = accountMail { house.offer(mail) }
        house.offer(operations(desk))
        house.offer(OpenIDExchange { await OutboundRequest.exchange($0, form: $1, headers: $2) })
        let pages = try TownPages(
            house, control: control, version: PlatformVersion.text, isOpen: configuration.writesOpenly,
            tileAttribution: configuration.tileURL.map { _ in configuration.tileAttribution },
            vendorFolders: configuration.vendorFolders,
            probe: { await OutboundRequest.probe($0, reachesOwnNetwork: $1) })
        let metrics = Metrics()
        let router = Router(context: HTTPContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: GzipMiddleware())
        router.add(
            middleware: EdgeMiddleware(configuration: configuration, metrics: metrics, errorPage: pages.site.errorPage))
        router.add(middleware: AccessMiddleware(control: control, writesOpenly: configuration.writesOpenly))
        pages.add(to: router)
        let own = OperationsRoutes(
            engine: engine, metrics: metrics, readiness: Readiness(engine: engine, alarms: pages.alarms),
            leadership: leadership,
            gauges: pages.gauges, started: clock(), slow: slow, desk: desk, clock: clock
        ).all
        own.add(to: router)
        own.refuseOtherMethods(on: router)
        if let template = configuration.tileURL {
            TileRoutes(template: template, megabytes: configuration.tileCacheMegabytes, now: clock).add(to: router)
        }
        return router
    }

    /// The town's "now": the time of the world, or the labelled moment that a demonstration stands at.
    private func townNow() async throws -> @Sendable () -> Instant {
        guard let fixed = try await engine.read({ try SettingQueries.asOf(on: $0) }) else { return clock }
        return { fixed }
    }

    /// Serves until SIGTERM or SIGINT; running requests may end. The engine stays open.
    ///
    /// `onRunning` gets the port that was opened and the addresses of the MQTT endpoint.
    public func run(onRunning: @escaping @Sendable (Int, [String]) async -> Void) async throws {
        do {
            try await leadership.ask()
        } catch {
            logger.warning("the database cannot be asked which server leads", metadata: ["error": "\(error)"])
        }
        if leadership.isHeld { await installKnowledge() }
        let messaging = try await MessagingService(
            .init(
                engine: engine, control: control, settings: MQTTSettings(configuration.rooms), leadership: leadership,
                logger: logger, clock: clock, townNow: try await townNow(), host: configuration.host,
                port: configuration.port, baseURL: configuration.baseURL, limits: configuration.limits,
                writesOpenly: configuration.writesOpenly, version: PlatformVersion.text))
        let webSocket = messaging.webSocket
        let host = configuration.host
        let logger = logger
        let configuration = configuration
        let gate = ConnectionGate(
            total: configuration.maximumConnections,
            perAddress: configuration.trustsProxy ? nil : configuration.maximumConnectionsPerAddress
        ) { NIODeadline.now().uptimeNanoseconds }
        let desk = backupDesk
        let requests =
            configuration.trustsProxy && configuration.maximumRequestsPerAddress > 0
            ? RequestGate(perAddress: configuration.maximumRequestsPerAddress) : nil
        var application = Application(
            router: try await router(messaging: messaging, desk: desk),
            server: HTTPServerBuilder { responder in
                UpgradingHTTPChannel(
                    responder: responder, webSocket: webSocket, times: configuration.times, gate: gate,
                    requests: requests, trustsProxy: configuration.trustsProxy,
                    open: configuration.writesOpenly ? OpenServer(baseURL: configuration.baseURL) : nil)
            },
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port), serverName: "Allmende"),
            onServerRunning: { channel in
                // added here, where the library has made the port; no file left must not end it
                try? await channel.eventLoop.submit {
                    try channel.pipeline.syncOperations.addHandler(
                        AcceptPause("HTTP", logger: logger), position: .first)
                }.get()
                let port = channel.localAddress?.port ?? 0
                messaging.httpIsServed(host: host, port: port)
                await onRunning(port, messaging.endpoints)
            },
            logger: logger)
        application.logger = logger
        application.addServices(messaging)
        application.addServices(MemoryService(logger: logger))
        if configuration.retentionInterval > 0 {
            application.addServices(
                RepeatedWork(
                    leadership: leadership, logger: logger, delay: .seconds(10),
                    interval: .seconds(60 * configuration.retentionInterval),
                    failure: "retention or daily aggregates could not be carried out",
                    work: RetentionWork(engine: engine, logger: logger, now: clock).run))
        }
        if configuration.rooms[QualityWatchRoom.interval] > 0 {
            application.addServices(
                // daily aggregates are formed first: with them a look costs a tenth
                RepeatedWork(
                    leadership: leadership, logger: logger, delay: .seconds(40),
                    interval: .seconds(60 * configuration.rooms[QualityWatchRoom.interval]),
                    failure: "the quality of data could not be looked at",
                    work: QualityWork(engine: engine, logger: logger, now: clock).run))
        }
        application.addServices(
            ImportService(
                engine: engine, area: IngestRoom.area(configuration.rooms, in: configuration.folder),
                fetch: IngestRoom.fetch(configuration.rooms), leadership: leadership, logger: logger, clock: clock))
        application.addServices(
            RepeatedWork(
                leadership: leadership, logger: logger, delay: .seconds(2), interval: .seconds(5),
                failure: "other catalogues could not be read",
                work: HarvestRoom.work(
                    configuration.rooms, engine: engine, base: configuration.baseURL, clock: clock
                ).run))
        application.addServices(
            RepeatedWork(
                leadership: leadership, logger: logger, delay: .seconds(3), interval: .seconds(5),
                failure: "layers could not be fetched",
                work: GISFilesRoom.work(
                    configuration.rooms, engine: engine, folder: configuration.folder, clock: clock
                ).run))
        if !configuration.checkpoints.isEmpty {
            application.addServices(
                CheckpointService(
                    engine: engine, leadership: leadership, settings: configuration.checkpoints, logger: logger,
                    now: clock))
        }
        if let alerts = alerts(now: try await townNow()) { application.addServices(alerts) }
        if let desk { application.addServices(desk) }
        if let carrier {
            application.addServices(MailService(carrier: carrier, leadership: leadership, logger: logger))
            if let recipient = configuration.alertRecipient {
                let server = self
                application.addServices(
                    AlertService(
                        recipient: recipient, carrier: carrier,
                        town: { try await server.engine.read { try TownProfileQueries.load(on: $0)[.name] } },
                        findings: { try await server.urgent() }, leadership: leadership, logger: logger, clock: clock))
            }
        }
        if let file = engine as? SQLiteEngine {
            application.addServices(FileWatch(engine: file, logger: logger, now: clock))
        }
        do {
            try await application.runService()
        } catch {
            if let fault = ListeningFault(error, host: configuration.host, port: configuration.port) { throw fault }
            throw error
        }
    }

    /// Examples and building blocks that came with this version; a database that cannot be written serves without.
    private func installKnowledge() async {
        do {
            try await KnowledgeImporter(engine: engine, clock: clock).installShipped()
        } catch {
            logger.warning("the shipped knowledge is not stored", metadata: ["error": "\(error)"])
        }
    }
}
