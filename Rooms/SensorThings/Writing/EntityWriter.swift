// SPDX-License-Identifier: EUPL-1.2
package import Access
import Catalogue
package import SensorThingsModel
package import SensorThingsReading
package import Storage
package import Wire

/// Creates entities with everything nested in them; lives inside one `write` body, so all of it happens or none.
package struct EntityWriter {
    package let connection: any StorageConnection
    let reader: Reader
    let now: Instant
    let observations: ObservationWriter
    private let waiting = Waiting()

    package init(_ connection: any StorageConnection, reader: Reader, now: Instant) {
        self.connection = connection
        self.reader = reader
        self.now = now
        observations = ObservationWriter(connection)
    }

    /// The entity that contains the new one: in the path, or around it in the body.
    package struct Parent {
        let type: EntityType
        let id: Int64
        /// The parent's relation that the new entity joins.
        let navigation: NavigationProperty
        /// Who creates sets the link, once all that it leads to are there.
        var isLinkedLater = false
    }

    private static let maximumDepth = 6

    /// Nested Observations, which are made last: they take their feature from where their Thing is in the end.
    private final class Waiting {
        /// Where the Observation lies that was made last.
        var last: EntityKey?
        var observations: [(value: JSONValue, parent: Parent, pointer: String, depth: Int)] = []
    }

    /// Where the Observation lies that was made last, or that stands for it by the rule for duplicates.
    package var lastObservation: EntityKey? { waiting.last }

    /// Creates one entity and what its body nests; returns its id.
    package func create(_ type: EntityType, _ value: JSONValue, in parent: Parent? = nil) throws -> Int64 {
        let id = try make(type, value, in: parent)
        while !waiting.observations.isEmpty {
            let some = waiting.observations
            waiting.observations = []
            for next in some {
                _ = try make(.observation, next.value, in: next.parent, pointer: next.pointer, depth: next.depth)
            }
        }
        return id
    }

    /// Creates a part of what the body nests, and the same below it, without its Observations.
    ///
    /// `inherited` is the data set to belong to when neither the body nor the parent names one.
    func make(
        _ type: EntityType, _ value: JSONValue, in parent: Parent? = nil, inheriting inherited: Int64? = nil,
        pointer: String = "", depth: Int = 0
    ) throws -> Int64 {
        guard var body = value.object else {
            throw EntityFault.invalid("A \(type.rawValue) is a JSON object.", at: pointer)
        }
        guard depth < Self.maximumDepth else {
            throw EntityFault.invalid("Entities may be nested \(Self.maximumDepth) levels deep.", at: pointer)
        }
        if type == .observation { return try createObservation(body, in: parent, pointer: pointer, depth: depth) }
        if type == .multiDatastream { body = body.asMultiDatastream }
        var columns = try EntityColumns(body, of: type, isComplete: true, pointer: pointer).values
        // the Thing comes first; a Sensor and ObservedProperties that are made with a Datastream belong where it does
        var own: Int64?
        for navigation in type.navigations {
            guard case .reference(let column) = navigation.link else { continue }
            let id = try reference(
                navigation, of: type, body, in: parent, inheriting: own, pointer: pointer, depth: depth)
            columns.append((column, id.sqlValue))
            if type.isSeries, navigation.target == .thing { own = try id.flatMap { try datasetID(of: .thing, $0) } }
        }
        var elements: [Int64] = []
        if type == .multiDatastream {
            elements = try observedProperties(body, in: parent, inheriting: own, pointer: pointer, depth: depth)
            columns.append(("observed_property_id", elements.first.sqlValue))
        }
        let dataset = try dataset(of: type, body, columns, in: parent, inheriting: inherited, pointer: pointer)
        try require(type == .featureOfInterest ? .deliver : .write, dataset: dataset, at: pointer)
        if let dataset { columns.append(("dataset_id", .integer(dataset))) }
        let id = try insert(type, columns)
        if type == .historicalLocation { try require(.write, type, id, at: pointer) }
        connection.announce(EntityChange(type, id, .created))
        if type == .multiDatastream { try setObservedProperties(of: id, to: elements) }
        if type.isSeries {
            try connection.execute("INSERT INTO datastream_state (datastream_id) VALUES (\(id))")
        }
        try joinParent(type, id, parent)
        try createNested(type, id, body, in: parent, pointer: pointer, depth: depth)
        return id
    }

    func insert(_ type: EntityType, _ columns: [(name: String, value: SQLValue)]) throws -> Int64 {
        let names = columns.map { SQL("\(identifier: $0.name)") }.joined(separator: ", ")
        let values = columns.map { SQL("\($0.value)") }.joined(separator: ", ")
        return try connection.key(
            """
            INSERT INTO \(identifier: type.table) (id, \(names)) VALUES (\(NewKey.of(type.table)), \(values))
            RETURNING id
            """)
    }

    // MARK: Relations

    /// The id of a to-one relation: from the parent, by `@iot.id`, or of an entity made from the inline body.
    private func reference(
        _ navigation: NavigationProperty, of type: EntityType, _ body: JSONObject, in parent: Parent?,
        inheriting dataset: Int64? = nil, pointer: String, depth: Int
    ) throws -> Int64? {
        let place = pointer + "/" + navigation.name
        if let parent, parent.type == navigation.target, parent.navigation.target == type {
            guard let value = body[navigation.name], !value.isNull else { return parent.id }
            guard try Self.identifier(in: value, place) == parent.id else {
                throw EntityFault.invalid(
                    "'\(navigation.name)' is \(parent.id) already, by the address or by what this is nested in.",
                    at: place)
            }
            return parent.id
        }
        guard let value = body[navigation.name], !value.isNull else {
            guard navigation.isMandatory else { return nil }
            throw EntityFault.invalid(
                "'\(navigation.name)' is missing: give {\"@iot.id\": …} or the \(navigation.name) itself.", at: place)
        }
        if let id = try Self.identifier(in: value, place) {
            guard try exists(navigation.target, id) else {
                throw EntityFault.invalid("There is no \(navigation.target.rawValue) with the id \(id).", at: place)
            }
            return id
        }
        return try make(navigation.target, value, inheriting: dataset, pointer: place, depth: depth + 1)
    }

    /// The id in `{"@iot.id": 5}`, a number or a string that holds one; nil when the object has none.
    ///
    /// Clients send along what else they know of the entity: with an id it is a link all the same.
    static func identifier(in value: JSONValue, _ place: String) throws(EntityFault) -> Int64? {
        guard let id = value["@iot.id"] else { return nil }
        if let number = id.integer ?? id.string.flatMap({ Int64($0) }) { return number }
        throw .invalid("'@iot.id' must be a whole number.", at: place + "/@iot.id")
    }

    package func exists(_ type: EntityType, _ id: Int64) throws -> Bool {
        switch type {
        case .observation:
            return try ObservationAddress.find(id, for: reader, on: connection) != nil
        default:
            var isThere = false
            try EntityExistence.statement(type, reader.rights, connection.dialect).forEachRow([id], on: connection) {
                isThere = $0.integer(0) == 1
                return false
            }
            return isThere
        }
    }

    /// To-many relations in the body: links to what is there, and entities to make.
    private func createNested(
        _ type: EntityType, _ id: Int64, _ body: JSONObject, in outer: Parent?, pointer: String, depth: Int
    ) throws {
        // Locations first: the Observations below take their feature from the Thing's place.
        let relations = type.navigations.filter(\.isToMany)
        for navigation in relations.filter(\.isThrough) + relations.filter({ !$0.isThrough }) {
            if type == .multiDatastream, navigation.isOrdered { continue }
            guard let value = body[navigation.name] else {
                if navigation.isMandatory, navigation.target != outer?.type {
                    throw EntityFault.invalid("'\(navigation.name)' is missing.", at: pointer + "/" + navigation.name)
                }
                continue
            }
            let place = pointer + "/" + navigation.name
            guard let elements = value.array else { throw EntityFault.invalid("A list is needed here.", at: place) }
            var linked: [Int64] = []
            for (index, element) in elements.enumerated() {
                let elementPlace = place + "/\(index)"
                var parent = Parent(type: type, id: id, navigation: navigation)
                if case .through = navigation.link {
                    if let present = try Self.identifier(in: element, elementPlace) {
                        guard try exists(navigation.target, present) else {
                            throw EntityFault.invalid(
                                "There is no \(navigation.target.rawValue) with the id \(present).", at: elementPlace)
                        }
                        linked.append(present)
                    } else {
                        // The links are set together below: several Locations of a Thing are one move.
                        parent.isLinkedLater = true
                        linked.append(
                            try make(
                                navigation.target, element, in: parent, pointer: elementPlace, depth: depth + 1))
                    }
                } else if navigation.target == .observation {
                    waiting.observations.append((element, parent, elementPlace, depth + 1))
                } else {
                    _ = try make(navigation.target, element, in: parent, pointer: elementPlace, depth: depth + 1)
                }
            }
            try link(type, id, navigation, linked)
        }
    }

    private func joinParent(_ type: EntityType, _ id: Int64, _ parent: Parent?) throws {
        guard let parent, !parent.isLinkedLater, type != .multiDatastream, case .through = parent.navigation.link else {
            return
        }
        try link(parent.type, parent.id, parent.navigation, [id])
    }

    /// Sets many-to-many links; a Thing's new Locations leave a HistoricalLocation behind.
    func link(_ type: EntityType, _ id: Int64, _ navigation: NavigationProperty, _ targets: [Int64]) throws {
        guard case .through(let table, let source, let target) = navigation.link, !targets.isEmpty else { return }
        for linked in [(type, [id]), (navigation.target, targets)] where linked.0 != .observedProperty {
            for one in linked.1 { try require(.write, linked.0, one) }
        }
        if type == .thing, navigation.target == .location {
            try ThingMove(connection, by: reader).move(thing: id, to: targets, at: now.microseconds)
            return
        }
        if type == .location, navigation.target == .thing {
            for thing in targets {
                try ThingMove(connection, by: reader).move(thing: thing, to: [id], at: now.microseconds)
            }
            return
        }
        if type == .multiDatastream || navigation.target == .multiDatastream {
            try requireElements(type, id, targets)
            return
        }
        for other in targets {
            try connection.execute(
                """
                INSERT INTO \(identifier: table) (\(identifier: source), \(identifier: target))
                VALUES (\(id), \(other)) ON CONFLICT DO NOTHING
                """)
        }
        if type == .historicalLocation {
            try ThingMove(connection, by: reader).follow(historicalLocation: id)
        } else if navigation.target == .historicalLocation {
            for history in targets { try ThingMove(connection, by: reader).follow(historicalLocation: history) }
        }
    }

    // MARK: Data set

    /// The one that `properties/dataset` names, else that of what it was made with; what belongs to a Thing follows it.
    private func dataset(
        of type: EntityType, _ body: JSONObject, _ columns: [(name: String, value: SQLValue)], in parent: Parent?,
        inheriting inherited: Int64?, pointer: String
    ) throws -> Int64? {
        switch type {
        case .thing, .location, .featureOfInterest, .sensor, .observedProperty:
            if let named = try namedDataset(body, pointer) { return named }
            if let inherited { return inherited }
            if let parent, let inherited = try datasetID(of: parent.type, parent.id) { return inherited }
            return try DefaultDataset.id(now: now, on: connection)
        case .datastream, .multiDatastream:
            guard case .integer(let thing)? = columns.first(where: { $0.name == "thing_id" })?.value else { return nil }
            return try datasetID(of: .thing, thing)
        case .historicalLocation, .observation:
            return nil
        }
    }

    /// Whether `properties/dataset` names the data set of such an entity.
    static func hasOwnDataset(_ type: EntityType) -> Bool {
        [.thing, .location, .featureOfInterest, .sensor, .observedProperty].contains(type)
    }

    /// The data set whose slug stands in `properties/dataset`.
    func namedDataset(_ body: JSONObject, _ pointer: String) throws -> Int64? {
        guard let slug = body["properties"]?["dataset"]?.string else { return nil }
        guard let dataset = try DatasetQueries.find(slug: slug, for: reader, on: connection) else {
            let isThere = try DatasetQueries.find(slug: slug, for: .system, on: connection) != nil
            if slug == DefaultDataset.slug, !isThere { return try DefaultDataset.id(now: now, on: connection) }
            throw EntityFault.invalid("There is no data set '\(slug)'.", at: pointer + "/properties/dataset")
        }
        return dataset.id
    }

    func datasetID(of type: EntityType, _ id: Int64) throws -> Int64? {
        if type == .historicalLocation || type == .observation { return nil }
        return try connection.integer("SELECT dataset_id FROM \(identifier: type.table) WHERE id = \(id)")
    }

    // MARK: Observations

    /// An Observation has a FeatureOfInterest (OGC 18-088 §10.2, Table 24).
    static func placeless(at pointer: String) -> EntityFault {
        .invalid(
            "A FeatureOfInterest is missing, and the Thing has no Location to make one from: give one of the two.",
            at: pointer)
    }

    private func createObservation(
        _ body: JSONObject, in parent: Parent?, pointer: String, depth: Int
    ) throws -> Int64 {
        var body = body
        // some clients send what they do not know as null
        if body["phenomenonTime"]?.isNull == true { body["phenomenonTime"] = nil }
        _ = try EntityColumns(body, of: .observation, isComplete: false, pointer: pointer)
        var observation = try NewObservation(body, now: now, pointer: pointer)
        var datastream: Int64?
        let isMulti = body["MultiDatastream"] != nil || parent?.type == .multiDatastream
        if isMulti, body["Datastream"] != nil || parent?.type == .datastream {
            throw EntityFault.invalid(
                "An Observation has a Datastream or a MultiDatastream, not both.", at: pointer + "/MultiDatastream")
        }
        let other: EntityType = isMulti ? .datastream : .multiDatastream
        for navigation in EntityType.observation.navigations where navigation.target != other {
            let isMade = body[navigation.name]?.object != nil
            let dataset = try isMade ? datastream.flatMap { try datasetID(of: .datastream, $0) } : nil
            let id = try reference(
                navigation, of: .observation, body, in: parent, inheriting: dataset, pointer: pointer, depth: depth)
            if navigation.target.isSeries { datastream = id } else { observation.feature = id }
        }
        guard let datastream else { throw EntityFault.invalid("'Datastream' is missing.", at: pointer + "/Datastream") }
        try require(.deliver, .datastream, datastream, at: pointer)
        if isMulti { try ResultElements.of(datastream, on: connection)?.check(observation, pointer) }
        if try observation.feature == nil && observations.automaticFeature(datastream) == nil {
            throw Self.placeless(at: pointer + "/FeatureOfInterest")
        }
        let outcome = try observations.insert(into: datastream, [observation], returningRows: true)
        let id = try outcome.rows[0].id(at: pointer)
        waiting.last = EntityKey(id: id, datastream: datastream, time: observation.time)
        return id
    }
}
