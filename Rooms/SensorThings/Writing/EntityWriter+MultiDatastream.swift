// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
import Storage
import Wire

extension EntityWriter {
    /// The ObservedProperties of a new MultiDatastream, one for each element of its results (OGC 18-088 §13).
    func observedProperties(
        _ body: JSONObject, in parent: Parent?, inheriting dataset: Int64?, pointer: String, depth: Int
    ) throws -> [Int64] {
        let place = pointer + "/ObservedProperties"
        var ids: [Int64] = []
        let given = parent?.type == .observedProperty ? parent?.id : nil
        if let value = body["ObservedProperties"] {
            guard let elements = value.array else { throw EntityFault.invalid("A list is needed here.", at: place) }
            for (index, element) in elements.enumerated() {
                let elementPlace = place + "/\(index)"
                guard let id = try Self.identifier(in: element, elementPlace) else {
                    ids.append(
                        try make(
                            .observedProperty, element, inheriting: dataset, pointer: elementPlace, depth: depth + 1))
                    continue
                }
                guard try exists(.observedProperty, id) else {
                    throw EntityFault.invalid("There is no ObservedProperty with the id \(id).", at: elementPlace)
                }
                ids.append(id)
            }
            if let given, !ids.contains(given) {
                throw EntityFault.invalid(
                    "The list must hold ObservedProperty \(given), which the address names.", at: place)
            }
        } else if let given {
            ids = [given]
        }
        try Self.checkElements(body, ids, pointer)
        return ids
    }

    /// A MultiDatastream has its ObservedProperties in an order, with their types and units, from its creation on.
    func requireElements(_ type: EntityType, _ id: Int64, _ others: [Int64]) throws {
        for other in others {
            let (series, property) = type == .multiDatastream ? (id, other) : (other, id)
            let isElement = try connection.integer(
                """
                SELECT count(*) FROM multi_datastream_element
                WHERE datastream_id = \(series) AND observed_property_id = \(property)
                """)
            guard isElement == 1 else {
                throw EntityFault.invalid(
                    "The elements of a MultiDatastream are changed there: PATCH it with its whole list of "
                        + "ObservedProperties, types and units.", at: "")
            }
        }
    }

    /// As many types and units as ObservedProperties, each of its shape.
    static func checkElements(_ body: JSONObject, _ ids: [Int64], _ pointer: String) throws(EntityFault) {
        guard !ids.isEmpty else {
            throw .invalid("A MultiDatastream has one ObservedProperty or more.", at: pointer + "/ObservedProperties")
        }
        guard Set(ids).count == ids.count else {
            throw .invalid("An ObservedProperty is there twice.", at: pointer + "/ObservedProperties")
        }
        for name in ["multiObservationDataTypes", "unitOfMeasurements"] {
            let elements = body[name]?.array ?? []
            guard elements.count == ids.count else {
                throw .invalid(
                    "There are \(ids.count) ObservedProperties; '\(name)' must have as many elements.",
                    at: pointer + "/" + name)
            }
            for (index, element) in elements.enumerated() {
                let isType = name == "multiObservationDataTypes"
                guard isType ? element.string != nil : element.isNull || element.object != nil else {
                    throw .invalid(
                        isType ? "A type is a string." : "A unit is {name, symbol, definition}, or null.",
                        at: pointer + "/\(name)/\(index)")
                }
            }
        }
    }

    func setObservedProperties(of id: Int64, to properties: [Int64]) throws {
        try connection.execute("DELETE FROM multi_datastream_element WHERE datastream_id = \(id)")
        for (rank, property) in properties.enumerated() {
            try connection.execute(
                """
                INSERT INTO multi_datastream_element (datastream_id, rank, observed_property_id)
                VALUES (\(id), \(Int64(rank)), \(property))
                """)
        }
    }

    /// The ObservedProperties after a change, checked against types and units; their number stays what it was.
    func elements(of id: Int64, changedBy body: JSONObject) throws -> [Int64] {
        let before = try connection.rows(
            "SELECT observed_property_id FROM multi_datastream_element WHERE datastream_id = \(id) ORDER BY rank"
        ) { $0.integer(0) }
        let place = "/ObservedProperties"
        var after = before
        if let value = body["ObservedProperties"] {
            after = try (value.array ?? []).map { element in
                guard let property = try Self.identifier(in: element, place), try exists(.observedProperty, property)
                else {
                    throw EntityFault.invalid("Name ObservedProperties by {\"@iot.id\": …}.", at: place)
                }
                return property
            }
        }
        var whole = try document(.multiDatastream, id).object ?? JSONObject()
        for name in ["multiObservationDataTypes", "unitOfMeasurements"] { whole[name] = body[name] ?? whole[name] }
        guard after.count == before.count else {
            throw EntityFault.invalid("Results have \(before.count) elements; that cannot change.", at: place)
        }
        try Self.checkElements(whole, after, "")
        if after != before { try setObservedProperties(of: id, to: after) }
        return after
    }
}

/// What the results of a MultiDatastream are: a list with one element for each type.
struct ResultElements {
    private let types: [String]

    /// Nil for a Datastream with single results.
    static func of(_ datastream: Int64, on connection: any StorageConnection) throws -> ResultElements? {
        let text = try connection.text("SELECT multi_observation_data_types FROM datastream WHERE id = \(datastream)")
        guard let text, let types = try JSONValue(parsing: text).array else { return nil }
        return ResultElements(types: types.map { $0.string ?? "" })
    }

    /// - Throws: `EntityFault` when the result is no such list; null is an element of each type.
    func check(_ observation: NewObservation, _ pointer: String) throws(EntityFault) {
        let place = pointer + "/result"
        let result = observation.resultJSON.flatMap { try? JSONValue(parsing: $0) }
        guard let elements = result?.array, elements.count == types.count else {
            throw .invalid("The result of a MultiDatastream is a list of \(types.count) elements.", at: place)
        }
        for (index, (element, type)) in zip(elements, types).enumerated() where !element.isNull {
            let isRight: Bool
            let name = type.split(separator: "/").last ?? ""
            switch name {
            case "OM_Measurement": isRight = element.double != nil
            case "OM_CountObservation": isRight = element.integer != nil
            case "OM_TruthObservation": isRight = element.bool != nil
            case "OM_CategoryObservation": isRight = element.string != nil
            default: isRight = true
            }
            guard isRight else { throw .invalid("This element is none of '\(name)'.", at: place + "/\(index)") }
        }
    }
}

extension JSONObject {
    /// With the one observationType that a MultiDatastream can have, should it be left out.
    var asMultiDatastream: JSONObject {
        var body = self
        if body["observationType"] == nil {
            body["observationType"] = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_ComplexObservation"
        }
        return body
    }
}
