// SPDX-License-Identifier: EUPL-1.2
public import Access
import AccessPages
import Catalogue
import Connections
import Features
import Foundation
public import HTTPSupport
public import Hummingbird
import HummingbirdCore
import Knowledge
public import Logging
import NIOCore
import Outbound
import RoomKit
import SensorThings
import ServiceLifecycle
import Site
public import Storage
import StorageSQLite
public import Wire

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

    public init(
        engine: any StorageEngine, configuration: Configuration, logger: Logger,
        clock: @escaping @Sendable () -> Instant = TownServer.systemClock,
        holder: Int64 = .random(in: 1 ... .max)
    ) {
        self.engine = engine
        self.configuration = configuration
        self.logger = logger
        self.clock = clock
        control = AccessControl(engine: engine, now: clock)
        leadership = Leadership(
            engine: engine, holder: holder,
            place: configuration.baseURL ?? "http://\(configuration.host):\(configuration.port)")
    }

    public static let systemClock: @Sendable () -> Instant = {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    public static func logger(_ configuration: Configuration) -> Logger {
        let writesJSON = configuration.logsJSON
        var logger = Logger(label: "allmende") { label in
            if writesJSON { return JSONLogHandler(label: label) }
            return StreamLogHandler.standardError(label: label)
        }
        logger.logLevel = Logger.Level(rawValue: configuration.logLevel) ?? .info
        return logger
    }

    /// All routes of all rooms.
    public func router() async throws -> Router<HTTPContext> { try await router(messaging: nil) }

    private func router(messaging: MessagingService?) async throws -> Router<HTTPContext> {
        let clock = clock
        let townNow = try await townNow()
        let house = RoomServices(
            engine: engine, now: townNow, clock: clock, settings: configuration.rooms, logger: logger)
        let pages = try TownPages(
            house, control: control, version: PlatformVersion.text, isOpen: configuration.writesOpenly,
            tileAttribution: configuration.tileURL.map { _ in configuration.tileAttribution },
            vendorFolders: configuration.vendorFolders,
            probe: { await OutboundRequest.probe($0, reachesOwnNetwork: $1) })
        let metrics = Metrics()
        let router = Router(context: HTTPContext.self, options: .autoGenerateHeadEndpoints)
        router.add(
            middleware: EdgeMiddleware(configuration: configuration, metrics: metrics, errorPage: pages.site.errorPage))
        router.add(middleware: AccessMiddleware(control: control, writesOpenly: configuration.writesOpenly))
        pages.add(to: router)
        let limits = configuration.limits
        messaging?.add(to: router)
        SensorThingsRoutes(engine: engine, limits: limits, messaging: { messaging?.endpoints ?? [] }, now: clock)
            .add(to: router)
        SensorThingsWriteRoutes(engine: engine, limits: limits, now: clock).add(to: router)
        FeaturesRoutes(engine: engine, limits: limits, now: clock, sources: [SensorFeatures(now: townNow)]) {
            title, body, request, context in
            try await pages.site.framed(title: title, bodyHTML: body, request, context)
        }.add(to: router)
        OperationsRoutes(
            engine: engine, metrics: metrics, readiness: Readiness(engine: engine), leadership: leadership,
            broker: { messaging?.broker }
        ).add(to: router)
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
                engine: engine, control: control, configuration: configuration, leadership: leadership, logger: logger,
                clock: clock, townNow: try await townNow()))
        let webSocket = messaging.webSocket
        let host = configuration.host
        let logger = logger
        let configuration = configuration
        let gate = ConnectionGate(
            total: configuration.maximumConnections,
            perAddress: configuration.trustsProxy ? nil : configuration.maximumConnectionsPerAddress
        ) { NIODeadline.now().uptimeNanoseconds }
        var application = Application(
            router: try await router(messaging: messaging),
            server: HTTPServerBuilder { responder in
                UpgradingHTTPChannel(
                    responder: responder, webSocket: webSocket, configuration: configuration, gate: gate)
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
                RetentionService(
                    engine: engine, leadership: leadership, interval: configuration.retentionInterval, logger: logger,
                    now: clock))
        }
        if !configuration.checkpoints.isEmpty {
            application.addServices(
                CheckpointService(
                    engine: engine, leadership: leadership, settings: configuration.checkpoints, logger: logger,
                    now: clock))
        }
        if let file = engine as? SQLiteEngine {
            application.addServices(FileWatch(engine: file, logger: logger, now: clock))
        }
        try await application.runService()
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
