// SPDX-License-Identifier: EUPL-1.2
import SensorThings
import Wire

/// An entity of another server in the shape that this one stores: what is missing gets its default, nothing is lost.
struct ForeignEntity: Sendable {
    /// As it stands in the other server's addresses.
    let identifier: String
    /// The writable properties; foreign members have moved into `properties`.
    private(set) var body = JSONObject()
    /// Relations to one and through tables, by name, with the ids they have there.
    private(set) var references: [String: String] = [:]
    private(set) var links: [String: [String]] = [:]

    /// The options that make a page hold the relations.
    static func options(for type: EntityType) -> [(name: String, value: String)] {
        let expansions = relations(of: type).map { "\($0.name)($select=id)" }
        return expansions.isEmpty ? [] : [("$expand", expansions.joined(separator: ","))]
    }

    /// What the entity names of others: relations to one, Locations and a MultiDatastream's ObservedProperties; the
    /// other side of a relation is left to them.
    private static func relations(of type: EntityType) -> [NavigationProperty] {
        type.navigations.filter { navigation in
            !navigation.isToMany || (navigation.target == .location && type != .location)
                || (navigation.target == .observedProperty && type == .multiDatastream)
        }
    }

    /// Nil when the row has no id. `dataset` takes the place of the other server's data set, where it names one.
    init?(_ row: JSONObject, _ type: EntityType, _ form: ForeignIdentifierForm, dataset: String) {
        guard let identifier = form.identifier(row["@iot.id"]) else { return nil }
        self.identifier = identifier
        for property in type.properties where property.isWritable {
            body[property.name] = Self.value(row[property.name]?.withoutNullCharacters, property, type)
        }
        moveForeignMembers(of: row, type)
        adoptMembers(type, dataset)
        for navigation in Self.relations(of: type) {
            if navigation.isToMany {
                links[navigation.name] = (row[navigation.name]?.array ?? []).compactMap {
                    form.identifier($0["@iot.id"])
                }
            } else {
                references[navigation.name] = form.identifier(row[navigation.name]?["@iot.id"])
            }
        }
    }

    /// Members of `properties` that mean something here: what the other server means by them is kept under another name.
    private mutating func adoptMembers(_ type: EntityType, _ dataset: String) {
        guard var properties = body["properties"]?.object else { return }
        func rename(_ name: String) {
            let value = properties[name]
            properties[name] = nil
            properties["source_" + name] = value
        }
        if let theirs = properties["dataset"], theirs != .string(dataset) {
            rename("dataset")
            properties["dataset"] = .string(dataset)
        }
        if type.isSeries {
            for name in EntityImport.meaningfulProperties
            where properties[name] != nil && !EntityImport.isUnderstood(name, in: .object(properties)) {
                rename(name)
            }
        }
        body["properties"] = .object(properties)
    }

    private mutating func moveForeignMembers(of row: JSONObject, _ type: EntityType) {
        guard type.property(named: "properties") != nil else { return }
        var properties = body["properties"]?.object ?? JSONObject()
        let before = properties.count
        for member in row.members {
            let isKnown =
                member.name.contains("@") || member.name == "id" || type.property(named: member.name) != nil
                || type.navigation(named: member.name) != nil || EntityType(setName: member.name) != nil
            if !isKnown, properties[member.name] == nil { properties[member.name] = member.value.withoutNullCharacters }
        }
        let unit = row["unitOfMeasurement"]?.object?.members.filter {
            !["name", "symbol", "definition"].contains($0.name)
        }
        if let unit, !unit.isEmpty, properties["unitOfMeasurement"] == nil {
            properties["unitOfMeasurement"] = JSONValue.object(JSONObject(unit)).withoutNullCharacters
        }
        if properties.count > before { body["properties"] = .object(properties) }
    }

    private static func value(_ given: JSONValue?, _ property: EntityProperty, _ type: EntityType) -> JSONValue? {
        let value = given?.isNull == true ? JSONValue?.none : given
        switch property.kind {
        case .text:
            if let value { return .string(value.string ?? value.text) }
            // A MultiDatastream can have one observationType only; it is filled in where it is stored.
            guard property.isMandatory, type != .multiDatastream || property.name != "observationType" else {
                return nil
            }
            return property.name == "encodingType" ? .string(encodingType(of: type)) : ""
        case .json:
            if let value { return value }
            return property.name == "metadata" ? "" : nil
        case .object:
            guard let value else { return nil }
            return value.object == nil ? ["value": value] : value
        case .unit:
            var unit = JSONObject()
            for name in ["name", "symbol", "definition"] {
                let part = value?[name] ?? .null
                unit[name] = part.isNull ? .null : .string(part.string ?? part.text)
            }
            return .object(unit)
        default: return value
        }
    }

    private static func encodingType(of type: EntityType) -> String {
        type == .sensor ? "text/plain" : "application/geo+json"
    }

    /// An Observation's row as this server reads it; named values in a list become an object.
    static func observation(_ row: JSONObject) -> JSONObject {
        var body = JSONObject()
        for property in EntityType.observation.properties {
            body[property.name] = row[property.name]?.withoutNullCharacters
        }
        if body["result"] == nil { body["result"] = .some(.null) }
        if let parameters = body["parameters"], !parameters.isNull, parameters.object == nil {
            body["parameters"] = .object(named(parameters))
        }
        return body
    }

    private static func named(_ list: JSONValue) -> JSONObject {
        var object = JSONObject()
        for element in list.array ?? [] {
            if let name = element["name"]?.string { object[name] = element["value"] ?? .null }
        }
        return object.count == list.array?.count ? object : ["value": list]
    }
}

extension JSONValue {
    /// The value with U+0000 left out of its texts: no engine here stores it.
    var withoutNullCharacters: JSONValue {
        switch self {
        case .string(let text): text.utf8.contains(0) ? .string(text.filter { $0 != "\0" }) : self
        case .array(let elements): .array(elements.map(\.withoutNullCharacters))
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map { (name: $0.name.filter { $0 != "\0" }, value: $0.value.withoutNullCharacters) })
            )
        default: self
        }
    }
}
