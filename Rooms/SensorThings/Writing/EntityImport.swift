// SPDX-License-Identifier: EUPL-1.2
import Access
public import SensorThingsModel
public import Storage
public import Wire

/// Why an entity of another server was not taken, and where in it the fault lies.
public struct EntityRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    /// JSON pointer into the entity (RFC 6901).
    public let pointer: String

    public init(_ message: String, pointer: String = "") {
        self.message = message
        self.pointer = pointer
    }

    public var description: String { pointer.isEmpty ? message : "\(message) (\(pointer))" }
}

/// Takes entities of another server in as they are: no HistoricalLocation is made, no Thing moves.
///
/// Lives inside one `write` body.
public struct EntityImport {
    private let writer: EntityWriter
    private let dataset: Int64

    /// `dataset` is the data set that what is taken in belongs to.
    public init(_ connection: any StorageConnection, dataset: Int64, now: Instant) {
        writer = EntityWriter(connection, reader: .system, now: now)
        self.dataset = dataset
    }

    /// Stores one entity with its relations, by the ids they have here; throws `EntityRefusal`.
    public func insert(
        _ type: EntityType, _ body: JSONObject, references: [String: Int64], links: [String: [Int64]] = [:]
    ) throws -> Int64 {
        var body = type == .multiDatastream ? body.asMultiDatastream : body
        // made from the features anyway
        if let area = body["observedArea"], !EntityColumns.isArea(area) { body["observedArea"] = nil }
        var columns = try refusing {
            try EntityColumns(body, of: type, isComplete: true, pointer: "", isForeign: true).values
        }
        let elements = type == .multiDatastream ? links["ObservedProperties"] ?? [] : []
        if type == .multiDatastream {
            try refusing { try EntityWriter.checkElements(body, elements, "") }
            columns.append(("observed_property_id", elements.first.sqlValue))
        }
        // the other server had it from the features; these come over too and keep it up to date here
        for index in columns.indices where columns[index].name == "observed_area_given" {
            columns[index].value = .integer(0)
        }
        for navigation in type.navigations {
            guard case .reference(let column) = navigation.link else { continue }
            guard let id = references[navigation.name] else {
                guard navigation.isMandatory else { continue }
                throw EntityRefusal("its \(navigation.name) is missing", pointer: "/" + navigation.name)
            }
            columns.append((column, .integer(id)))
        }
        if type != .historicalLocation, type != .observation { columns.append(("dataset_id", .integer(dataset))) }
        let id = try writer.insert(type, columns)
        writer.connection.announce(EntityChange(type, id, .created))
        if type == .multiDatastream { try writer.setObservedProperties(of: id, to: elements) }
        if type.isSeries {
            try writer.connection.execute("INSERT INTO datastream_state (datastream_id) VALUES (\(id))")
        }
        try link(type, id, links)
        return id
    }

    /// Members of a Datastream's `properties` that mean something here.
    public static let meaningfulProperties = ["duplicates", "retention"]

    /// Whether such a member is one of ours.
    public static func isUnderstood(_ name: String, in properties: JSONValue) -> Bool {
        let own = JSONValue.object(JSONObject([(name: name, value: properties[name] ?? .null)]))
        return (try? EntityColumns.check(own, "")) != nil
    }

    /// Sets links that are not there yet.
    public func link(_ type: EntityType, _ id: Int64, _ links: [String: [Int64]]) throws {
        for navigation in type.navigations {
            guard case .through(let table, let source, let target) = navigation.link, !navigation.isOrdered else {
                continue
            }
            for other in links[navigation.name] ?? [] {
                try writer.connection.execute(
                    """
                    INSERT INTO \(identifier: table) (\(identifier: source), \(identifier: target))
                    VALUES (\(id), \(other)) ON CONFLICT DO NOTHING
                    """)
            }
        }
    }
}

/// Reads another server's Observations of one series; lives inside one `write` body.
public struct ObservationImport {
    private let elements: ResultElements?

    /// `datastream` is the id here of a Datastream or MultiDatastream.
    public init(into datastream: Int64, _ connection: any StorageConnection) throws {
        elements = try ResultElements.of(datastream, on: connection)
    }

    /// Of a Datastream with single results.
    public init() { elements = nil }

    /// An Observation's properties, ready for `ObservationWriter`; throws `EntityRefusal`.
    public func observation(_ body: JSONObject, feature: Int64?) throws -> NewObservation {
        guard let time = body["phenomenonTime"], !time.isNull else {
            throw EntityRefusal("'phenomenonTime' is missing.", pointer: "/phenomenonTime")
        }
        return try refusing {
            var observation = try NewObservation(body, now: Instant(microseconds: 0), pointer: "")
            try elements?.check(observation, "")
            observation.feature = feature
            return observation
        }
    }
}

private func refusing<T>(_ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch let fault as EntityFault {
        throw EntityRefusal(fault.message, pointer: fault.pointer)
    }
}
