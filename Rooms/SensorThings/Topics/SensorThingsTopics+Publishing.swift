// SPDX-License-Identifier: EUPL-1.2
public import Access
import HTTPSupport
import HTTPTypes
import SensorThingsModel
import SensorThingsWriting
public import Storage
import Wire

extension SensorThingsTopics {
    /// Creates an Observation from a message (OGC 18-088 §14.1); returns when it is durable.
    ///
    /// The topic is a set of Observations: `v1.1/Observations`, `v1.1/Datastreams(1)/Observations` or
    /// `v1.1/FeaturesOfInterest(1)/Observations`; the payload is an Observation, deep insert included. `key` is an
    /// `Idempotency-Key` as in HTTP, where the two are the same: `POST` to the topic's address with the payload as body.
    /// `isNew` begins the transaction; when it says no, the message has been stored before and nothing is done.
    /// Returns the id of the Observation, nil where it had been stored before.
    /// - Throws: `TopicFault` that says what is wrong and where.
    @discardableResult
    public func publish(
        _ payload: [UInt8], to topic: String, as reader: Reader, key: String? = nil,
        isNew: (@Sendable (any StorageConnection) throws -> Bool)? = nil
    ) async throws -> Int64? {
        guard reader.mayDeliver else {
            throw TopicFault("writing needs the role editor or administrator, or a grant", isForbidden: true)
        }
        guard topic.hasPrefix(UpdateTopic.prefix), !topic.contains("?") else {
            throw TopicFault("Observations are published to a topic such as v1.1/Datastreams(1)/Observations")
        }
        do {
            let target = topic.dropFirst(UpdateTopic.prefix.count)
            let path = try ResourcePath(target)
            guard path.isSet, path.type == .observation, path.property.isEmpty, !path.isReference else {
                throw TopicFault("only Observations are created by messages; use the HTTP interface for the others")
            }
            let body = try JSONValue(parsing: payload)
            try body.refuseNullCharacter(at: "")
            let instant = now()
            let remembered = try key.map { field throws(Problem) in
                RememberedWrite(
                    try IdempotencyKey(field: field), by: reader, method: "POST", target: String(target), body: body,
                    now: instant)
            }
            return try await engine.write { connection -> Int64? in
                if let isNew, try !isNew(connection) { return nil }
                if try remembered?.answer(on: connection, root: "") != nil { return nil }
                let writer = EntityWriter(connection, reader: reader, now: instant)
                let id = try writer.create(.observation, body, in: WritePath(path).parent(writer))
                guard let remembered else { return id }
                var answer = EntityAnswer(.created)
                answer.created = "\(EntityType.observation.setName)(\(id))"
                try remembered.store(answer, on: connection)
                return id
            }
        } catch let fault as EntityFault {
            throw TopicFault(
                "\(fault.message) (\(fault.pointer))", isForbidden: [.notFound, .forbidden].contains(fault.kind))
        } catch let problem as Problem where problem.status == .conflict {
            // another server is answering the same request: the message may well be taken a little later
            throw StorageError.unavailable(message: problem.detail)
        } catch let problem as Problem {
            throw TopicFault(problem.detail)
        } catch let error as JSONError {
            throw TopicFault("the message is no JSON: \(error)")
        }
    }
}
