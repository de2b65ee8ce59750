// SPDX-License-Identifier: EUPL-1.2
import Access
package import SensorThingsModel
package import Wire

/// The data array of `CreateObservations` (OGC 18-088 §12.2): rows of one Datastream under named components.
package struct ObservationArray: Sendable {
    private let datastream: Int64
    private let type: EntityType
    private let pointer: String
    private let rows: [Result<NewObservation, EntityFault>]

    package static func groups(in body: JSONValue, now: Instant) throws(EntityFault) -> [ObservationArray] {
        guard let elements = body.array else {
            throw .invalid("A list of {Datastream, components, dataArray} is needed.", at: "")
        }
        var groups: [ObservationArray] = []
        for (index, element) in elements.enumerated() {
            groups.append(try ObservationArray(element, now: now, pointer: "/\(index)"))
        }
        return groups
    }

    /// The address of what the rows belong to: `Datastreams(7)`.
    package var place: String { "\(type.setName)(\(datastream))" }

    private init(_ element: JSONValue, now: Instant, pointer: String) throws(EntityFault) {
        self.pointer = pointer
        type = element["MultiDatastream"] == nil ? .datastream : .multiDatastream
        let place = pointer + "/" + type.rawValue
        guard element["Datastream"] == nil || element["MultiDatastream"] == nil else {
            throw .invalid("Rows belong to a Datastream or a MultiDatastream, not both.", at: place)
        }
        guard let reference = element[type.rawValue], let id = try EntityWriter.identifier(in: reference, place) else {
            throw .invalid("'\(type.rawValue)' must be {\"@iot.id\": …}.", at: place)
        }
        datastream = id
        guard let names = element["components"]?.array?.map(\.string), !names.contains(nil) else {
            throw .invalid("'components' must be a list of property names.", at: pointer + "/components")
        }
        let components = names.compactMap { $0 }
        guard components.contains("result") else {
            throw .invalid("'components' must hold 'result'.", at: pointer + "/components")
        }
        for (index, name) in components.enumerated() {
            guard components.firstIndex(of: name) == index else {
                throw .invalid("'\(name)' is there twice.", at: pointer + "/components/\(index)")
            }
            let isKnown = name == "FeatureOfInterest/id" || EntityType.observation.property(named: name) != nil
            guard isKnown else {
                throw .invalid(
                    "'\(name)' is no component of an Observation.", at: pointer + "/components/\(index)")
            }
        }
        guard let dataArray = element["dataArray"]?.array else {
            throw .invalid("'dataArray' must be a list of rows.", at: pointer + "/dataArray")
        }
        rows = dataArray.enumerated().map { index, row in
            do throws(EntityFault) {
                return .success(try Self.observation(row, components, now))
            } catch {
                return .failure(.invalid(error.message, at: "\(pointer)/dataArray/\(index)\(error.pointer)"))
            }
        }
    }

    private static func observation(
        _ row: JSONValue, _ components: [String], _ now: Instant
    ) throws(EntityFault) -> NewObservation {
        guard let cells = row.array, cells.count == components.count else {
            throw .invalid("A row has as many cells as there are components.", at: "")
        }
        try row.refuseNullCharacter(at: "")
        var observation = NewObservation(time: now.microseconds, result: nil)
        var rest = JSONObject()
        for (name, cell) in zip(components, cells) {
            switch name {
            case "result": observation.setResult(cell)
            case "phenomenonTime": try observation.setPhenomenonTime(cell, "")
            case "resultTime": try observation.setResultTime(cell, "")
            case "FeatureOfInterest/id" where cell.isNull: continue
            case "FeatureOfInterest/id":
                guard let feature = cell.integer ?? cell.string.flatMap({ Int64($0) }) else {
                    throw .invalid("'FeatureOfInterest/id' must be a whole number.", at: "")
                }
                observation.feature = feature
            default: rest[name] = cell
            }
        }
        if !rest.isEmpty { try observation.setExtra(rest, "") }
        return observation
    }

    /// Stores the good rows; one answer for each row, in their order: the new id, or what is wrong.
    package func insert(_ writer: EntityWriter) throws -> [Result<Int64, EntityFault>] {
        guard try writer.exists(type, datastream) else {
            throw EntityFault.invalid(
                "There is no \(type.rawValue) with the id \(datastream).", at: pointer + "/" + type.rawValue)
        }
        try writer.require(.deliver, type, datastream, at: pointer + "/" + type.rawValue)
        let elements = type == .multiDatastream ? try ResultElements.of(datastream, on: writer.connection) : nil
        var answers: [Result<Int64, EntityFault>] = rows.map { $0.map { _ in 0 } }
        var good: [(index: Int, observation: NewObservation)] = []
        var knownFeatures: Set<Int64> = []
        for (index, row) in rows.enumerated() {
            guard case .success(let observation) = row else { continue }
            do throws(EntityFault) {
                try elements?.check(observation, pointer + "/dataArray/\(index)")
            } catch {
                answers[index] = .failure(error)
                continue
            }
            if let feature = observation.feature, !knownFeatures.contains(feature) {
                guard try writer.exists(.featureOfInterest, feature) else {
                    answers[index] = .failure(
                        .invalid(
                            "There is no FeatureOfInterest with the id \(feature).", at: pointer + "/dataArray/\(index)"
                        ))
                    continue
                }
                knownFeatures.insert(feature)
            }
            good.append((index, observation))
        }
        if good.contains(where: { $0.observation.feature == nil }),
            try writer.observations.automaticFeature(datastream) == nil
        {
            for row in good where row.observation.feature == nil {
                answers[row.index] = .failure(EntityWriter.placeless(at: "\(pointer)/dataArray/\(row.index)"))
            }
            good.removeAll { $0.observation.feature == nil }
        }
        good.sort { ($0.observation.time, $0.index) < ($1.observation.time, $1.index) }
        let outcome = try writer.observations.insert(
            into: datastream, good.map(\.observation), returningRows: true)
        for (row, fate) in zip(good, outcome.rows) {
            do throws(EntityFault) {
                answers[row.index] = .success(try fate.id(at: "\(pointer)/dataArray/\(row.index)"))
            } catch {
                answers[row.index] = .failure(error)
            }
        }
        return answers
    }
}
