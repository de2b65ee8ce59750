// SPDX-License-Identifier: EUPL-1.2
import Geometry
package import SensorThingsModel
import Storage
package import Wire

/// Turns the JSON of an entity's properties into column values, checked against the metamodel.
struct EntityColumns {
    /// Column names and values in the order of the properties.
    private(set) var values: [(name: String, value: SQLValue)] = []

    /// `isComplete`: mandatory properties must be there and absent ones are reset (create, PUT).
    /// `isForeign`: another server has taken the places already, whatever they are.
    init(
        _ body: JSONObject, of type: EntityType, isComplete: Bool, pointer: String, isForeign: Bool = false
    ) throws(EntityFault) {
        for member in body.members where type.property(named: member.name) == nil {
            let isKnown = member.name.contains("@") || member.name == "id" || type.navigation(named: member.name) != nil
            guard isKnown else {
                let known = type.properties.filter(\.isWritable).map(\.name) + type.navigations.map(\.name)
                throw .invalid(
                    "\(type.rawValue) has no property '\(member.name)'; it has \(known.joined(separator: ", ")).",
                    at: pointer + "/" + member.name)
            }
        }
        for property in type.properties where property.isWritable {
            let place = pointer + "/" + property.name
            let given = body[property.name]
            guard let value = given, !(value.isNull && property.name != "result") else {
                let isRequired = property.isMandatory || !property.isNullable
                if given != nil, isRequired { throw .invalid("'\(property.name)' must not be null.", at: place) }
                guard isComplete || given != nil else { continue }
                if isRequired { throw .invalid("'\(property.name)' is missing.", at: place) }
                for column in property.columns { values.append((column, .null)) }
                continue
            }
            try append(property, value, place)
        }
        if type.isSeries, isComplete || body["observedArea"] != nil {
            let isGiven = body["observedArea"].map { !$0.isNull } ?? false
            values.append(("observed_area_given", .integer(isGiven ? 1 : 0)))
        }
        if type.isSeries, let properties = body["properties"] { try Self.check(properties, pointer) }
        if let name = type == .location ? "location" : type == .featureOfInterest ? "feature" : nil, !isForeign {
            try Self.checkPlace(body[name], body["encodingType"], name, at: pointer + "/" + name)
        }
        if type == .location { appendPlace(of: body["location"]) }
        if type == .featureOfInterest { appendPlace(of: body["feature"]) }
    }

    /// The properties of a Datastream that mean something here: the rule for duplicates and how long values are kept.
    static func check(_ properties: JSONValue, _ pointer: String) throws(EntityFault) {
        let place = pointer + "/properties/"
        if let rule = properties["duplicates"], rule.string.flatMap({ DuplicateRule(name: $0) }) == nil {
            throw .invalid("'duplicates' is one of allow, ignore, replace and reject.", at: place + "duplicates")
        }
        if let rule = properties["retention"] {
            do throws(RetentionFault) {
                _ = try RetentionPolicy(rule)
            } catch {
                let part = error.part == "retention" ? "" : "/" + error.part
                throw .invalid("\(error.message).", at: place + "retention" + part)
            }
        }
    }

    /// A GeoJSON geometry (OGC 18-088 §8.2.4, Table 10): what is none, clients cannot read.
    private static func checkArea(_ value: JSONValue, _ place: String) throws(EntityFault) {
        do throws(GeometryError) {
            _ = try GeometryValue(geoJSON: geometry(of: value))
        } catch {
            throw .invalid("'observedArea' is no GeoJSON geometry: \(error.message).", at: place)
        }
    }

    /// Some clients wrap it in a Feature.
    private static func geometry(of value: JSONValue) -> JSONValue {
        value["type"]?.string == "Feature" ? value["geometry"] ?? .null : value
    }

    /// Whether it would be taken.
    static func isArea(_ value: JSONValue) -> Bool { (try? GeometryValue(geoJSON: geometry(of: value))) != nil }

    /// Names are indexed, and PostgreSQL's index takes no more than about 2,700 bytes.
    private static let longestName = 2000

    private mutating func append(
        _ property: EntityProperty, _ value: JSONValue, _ place: String
    ) throws(EntityFault) {
        switch property.kind {
        case .text:
            guard let text = value.string else { throw .invalid("'\(property.name)' must be a string.", at: place) }
            guard property.name != "name" || text.utf8.count <= Self.longestName else {
                throw .invalid("'name' has at most \(Self.longestName) bytes; 'description' may be longer.", at: place)
            }
            values.append((property.columns[0], .text(text)))
        case .json:
            if property.name == "observedArea" { try Self.checkArea(value, place) }
            values.append((property.columns[0], .json(value.text)))
        case .object:
            guard value.object != nil else { throw .invalid("'\(property.name)' must be an object.", at: place) }
            values.append((property.columns[0], .json(value.text)))
        case .elements:
            guard value.array != nil else { throw .invalid("'\(property.name)' must be a list.", at: place) }
            values.append((property.columns[0], .json(value.text)))
        case .instant:
            values.append((property.columns[0], .integer(try Self.instant(value, place).microseconds)))
        case .unit:
            guard let unit = value.object else {
                throw .invalid("'unitOfMeasurement' must be {name, symbol, definition}.", at: place)
            }
            for (column, name) in zip(property.columns, ["name", "symbol", "definition"]) {
                let part = unit[name] ?? .null
                guard part.isNull || part.string != nil else {
                    throw .invalid("'\(name)' must be a string or null.", at: place + "/" + name)
                }
                values.append((column, part.string.sqlValue))
            }
        case .startAndDuration, .result, .extra, .range:
            break
        }
    }

    /// Longitude and latitude of a point, or the middle of another geometry's box.
    private mutating func appendPlace(of value: JSONValue?) {
        guard let value else { return }
        var positions: [(Double, Double)] = []
        Self.collect(value["geometry"]?["coordinates"] ?? value["coordinates"], into: &positions)
        let longitudes = positions.map(\.0)
        let latitudes = positions.map(\.1)
        guard let west = longitudes.min(), let east = longitudes.max(), let south = latitudes.min(),
            let north = latitudes.max(), (-180...180).contains(west), (-180...180).contains(east),
            (-90...90).contains(south), (-90...90).contains(north)
        else {
            values.append(("longitude", .null))
            values.append(("latitude", .null))
            return
        }
        values.append(("longitude", .real((west + east) / 2)))
        values.append(("latitude", .real((south + north) / 2)))
    }

    private static func collect(_ value: JSONValue?, into positions: inout [(Double, Double)]) {
        guard let elements = value?.array, !elements.isEmpty else { return }
        if let longitude = elements[0].double {
            if elements.count > 1, let latitude = elements[1].double { positions.append((longitude, latitude)) }
        } else {
            for element in elements { collect(element, into: &positions) }
        }
    }

    // MARK: Time

    static func instant(_ value: JSONValue, _ place: String) throws(EntityFault) -> Instant {
        guard let text = value.string else {
            throw .invalid("A time is a string such as \"2026-07-31T12:00:00Z\".", at: place)
        }
        do throws(InstantError) {
            return try Instant(iso8601: text)
        } catch {
            throw .invalid("'\(text)' is no time: \(error.message) (character \(error.offset + 1)).", at: place)
        }
    }

    static func interval(_ value: JSONValue, _ place: String) throws(EntityFault) -> InstantInterval {
        guard let text = value.string else {
            throw .invalid("An interval is a string such as \"2026-07-31T12:00:00Z/2026-07-31T13:00:00Z\".", at: place)
        }
        do throws(InstantError) {
            return try InstantInterval(iso8601: text)
        } catch {
            throw .invalid("'\(text)' is no interval: \(error.message) (character \(error.offset + 1)).", at: place)
        }
    }
}

extension NewObservation {
    /// The properties that `extra` holds.
    static let extraNames = ["resultQuality", "parameters", "validTime"]

    /// Reads an Observation's properties; a missing phenomenonTime becomes `now` (OGC 18-088 §8.2.7, Table 16).
    init(_ body: JSONObject, now: Instant, pointer: String) throws(EntityFault) {
        self.init(time: now.microseconds, result: nil)
        guard let result = body["result"] else { throw .invalid("'result' is missing.", at: pointer + "/result") }
        setResult(result)
        try setTimes(body, pointer)
        try setExtra(body, pointer)
    }

    mutating func setTimes(_ body: JSONObject, _ pointer: String) throws(EntityFault) {
        if let value = body["phenomenonTime"] { try setPhenomenonTime(value, pointer) }
        if let value = body["resultTime"] { try setResultTime(value, pointer) }
    }

    /// An instant or an interval; null leaves the time as it is.
    mutating func setPhenomenonTime(_ value: JSONValue, _ pointer: String) throws(EntityFault) {
        if value.isNull { return }
        if value.string?.utf8.contains(UInt8(ascii: "/")) == true {
            let interval = try EntityColumns.interval(value, pointer + "/phenomenonTime")
            time = interval.start.microseconds
            duration = interval.end.microseconds - interval.start.microseconds
        } else {
            time = try EntityColumns.instant(value, pointer + "/phenomenonTime").microseconds
            duration = nil
        }
    }

    mutating func setResultTime(_ value: JSONValue, _ pointer: String) throws(EntityFault) {
        resultTime = value.isNull ? nil : try EntityColumns.instant(value, pointer + "/resultTime").microseconds
    }

    mutating func setExtra(_ body: JSONObject, _ pointer: String) throws(EntityFault) {
        var object = JSONObject()
        for name in Self.extraNames {
            guard let value = body[name], !value.isNull else { continue }
            switch name {
            case "parameters":
                guard value.object != nil else {
                    throw .invalid("'parameters' must be an object.", at: pointer + "/parameters")
                }
                object[name] = value
            case "validTime":
                let interval = try EntityColumns.interval(value, pointer + "/validTime")
                object[name] = [.init(interval.start.microseconds), .init(interval.end.microseconds)]
            default:
                object[name] = value
            }
        }
        extra = object.isEmpty ? nil : JSONValue.object(object).text
    }
}

extension JSONValue {
    /// PostgreSQL keeps no U+0000 in text or JSON, so no engine takes it.
    package func refuseNullCharacter(at pointer: @autoclosure () -> String) throws(EntityFault) {
        switch self {
        case .null, .bool, .number: break
        case .string(let text):
            if text.utf8.contains(0) { throw .invalid("A text must not hold the character U+0000.", at: pointer()) }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                try element.refuseNullCharacter(at: "\(pointer())/\(index)")
            }
        case .object(let object):
            for member in object.members {
                if member.name.utf8.contains(0) {
                    throw .invalid("A name must not hold the character U+0000.", at: pointer())
                }
                try member.value.refuseNullCharacter(at: pointer() + "/" + member.name)
            }
        }
    }
}
