// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
public import Rights
import SensorThingsModel
import SensorThingsReading
import Wire

/// A topic whose subscribers are told of changes (OGC 18-088 §14.2): a set, an entity or a property, with
/// `$select`, `$expand` and, for sets, `$filter`.
///
/// <https://docs.ogc.org/is/18-088/18-088.html#receive-updates-via-mqtt>
public struct UpdateTopic: Sendable, Hashable {
    /// As the client wrote it: `v1.1/Datastreams(1)/Observations?$filter=result gt 5`.
    public let text: String
    /// Subscribers with the same rights share one evaluation.
    public let rights: Rights

    let parsed: Parsed

    /// The compiled query; equal texts and rights have equal ones.
    struct Parsed: Sendable {
        let request: ReadRequest
        /// The Datastream of `Datastreams(1)/Observations`.
        let datastream: Int64?
        /// The path below the version and the options, when the filter depends on the time of asking.
        let volatile: (path: String, query: String)?
    }

    public static func == (left: UpdateTopic, right: UpdateTopic) -> Bool {
        left.text == right.text && left.rights == right.rights
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(text)
        hasher.combine(rights)
    }

    /// The prefix of all topics of this room.
    public static let prefix = SensorThingsRoutes.version + "/"

    private static let allowed: Set<String> = ["$select", "$expand", "$filter"]

    /// - Throws: `TopicFault` that says what is wrong with the text.
    init(_ text: String, reader: Reader, limits: Limits, root: String, now: Instant) throws(TopicFault) {
        guard text.hasPrefix(Self.prefix) else {
            throw TopicFault("topics of the SensorThings API begin with \(Self.prefix)")
        }
        let body = text.dropFirst(Self.prefix.count)
        let mark = body.firstIndex(of: "?") ?? body.endIndex
        let query = mark == body.endIndex ? "" : body[body.index(after: mark)...]
        // of all who share it, not of the one who came first
        let request = try Self.request(body[..<mark], query, Reader(reader.rights), limits, root, now)
        for option in request.query.texts where !Self.allowed.contains(option.name) {
            throw TopicFault("\(option.name) does not go with a topic; there are $select, $expand and $filter")
        }
        guard !request.path.isReference, !request.path.isValue else {
            throw TopicFault("$ref and $value are no topics")
        }
        self.text = text
        rights = reader.rights
        let steps = request.path.steps
        let isSeries = steps.count == 2 && steps[0].type.isSeries && request.path.isSet
        let isVolatile = query.contains("now(")
        parsed = Parsed(
            request: request, datastream: isSeries && request.path.type == .observation ? steps[0].key : nil,
            volatile: isVolatile ? (String(body[..<mark]), String(query)) : nil)
    }

    private static func request(
        _ path: Substring, _ query: Substring, _ reader: Reader, _ limits: Limits, _ root: String, _ now: Instant
    ) throws(TopicFault) -> ReadRequest {
        do {
            return try ReadRequest(path: path, query: query, reader: reader, limits: limits, root: root, now: now)
        } catch let fault as QueryFault {
            throw TopicFault(fault.problem.detail)
        } catch let problem as Problem {
            throw TopicFault(problem.detail)
        } catch {
            throw TopicFault("\(error)")
        }
    }

    /// The query as of now.
    func request(now: Instant) -> ReadRequest {
        guard let volatile = parsed.volatile else { return parsed.request }
        let old = parsed.request
        let anew = try? Self.request(volatile.path[...], volatile.query[...], old.reader, old.limits, old.root, now)
        return anew ?? old
    }
}

/// Why a topic cannot be subscribed to or published to.
public struct TopicFault: Error, Sendable, Hashable {
    public let message: String
    /// What was asked for is not there, or not for this reader.
    public let isForbidden: Bool

    init(_ message: String, isForbidden: Bool = false) {
        self.message = message
        self.isForbidden = isForbidden
    }
}
