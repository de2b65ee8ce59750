// SPDX-License-Identifier: EUPL-1.2
import Access
public import HTTPSupport
import HTTPTypes
public import Hummingbird
public import Storage
public import Wire

/// Writing below `/v1.1` (OGC 18-088 §10): POST with deep insert, PATCH, PUT, DELETE, `CreateObservations`.
public struct SensorThingsWriteRoutes: Sendable {
    private let engine: any StorageEngine
    private let limits: Limits
    private let now: @Sendable () -> Instant

    public init(engine: any StorageEngine, limits: Limits, now: @escaping @Sendable () -> Instant) {
        self.engine = engine
        self.limits = limits
        self.now = now
    }

    /// Adds the writing methods to a router.
    public func add(to router: Router<HTTPContext>) {
        let root = RouterPath(SensorThingsRoutes.version + "/**")
        router.post(RouterPath(SensorThingsRoutes.version + "/CreateObservations")) { request, context in
            try await createObservations(request, context)
        }
        router.post(root) { request, context in try await post(request, context) }
        router.patch(root) { request, context in try await change(request, context) }
        router.put(root) { request, context in try await change(request, context) }
        router.delete(root) { request, context in try await delete(request, context) }
    }

    // MARK: POST

    private func post(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let path = try Self.path(request)
        guard path.isSet, path.property.isEmpty, !path.isReference else {
            throw Problem(
                .methodNotAllowed, "Not a set",
                detail: "POST goes to a set such as /v1.1/Things or Things(1)/Datastreams.",
                headers: [.allow: "GET, PATCH, PUT, DELETE"])
        }
        let body = try await entityBody(request)
        let reader = context.reader
        let instant = now()
        let root = context.baseURL.text + "/" + SensorThingsRoutes.version
        let isMinimal = request.headers[.prefer] == "return=minimal"
        let limits = limits
        let (id, bytes) = try await faults {
            try await engine.write { connection in
                let writer = EntityWriter(connection, reader: reader, now: instant)
                let parent = try WritePath(path).parent(writer)
                let id = try writer.create(path.type, body, in: parent)
                if isMinimal { return (id, [UInt8]()) }
                return (id, try Self.answer(path.type, id, writer, limits: limits, root: root))
            }
        }
        var headers: HTTPFields = [.location: "\(root)/\(path.type.setName)(\(id))"]
        guard !isMinimal else {
            headers[.preferenceApplied] = "return=minimal"
            return Response(status: .created, headers: headers)
        }
        return Response(status: .created, contentType: MediaType.json, bytes: bytes, headers: headers)
    }

    /// The entity as a client reads it, on the writer's connection: a second one would cost more than the reading.
    private static func answer(
        _ type: EntityType, _ id: Int64, _ writer: EntityWriter, limits: Limits, root: String
    ) throws -> [UInt8] {
        let read = try ReadRequest(
            path: "\(type.setName)(\(id))", query: "", reader: writer.reader, limits: limits, root: root,
            now: writer.now)
        guard case .document(let bytes) = try read.answer(writer.connection) else { return [] }
        return bytes
    }

    // MARK: PATCH, PUT, DELETE

    private func change(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let path = try Self.entityPath(request)
        let body = try await entityBody(request)
        let isPatch = request.headers[.contentType]?.hasPrefix("application/json-patch+json") ?? false
        let isComplete = request.method == .put
        let reader = context.reader
        let instant = now()
        let root = context.baseURL.text + "/" + SensorThingsRoutes.version
        let limits = limits
        let bytes = try await faults {
            try await engine.write { connection in
                let writer = EntityWriter(connection, reader: reader, now: instant)
                let id = try WritePath(path).entity(writer)
                if isPatch, !isComplete {
                    let changed = try JSONPatch(body).apply(to: writer.document(path.type, id))
                    try writer.update(path.type, id, changed, isComplete: true)
                } else {
                    try writer.update(path.type, id, body, isComplete: isComplete)
                }
                return try Self.answer(path.type, id, writer, limits: limits, root: root)
            }
        }
        return Response(contentType: MediaType.json, bytes: bytes)
    }

    private func delete(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let path = try Self.entityPath(request)
        let reader = context.reader
        let instant = now()
        try await faults {
            try await engine.write { connection in
                let writer = EntityWriter(connection, reader: reader, now: instant)
                try writer.delete(path.type, try WritePath(path).entity(writer))
            }
        }
        return Response(status: .ok)
    }

    // MARK: CreateObservations

    private func createObservations(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requireWriter()
        let body = try await request.json(limit: limits.maximumBody)
        let reader = context.reader
        let instant = now()
        let root = "\(context.baseURL.text)/\(SensorThingsRoutes.version)/Observations("
        let answers = try await faults {
            let groups = try ObservationArray.groups(in: body, now: instant)
            return try await engine.write { connection in
                let writer = EntityWriter(connection, reader: reader, now: instant)
                return try groups.flatMap { try $0.insert(writer) }
            }
        }
        var writer = JSONWriter(reserving: answers.count * 64)
        writer.beginArray()
        for answer in answers {
            switch answer {
            case .success(let id):
                writer.writeUnescaped { bytes in
                    bytes.append(contentsOf: root.utf8)
                    bytes.append(contentsOf: String(id).utf8)
                    bytes.append(UInt8(ascii: ")"))
                }
            case .failure(let fault):
                writer.write("error: \(fault.message) (\(fault.pointer))")
            }
        }
        writer.endArray()
        return Response(status: .created, contentType: MediaType.json, bytes: writer.bytes)
    }

    // MARK: Body and address

    private func entityBody(_ request: Request) async throws -> JSONValue {
        let body = try await request.json(limit: limits.maximumBody)
        try await faults { try body.refuseNullCharacter(at: "") }
        return body
    }

    static func path(_ request: Request) throws -> ResourcePath {
        let target = request.uri.string
        let path = target.prefix { $0 != "?" }
        guard let begin = path.firstRange(of: SensorThingsRoutes.version + "/")?.upperBound else {
            throw Problem.notFound("The address does not begin with /\(SensorThingsRoutes.version)/.")
        }
        return try ResourcePath(path[begin...])
    }

    private static func entityPath(_ request: Request) throws -> ResourcePath {
        let path = try path(request)
        guard !path.isSet, path.property.isEmpty, !path.isReference else {
            throw Problem(
                .methodNotAllowed, "Not an entity", detail: "This method goes to one entity such as /v1.1/Things(1).",
                headers: [.allow: path.isSet ? "GET, POST" : "GET"])
        }
        return path
    }

    private func faults<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let fault as EntityFault {
            throw fault.problem
        }
    }
}

extension HTTPField.Name {
    static let prefer = HTTPField.Name(constant: "Prefer")
    static let preferenceApplied = HTTPField.Name(constant: "Preference-Applied")
}
