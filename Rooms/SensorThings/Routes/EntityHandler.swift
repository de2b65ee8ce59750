// SPDX-License-Identifier: EUPL-1.2
import Access
import HTTPSupport
import HTTPTypes
import Hummingbird
import SensorThingsModel
import SensorThingsReading
import SensorThingsWriting
import Storage
import Wire

/// Answers requests below `/v1.1` for one reader, on a connection that the caller opens: a batch shares one.
struct EntityHandler: Sendable {
    let reader: Reader
    let limits: Limits
    /// `https://host/v1.1`
    let root: String
    let now: Instant
    private let plans: ReadPlans
    /// Why the reader may not write; nil when they may.
    private let refusal: Problem?

    /// What remains to be done inside a transaction once a request was understood.
    typealias Operation = @Sendable (any StorageConnection) throws -> EntityAnswer

    init(_ context: HTTPContext, limits: Limits, now: Instant, plans: ReadPlans) {
        self.plans = plans
        reader = context.reader
        self.limits = limits
        root = context.baseURL.text + "/" + SensorThingsRoutes.version
        self.now = now
        do {
            try context.requireDelivery()
            refusal = nil
        } catch {
            refusal =
                error as? Problem
                ?? Problem(
                    .forbidden, "Not allowed", detail: "This reader may not write.",
                    german: "Wer hier fragt, darf nicht schreiben.")
        }
    }

    /// - Throws: `Problem` 401 or 403.
    func requireWriter() throws {
        if let refusal { throw refusal }
    }

    /// The answer to a fault of the request; nil for what is not the request's fault.
    static func problem(_ error: any Error) -> Problem? {
        switch error {
        case let problem as Problem: problem
        case let fault as EntityFault: fault.problem
        case let fault as QueryFault: fault.problem
        case let error as StorageError: isOfRequest(error) ? Problem(error) : nil
        default: nil
        }
    }

    /// A number that no column can hold, or an expression deeper than the engine's own limit, is the query's fault.
    private static func isOfRequest(_ error: StorageError) -> Bool {
        switch error {
        case .outOfRange, .tooDeep: true
        default: false
        }
    }

    // MARK: Reading

    /// A whole answer to a GET, rows that are read in chunks included; for answers inside another one.
    func read(_ request: EntityRequest) throws -> (operation: Operation, isCostly: Bool) {
        let parsed = try ReadRequest(
            path: request.path, query: request.query, reader: reader, limits: limits, root: root, now: now,
            plans: plans)
        let limit = limits.maximumBody
        let operation: Operation = { connection in
            var answer = try parsed.answer(connection)
            var bytes: [UInt8] = []
            while case .stream(let stream) = answer {
                bytes += stream.pending
                guard bytes.count <= limit else {
                    throw Problem.badRequest(
                        "An answer inside a batch holds at most \(limit) bytes (max-body); ask for it by itself.",
                        german:
                            "Eine Antwort in einem Stapel hat höchstens \(limit) Bytes (max-body); bitte einzeln anfragen."
                    )
                }
                if stream.isFinished {
                    answer = .document(bytes)
                } else {
                    answer = .stream(try stream.advanced(connection))
                }
            }
            return try EntityAnswer(answer, format: parsed.query.format)
        }
        return (operation, parsed.isCostly)
    }

    // MARK: Writing

    /// The operation of a writing request.
    /// - Throws: `Problem` when the reader may not write or the address takes no such method.
    func write(_ request: EntityRequest) throws -> Operation {
        try requireWriter()
        let operation = try firstWrite(request)
        guard let key = try request.key() else { return operation }
        let remembered = RememberedWrite(
            key, by: reader, method: request.method.rawValue, target: request.target, body: request.body, now: now)
        let root = root
        return { connection in
            if let answer = try remembered.answer(on: connection, root: root) {
                try requireVisible(answer, of: request, connection)
                return answer
            }
            let answer = try operation(connection)
            try remembered.store(answer, on: connection)
            return answer
        }
    }

    /// A remembered answer shows an entity, or addresses in Datastreams: no longer to whom these were hidden since, who gets
    /// what a GET would give.
    private func requireVisible(
        _ answer: EntityAnswer, of request: EntityRequest, _ connection: any StorageConnection
    ) throws {
        for place in try places(of: answer, to: request) { try requireVisible(place, connection) }
    }

    /// What a GET would have to show for the answer to be shown.
    private func places(of answer: EntityAnswer, to request: EntityRequest) throws -> [String] {
        if answer.rows != nil {
            return try ObservationArray.groups(in: request.body ?? .null, now: now).map(\.place)
        }
        let isChange = request.method == .patch || request.method == .put
        return [answer.created ?? (isChange ? String(request.path) : nil)].compactMap { $0 }
    }

    private func requireVisible(_ place: String, _ connection: any StorageConnection) throws {
        func found(_ reader: Reader) throws -> ReadRequest.Answer {
            try ReadRequest(
                path: place[...], query: "", reader: reader, limits: limits, root: root, now: now, plans: plans
            ).answer(connection)
        }
        // what was removed since was seen by the caller, and nobody sees it now
        guard case .notFound(let detail) = try found(reader), case .document = try found(.system) else { return }
        throw Problem.notFound(detail, german: "Das gibt es nicht: \(detail)")
    }

    /// The operation as if the request came for the first time.
    private func firstWrite(_ request: EntityRequest) throws -> Operation {
        if request.method == .post, request.path == "CreateObservations" { return try createObservations(request) }
        let path = try ResourcePath(request.path)
        switch request.method {
        case .post: return try create(request, path)
        case .patch, .put: return try change(request, path)
        case .delete: return try delete(request, path)
        default:
            throw Problem(
                .methodNotAllowed, "No such method",
                detail: "\(request.method) is none of GET, POST, PATCH, PUT, DELETE.",
                german: "\(request.method) ist nicht GET, POST, PATCH, PUT oder DELETE.")
        }
    }

    private func body(_ request: EntityRequest) throws -> JSONValue {
        guard let body = request.body else {
            throw Problem.badRequest(
                "The request has no body; a \(request.method) needs one.",
                german: "Die Anfrage hat keinen Inhalt; \(request.method) braucht einen.")
        }
        try body.refuseNullCharacter(at: "")
        return body
    }

    private func create(_ request: EntityRequest, _ path: ResourcePath) throws -> Operation {
        guard path.isSet, path.property.isEmpty, !path.isReference else {
            throw Problem(
                .methodNotAllowed, "Not a set",
                detail: "POST goes to a set such as /v1.1/Things or Things(1)/Datastreams.",
                german: "POST geht an eine Menge wie /v1.1/Things oder Things(1)/Datastreams.",
                headers: [.allow: "GET, PATCH, PUT, DELETE"])
        }
        let body = try body(request)
        return { connection in
            let writer = EntityWriter(connection, reader: reader, now: now)
            let id = try writer.create(path.type, body, in: WritePath(path).parent(writer))
            let place = "\(path.type.setName)(\(id))"
            var answer = EntityAnswer(.created)
            if !request.isMinimal {
                answer = EntityAnswer(.created, contentType: MediaType.json, bytes: try entity(path.type, id, writer))
            }
            answer.headers[.location] = "\(root)/\(place)"
            if request.isMinimal { answer.headers[.preferenceApplied] = "return=minimal" }
            answer.created = place
            return answer
        }
    }

    private func change(_ request: EntityRequest, _ path: ResourcePath) throws -> Operation {
        try Self.requireEntity(path)
        let body = try body(request)
        let isComplete = request.method == .put
        return { connection in
            let writer = EntityWriter(connection, reader: reader, now: now)
            let id = try WritePath(path).entity(writer)
            if request.isJSONPatch, !isComplete {
                let changed = try JSONPatch(body).apply(to: writer.document(path.type, id))
                try writer.update(path.type, id, changed, isComplete: true)
            } else {
                try writer.update(path.type, id, body, isComplete: isComplete)
            }
            let bytes = try entity(path.type, id, writer)
            return EntityAnswer(.ok, contentType: MediaType.json, bytes: bytes)
        }
    }

    private func delete(_ request: EntityRequest, _ path: ResourcePath) throws -> Operation {
        if let deletion = try deletion(request) {
            return { connection in try deletion.run(EntityWriter(connection, reader: reader, now: now)) }
        }
        try Self.requireEntity(path)
        return { connection in
            let writer = EntityWriter(connection, reader: reader, now: now)
            try writer.delete(path.type, WritePath(path).entity(writer))
            return EntityAnswer(.ok)
        }
    }

    /// The deletion that `DELETE …?$filter=…` on a set asks for; nil for another request.
    func deletion(_ request: EntityRequest) throws -> FilteredDeletion? {
        guard request.method == .delete, !request.query.isEmpty else { return nil }
        try requireWriter()
        guard request.keyField == nil else {
            throw Problem.badRequest(
                "A deletion with $filter takes no Idempotency-Key: it has several transactions. Send it again as it is.",
                german:
                    "Löschen mit $filter nimmt keinen Idempotency-Key: es hat mehrere Transaktionen. Bitte so noch einmal senden."
            )
        }
        let read = try ReadRequest(
            path: request.path, query: request.query, reader: reader, limits: limits, root: root, now: now)
        return try FilteredDeletion(read)
    }

    private static func requireEntity(_ path: ResourcePath) throws {
        guard !path.isSet, path.property.isEmpty, !path.isReference else {
            throw Problem(
                .methodNotAllowed, "Not an entity",
                detail: "This method goes to one entity such as /v1.1/Things(1); DELETE on a set needs $filter.",
                german:
                    "Diese Methode geht an einen Eintrag wie /v1.1/Things(1); DELETE auf eine Menge braucht $filter.",
                headers: [.allow: path.isSet ? "GET, POST, DELETE" : "GET"])
        }
    }

    /// The entity as a client reads it, on the writer's connection: a second one would cost more than the reading.
    private func entity(_ type: EntityType, _ id: Int64, _ writer: EntityWriter) throws -> [UInt8] {
        let read = try ReadRequest(
            ResourcePath(type, id), "\(type.setName)(\(id))", query: "", reader: reader, limits: limits, root: root,
            now: now, plans: plans)
        if type == .observation, let key = writer.lastObservation, key.id == id {
            return try read.entity(key, writer.connection) ?? []
        }
        guard case .document(let bytes) = try read.answer(writer.connection) else { return [] }
        return bytes
    }

    // MARK: CreateObservations

    private func createObservations(_ request: EntityRequest) throws -> Operation {
        guard let body = request.body else {
            throw Problem.badRequest("The request has no body.", german: "Die Anfrage hat keinen Inhalt.")
        }
        let groups = try ObservationArray.groups(in: body, now: now)
        return { connection in
            let writer = EntityWriter(connection, reader: reader, now: now)
            let rows = RowAnswers(try groups.flatMap { try $0.insert(writer) })
            var answer = EntityAnswer(.created, contentType: MediaType.json, bytes: rows.lines(root: root))
            answer.rows = rows
            return answer
        }
    }
}

extension EntityAnswer {
    /// What a read found; rows that are still to be read have no place here.
    init(_ answer: ReadRequest.Answer, format: EntityQuery.Format) throws {
        switch answer {
        case .document(let bytes):
            self.init(.ok, contentType: format.mediaType, bytes: bytes)
        case .value(let bytes, let isText):
            self.init(.ok, contentType: isText ? MediaType.text : MediaType.json, bytes: bytes)
        case .noContent: self.init(.noContent)
        case .notFound(let detail): throw Problem.notFound(detail, german: "Das gibt es nicht: \(detail)")
        case .stream(let stream):
            self.init(.ok, contentType: format.mediaType, bytes: stream.pending)
        }
    }
}

extension HTTPField.Name {
    static let prefer = HTTPField.Name(constant: "Prefer")
    static let preferenceApplied = HTTPField.Name(constant: "Preference-Applied")
}
