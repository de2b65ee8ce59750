// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
import Storage

/// An Observation as the values of its row.
enum ObservationRow {
    static let columns = [
        "datastream_id", "phenomenon_time", "id", "phenomenon_duration", "result", "result_time", "feature_id",
        "result_json", "extra",
    ]

    static let insertOne: FixedSQL = {
        let names = columns.map { SQL("\(identifier: $0)") }.joined(separator: ", ")
        let places = columns.indices.map { SQL("\(parameter: $0)") }.joined(separator: ", ")
        return FixedSQL("INSERT INTO observation (\(names)) VALUES (\(places))")
    }()

    static func values(_ observation: NewObservation, _ id: Int64, _ datastream: Int64) -> [SQLValue] {
        var values: [SQLValue] = []
        append(observation, id, datastream, to: &values)
        return values
    }

    /// A row's values in the order of `columns`.
    static func append(
        _ observation: NewObservation, _ id: Int64, _ datastream: Int64, to values: inout [SQLValue]
    ) {
        func put(_ integer: Int64?) { values.append(integer.map { .integer($0) } ?? .null) }
        values.append(.integer(datastream))
        values.append(.integer(observation.time))
        values.append(.integer(id))
        put(observation.duration)
        values.append(observation.result.map { .real($0) } ?? .null)
        put(observation.resultTime)
        put(observation.feature)
        values.append(observation.resultJSON.map { .text($0) } ?? .null)
        values.append(observation.extra.map { .json($0) } ?? .null)
    }
}
