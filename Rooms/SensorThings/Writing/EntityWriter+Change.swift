// SPDX-License-Identifier: EUPL-1.2
import Access
package import SensorThingsModel
import SensorThingsReading
import Storage
package import Wire

extension EntityWriter {
    /// PATCH (`isComplete` false: what is named changes) or PUT (what is not named returns to its default).
    package func update(_ type: EntityType, _ id: Int64, _ value: JSONValue, isComplete: Bool) throws {
        guard var body = value.object else {
            throw EntityFault.invalid("A \(type.rawValue) is a JSON object.", at: "")
        }
        guard try exists(type, id) else {
            throw EntityFault.notFound("There is no \(type.rawValue) with the id \(id).")
        }
        try require(.write, type, id)
        let touched = Self.touched(type, body, isComplete: isComplete)
        if type == .observation {
            try updateObservation(id, body, touched, isComplete: isComplete)
            return
        }
        connection.announce(EntityChange(type, id, .updated(touched)))
        if type.isSeries, let area = body["observedArea"], try isKept(area, of: id) { body["observedArea"] = nil }
        if type == .multiDatastream, isComplete { body = body.asMultiDatastream }
        var columns = try EntityColumns(body, of: type, isComplete: isComplete, pointer: "").values
        if type == .multiDatastream {
            let elements = try elements(of: id, changedBy: body)
            columns.append(("observed_property_id", elements.first.sqlValue))
        }
        for navigation in type.navigations {
            guard let value = body[navigation.name], !(type == .multiDatastream && navigation.isOrdered) else {
                continue
            }
            let place = "/" + navigation.name
            guard navigation.isToMany == (value.array != nil) else {
                let needed = navigation.isToMany ? "a list of {\"@iot.id\": …}" : "{\"@iot.id\": …}"
                throw EntityFault.invalid("'\(navigation.name)' must be \(needed).", at: place)
            }
            let references = try (value.array ?? [value]).map { element throws(EntityFault) -> Int64 in
                guard let reference = try Self.identifier(in: element, place) else {
                    throw .invalid(
                        "An update may link '\(navigation.name)' by {\"@iot.id\": …}, not hold it; POST it instead.",
                        at: place)
                }
                return reference
            }
            for reference in references where try !exists(navigation.target, reference) {
                throw EntityFault.invalid(
                    "There is no \(navigation.target.rawValue) with the id \(reference).", at: place)
            }
            switch navigation.link {
            case .reference(let column):
                if type.isSeries, navigation.target == .thing {
                    for thing in references { try require(.write, .thing, thing, at: place) }
                }
                columns.append((column, references.first.sqlValue))
                if type.isSeries, navigation.target == .thing, let thing = references.first {
                    columns.append(("dataset_id", try datasetID(of: .thing, thing).sqlValue))
                }
            case .children(let column) where navigation.target != .observation:
                for reference in references {
                    try require(.write, navigation.target, reference, at: place)
                    try connection.execute(
                        """
                        UPDATE \(identifier: navigation.target.table) SET \(identifier: column) = \(id)
                        WHERE id = \(reference)
                        """)
                    if type == .thing, navigation.target.isSeries {
                        let dataset = try datasetID(of: .thing, id)
                        try connection.execute(
                            "UPDATE datastream SET dataset_id = \(dataset) WHERE id = \(reference)")
                    }
                }
            case .through where navigation.target == .multiDatastream:
                throw EntityFault.invalid("The elements of a MultiDatastream are changed there.", at: place)
            case .through:
                try link(type, id, navigation, references)
            case .children, .childrenByDatastream:
                if references.isEmpty { continue }
                throw EntityFault.invalid("Observations stay in their Datastream.", at: place)
            }
        }
        if Self.hasOwnDataset(type), let dataset = try namedDataset(body, "") {
            try require(.write, dataset: dataset, at: "/properties/dataset")
            columns.append(("dataset_id", .integer(dataset)))
            if type == .thing { try moveParts(ofThing: id, to: dataset) }
        }
        guard !columns.isEmpty else { return }
        let assignments = columns.map { SQL("\(identifier: $0.name) = \($0.value)") }.joined(separator: ", ")
        try connection.execute("UPDATE \(identifier: type.table) SET \(assignments) WHERE id = \(id)")
    }

    /// A Thing that changes its data set takes along what is its own: Datastreams, the Locations that no other Thing has or
    /// had, and the features made from these.
    private func moveParts(ofThing id: Int64, to dataset: Int64) throws {
        guard let before = try datasetID(of: .thing, id), before != dataset else {
            try connection.execute("UPDATE datastream SET dataset_id = \(dataset) WHERE thing_id = \(id)")
            return
        }
        let places: SQL = """
            SELECT location_id FROM thing_location WHERE thing_id = \(id)
            UNION SELECT l.location_id FROM historical_location_location l
                JOIN historical_location h ON h.id = l.historical_location_id WHERE h.thing_id = \(id)
            """
        let own = try connection.rows(
            """
            SELECT id FROM location WHERE dataset_id = \(before) AND id IN (\(places)) AND id NOT IN
                (SELECT location_id FROM thing_location WHERE thing_id <> \(id)
                    AND location_id IN (\(places))
                UNION SELECT l.location_id FROM historical_location_location l
                    JOIN historical_location h ON h.id = l.historical_location_id
                    WHERE h.thing_id <> \(id) AND l.location_id IN (\(places)))
            """
        ) { $0.integer(0) }
        try connection.execute("UPDATE datastream SET dataset_id = \(dataset) WHERE thing_id = \(id)")
        guard !own.isEmpty else { return }
        try connection.execute("UPDATE location SET dataset_id = \(dataset) WHERE id IN (\(list: own))")
        try connection.execute(
            """
            UPDATE feature_of_interest SET dataset_id = \(dataset)
            WHERE dataset_id = \(before) AND location_id IN (\(list: own))
            """)
    }

    /// Whether it is the area that the features have given a Datastream: who writes it back does not make it theirs.
    private func isKept(_ area: JSONValue, of datastream: Int64) throws -> Bool {
        let kept = try connection.firstRow(
            "SELECT observed_area FROM datastream WHERE id = \(datastream) AND observed_area_given = 0"
        ) { $0.textIfPresent(0) }
        return try kept.flatMap { $0 }.map { try JSONValue(parsing: $0) } == area
    }

    /// The names that a PATCH holds, or all that a PUT sets.
    private static func touched(_ type: EntityType, _ body: JSONObject, isComplete: Bool) -> Set<String> {
        let named = body.members.map(\.name).filter {
            type.property(named: $0) != nil || type.navigation(named: $0) != nil
        }
        return Set(named).union(isComplete ? type.properties.filter(\.isWritable).map(\.name) : [])
    }

    private func updateObservation(
        _ id: Int64, _ body: JSONObject, _ touched: Set<String>, isComplete: Bool
    ) throws {
        _ = try EntityColumns(body, of: .observation, isComplete: false, pointer: "")
        guard let address = try ObservationAddress.find(id, for: reader, on: connection) else { return }
        connection.announce(EntityChange(.observation, id, .updated(touched), in: address.datastream))
        let stored = try connection.firstRow(
            """
            SELECT phenomenon_duration, result, result_time, feature_id, result_json, extra FROM observation
            WHERE datastream_id = \(address.datastream) AND phenomenon_time = \(address.time) AND id = \(id)
            """
        ) { row in
            NewObservation(
                time: address.time, duration: row.integerIfPresent(0), result: row.realIfPresent(1),
                resultJSON: row.textIfPresent(4), resultTime: row.integerIfPresent(2), feature: row.integerIfPresent(3),
                extra: row.textIfPresent(5))
        }
        guard var changed = stored else { return }
        if isComplete {
            let feature = changed.feature
            changed = try NewObservation(body, now: Instant(microseconds: address.time), pointer: "")
            changed.feature = feature
        } else {
            if let result = body["result"] { changed.setResult(result) }
            try changed.setTimes(body, "")
            try mergeExtra(body, into: &changed)
        }
        for name in ["Datastream", "MultiDatastream"] {
            guard let value = body[name], try Self.identifier(in: value, "/" + name) != address.datastream else {
                continue
            }
            throw EntityFault.invalid(
                "An Observation stays in its \(name); delete it and POST it anew.", at: "/" + name)
        }
        if let value = body["FeatureOfInterest"] {
            guard let feature = try Self.identifier(in: value, "/FeatureOfInterest"),
                try exists(.featureOfInterest, feature)
            else {
                throw EntityFault.invalid("Name a FeatureOfInterest by {\"@iot.id\": …}.", at: "/FeatureOfInterest")
            }
            changed.feature = feature
            if try ObservationWriter(connection).register(features: [feature], address.datastream) {
                connection.announce(EntityChange(.datastream, address.datastream, .updated(["observedArea"])))
            }
        }
        let state = try DatastreamState.load(address.datastream, on: connection)
        if min(address.time, changed.time) < state.rawFrom ?? .min { _ = try WriteOutcome.Row.expired.id(at: "") }
        if changed.time != address.time { try makeRoom(at: changed.time, state) }
        try ResultElements.of(address.datastream, on: connection)?.check(changed, "")
        let extra: SQLValue = changed.extra.map { .json($0) } ?? .null
        try connection.execute(
            """
            UPDATE observation SET phenomenon_time = \(changed.time), phenomenon_duration = \(changed.duration),
                result = \(changed.result), result_time = \(changed.resultTime), feature_id = \(changed.feature),
                result_json = \(changed.resultJSON), extra = \(extra)
            WHERE datastream_id = \(address.datastream) AND phenomenon_time = \(address.time) AND id = \(id)
            """)
        let block = SQLValue.integer(id / ObservationWriter.blockSize)
        try connection.execute(
            ObservationWriter.widening, [block, .integer(changed.time), .integer(changed.time)])
        try settle(
            DatastreamState.load(address.datastream, on: connection), touching: min(address.time, changed.time),
            longest: changed.duration)
    }

    /// Settles by the Datastream's rule what an Observation meets at the time that it moves to.
    private func makeRoom(at time: Int64, _ state: DatastreamState) throws {
        guard state.duplicates != .allow else { return }
        let others = try connection.rows(
            "SELECT id FROM observation WHERE datastream_id = \(state.datastream) AND phenomenon_time = \(time)"
        ) { EntityKey(id: $0.integer(0), datastream: state.datastream, time: time) }
        guard !others.isEmpty else { return }
        guard state.duplicates == .replace else {
            _ = try WriteOutcome.Row.rejected.id(at: "")
            return
        }
        for other in others { connection.announce(EntityChange(.observation, other.id, .deleted)) }
        _ = try deleteObservations(others)
    }

    private func mergeExtra(_ body: JSONObject, into observation: inout NewObservation) throws {
        let names = NewObservation.extraNames.filter { body[$0] != nil }
        guard !names.isEmpty else { return }
        var kept = (try? JSONValue(parsing: observation.extra ?? "{}"))?.object ?? JSONObject()
        var given = NewObservation(time: 0, result: nil)
        try given.setExtra(body, "")
        let parsed = (try? JSONValue(parsing: given.extra ?? "{}"))?.object ?? JSONObject()
        for name in names { kept[name] = parsed[name] }
        observation.extra = kept.isEmpty ? nil : JSONValue.object(kept).text
    }

    // MARK: Deletion

    /// Removes an entity and what the standard says goes with it (OGC 18-088 §10.4, Table 25).
    package func delete(_ type: EntityType, _ id: Int64) throws {
        guard try exists(type, id) else {
            throw EntityFault.notFound("There is no \(type.rawValue) with the id \(id).")
        }
        try require(.write, type, id)
        connection.announce(EntityChange(type, id, .deleted))
        switch type {
        case .thing: try deleteDatastreams(where: "thing_id = \(id)")
        case .sensor: try deleteDatastreams(where: "sensor_id = \(id)")
        case .observedProperty:
            try deleteDatastreams(
                where: """
                    (observed_property_id = \(id) OR id IN
                        (SELECT datastream_id FROM multi_datastream_element WHERE observed_property_id = \(id)))
                    """)
        case .datastream, .multiDatastream:
            try deleteDatastreams(where: "id = \(id)")
            return
        case .location:
            try requireVisibleThings(atLocation: id)
            try connection.execute(
                """
                DELETE FROM historical_location WHERE id IN
                    (SELECT historical_location_id FROM historical_location_location WHERE location_id = \(id))
                """)
        case .featureOfInterest: try deleteObservations(ofFeature: id)
        case .observation:
            guard let address = try ObservationAddress.find(id, for: reader, on: connection) else { return }
            let key = EntityKey(id: id, datastream: address.datastream, time: address.time)
            if try deleteObservations([key]) == 0 { _ = try WriteOutcome.Row.expired.id(at: "") }
            return
        case .historicalLocation: break
        }
        try connection.execute("DELETE FROM \(identifier: type.table) WHERE id = \(id)")
    }

    private func deleteDatastreams(where condition: SQL) throws {
        try requireVisible(condition)
        let ids = try connection.rows("SELECT id FROM datastream WHERE \(condition)") { $0.integer(0) }
        for id in ids {
            try connection.execute("DELETE FROM observation WHERE datastream_id = \(id)")
            try connection.execute("DELETE FROM observation_block WHERE datastream_id = \(id)")
            try connection.execute("DELETE FROM datastream WHERE id = \(id)")
        }
    }

    /// A Location takes HistoricalLocations along, and the place of Things.
    private func requireVisibleThings(atLocation location: Int64) throws {
        let hidden = try connection.integer(
            """
            SELECT count(*) FROM thing WHERE NOT \(reader.may(.write, "thing.dataset_id")) AND thing.id IN
                (SELECT thing_id FROM thing_location WHERE location_id = \(location)
                UNION SELECT h.thing_id FROM historical_location h
                    JOIN historical_location_location l ON l.historical_location_id = h.id
                    WHERE l.location_id = \(location))
            """)
        guard hidden == 0 else {
            throw EntityFault(
                kind: .conflict,
                message: "Things that you may not change have it; an administrator can delete it.", pointer: "")
        }
    }

    /// What someone may not see, someone may not delete along with something else.
    private func requireVisible(_ condition: SQL) throws {
        let hidden = try connection.integer(
            """
            SELECT count(*) FROM datastream WHERE \(condition) AND NOT \(reader.may(.write, "dataset_id"))
            """)
        guard hidden == 0 else {
            throw EntityFault(
                kind: .conflict,
                message: "Datastreams that you may not change depend on it; an administrator can delete it.",
                pointer: "")
        }
    }

    private func deleteObservations(ofFeature feature: Int64) throws {
        try requireVisible("id IN (SELECT datastream_id FROM datastream_feature WHERE feature_id = \(feature))")
        let datastreams = try connection.rows(
            "SELECT datastream_id FROM datastream_feature WHERE feature_id = \(feature)"
        ) { $0.integer(0) }
        for datastream in datastreams {
            let count = try connection.execute(
                "DELETE FROM observation WHERE datastream_id = \(datastream) AND feature_id = \(feature)")
            try settle(
                DatastreamState.load(datastream, on: connection), touching: .min, deleted: count)
        }
    }
}
