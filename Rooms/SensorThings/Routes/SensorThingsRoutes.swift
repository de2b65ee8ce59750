// SPDX-License-Identifier: EUPL-1.2
import Bilingual
public import HTTPSupport
import HTTPTypes
public import Hummingbird
import NIOCore
import SensorThingsModel
import SensorThingsReading
public import Storage
public import Wire

/// The HTTP binding of the SensorThings API 1.1 (OGC 18-088) below `/v1.1`.
public struct SensorThingsRoutes: Sendable {
    /// The first segment of every address.
    public static let version = "v1.1"

    private let engine: any StorageEngine
    private let limits: Limits
    private let now: @Sendable () -> Instant
    private let plans: ReadPlans
    /// Addresses of the MQTT endpoint: `mqtt://host:1883`.
    let messaging: @Sendable () -> [String]

    public init(
        engine: any StorageEngine, limits: Limits, messaging: @escaping @Sendable () -> [String] = { [] },
        now: @escaping @Sendable () -> Instant
    ) {
        self.engine = engine
        plans = ReadPlans(for: engine.dialect)
        self.limits = limits
        self.messaging = messaging
        self.now = now
    }

    /// Reading and the root document.
    package var all: RoomRoutes {
        var routes = RoomRoutes()
        let root = "/" + Self.version
        routes.on(
            .get, root,
            Words("Das Wurzeldokument der SensorThings API 1.1", "The root document of the SensorThings API 1.1")
        ) { _, context in self.root(context) }
        routes.on(
            .get, root + "/**",
            Words("Messdaten lesen (OGC SensorThings 1.1)", "Read sensor data (OGC SensorThings 1.1)")
        ) { request, context in try await read(request, context) }
        routes.share(root, [.get, .head])
        return routes
    }

    /// Adds them to a router.
    public func add(to router: Router<HTTPContext>) { all.add(to: router) }

    private func read(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let target = request.uri.string
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        let path = target[..<mark]
        if AggregationRoutes.isAsked(by: path) {
            return try await AggregationRoutes(engine: engine).answer(request, context)
        }
        let query = mark == target.endIndex ? "" : target[target.index(after: mark)...]
        let below = try Self.below(path)
        let root = context.baseURL.text + "/" + Self.version
        let parsed: ReadRequest
        do {
            parsed = try ReadRequest(
                path: below, query: query, reader: context.reader, limits: limits, root: root, now: now(),
                plans: plans)
        } catch let fault as QueryFault {
            throw fault.problem
        }
        let answer = try await context.read(engine, isCostly: parsed.isCostly) { connection in
            try parsed.answer(connection)
        }
        if case .stream(let stream) = answer { return response(stream, context) }
        return try EntityAnswer(answer, format: parsed.query.format).response
    }

    /// What follows `/v1.1/` in an address.
    /// - Throws: `Problem` 404 when it stands nowhere.
    static func below(_ address: Substring) throws(Problem) -> Substring {
        if address.utf8.starts(with: "/\(version)/".utf8) { return address.dropFirst(version.utf8.count + 2) }
        guard let begin = address.firstRange(of: version + "/")?.upperBound else {
            throw .notFound(
                "The address does not begin with /\(version)/.", german: "Die Adresse beginnt nicht mit /\(version)/.")
        }
        return address[begin...]
    }

    /// Sends chunk after chunk; the next one is read while the client takes the last, and none beyond it.
    private func response(_ first: ReadStream, _ context: HTTPContext) -> Response {
        let engine = engine
        let isCostly = first.request.isCostly
        let type = first.request.query.format.mediaType
        let body = ResponseBody { writer in
            var stream = first
            while !stream.isFinished {
                let current = stream
                async let next = context.read(engine, isCostly: isCostly, isContinuation: true) { connection in
                    try current.advanced(connection)
                }
                try await writer.write(ByteBuffer(bytes: current.pending))
                stream = try await next
            }
            try await writer.write(ByteBuffer(bytes: stream.pending))
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: type], body: body)
    }
}
