// SPDX-License-Identifier: EUPL-1.2
public import Access
import HTTPSupport
import Storage
import Wire

extension SensorThingsTopics {
    /// Creates an Observation from a message (OGC 18-088 §14.1); returns its id when it is durable.
    ///
    /// The topic is a set of Observations: `v1.1/Observations`, `v1.1/Datastreams(1)/Observations` or
    /// `v1.1/FeaturesOfInterest(1)/Observations`; the payload is an Observation, deep insert included.
    /// - Throws: `TopicFault` that says what is wrong and where.
    @discardableResult
    public func publish(_ payload: [UInt8], to topic: String, as reader: Reader) async throws -> Int64 {
        guard reader.mayWrite else {
            throw TopicFault("writing needs the role editor or administrator", isForbidden: true)
        }
        guard topic.hasPrefix(UpdateTopic.prefix), !topic.contains("?") else {
            throw TopicFault("Observations are published to a topic such as v1.1/Datastreams(1)/Observations")
        }
        do {
            let path = try ResourcePath(topic.dropFirst(UpdateTopic.prefix.count))
            guard path.isSet, path.type == .observation, path.property.isEmpty, !path.isReference else {
                throw TopicFault("only Observations are created by messages; use the HTTP interface for the others")
            }
            let body = try JSONValue(parsing: payload)
            try body.refuseNullCharacter(at: "")
            let instant = now()
            return try await engine.write { connection in
                let writer = EntityWriter(connection, reader: reader, now: instant)
                return try writer.create(.observation, body, in: WritePath(path).parent(writer))
            }
        } catch let fault as EntityFault {
            throw TopicFault("\(fault.message) (\(fault.pointer))", isForbidden: fault.kind == .notFound)
        } catch let problem as Problem {
            throw TopicFault(problem.detail)
        } catch let error as JSONError {
            throw TopicFault("the message is no JSON: \(error)")
        }
    }
}
