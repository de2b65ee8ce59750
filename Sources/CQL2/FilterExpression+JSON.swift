// SPDX-License-Identifier: EUPL-1.2
import Geometry
public import Wire

extension FilterExpression {
    /// Reads a filter in CQL2 JSON from its text.
    public init(jsonText text: String) throws(FilterFault) {
        guard text.utf8.count <= Self.maximumLength else {
            throw FilterFault(
                at: .pointer(""), german: "der Filter ist länger als \(Self.maximumLength) Bytes",
                english: "the filter is longer than \(Self.maximumLength) bytes")
        }
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: text)
        } catch {
            throw FilterFault(
                at: .pointer(error.pointer), german: "kein JSON: \(error.description)",
                english: "no JSON: \(error.description)")
        }
        try self.init(json: document)
    }

    /// Reads a filter in CQL2 JSON (OGC 21-065r2, Annex C).
    public init(json document: JSONValue) throws(FilterFault) {
        self = try Self.read(document, "").checkedFilter()
    }

    private static func read(_ value: JSONValue, _ pointer: String) throws(FilterFault) -> FilterExpression {
        let place = FilterFault.Place.pointer(pointer)
        switch value {
        case .string(let text): return try FilterExpression(.text(text), at: place)
        case .bool(let truth): return try FilterExpression(.truth(truth), at: place)
        case .number(let number):
            guard number.double.isFinite else {
                throw FilterFault(at: place, german: "die Zahl ist zu groß", english: "the number is too large")
            }
            return try FilterExpression(.number(number), at: place)
        case .array(let members):
            return try FilterExpression(.list(try read(members, pointer)), at: place)
        case .null:
            throw FilterFault(
                at: place, german: "null ist kein Wert; nach fehlenden Werten fragt isNull",
                english: "null is no value; isNull asks for missing ones")
        case .object(let object): return try read(object, pointer)
        }
    }

    private static func read(_ members: [JSONValue], _ pointer: String) throws(FilterFault) -> [FilterExpression] {
        var read: [FilterExpression] = []
        for (index, member) in members.enumerated() { read.append(try self.read(member, "\(pointer)/\(index)")) }
        return read
    }

    private static func read(_ object: JSONObject, _ pointer: String) throws(FilterFault) -> FilterExpression {
        let place = FilterFault.Place.pointer(pointer)
        if let name = object["op"] { return try operation(name, object, pointer) }
        if let name = object["property"] {
            guard let name = name.string, !name.isEmpty else {
                throw FilterFault(
                    at: .pointer(pointer + "/property"), german: "hier steht der Name einer Eigenschaft",
                    english: "the name of a property belongs here")
            }
            return try FilterExpression(.property(name), at: place)
        }
        if let day = object["date"] {
            guard let text = day.string, FilterTime.isDay(text) else {
                throw FilterTime.fault(at: .pointer(pointer + "/date"))
            }
            return try FilterExpression(.date(text), at: place)
        }
        if let time = object["timestamp"] {
            guard let instant = time.string.flatMap(FilterTime.instant) else {
                throw FilterTime.fault(at: .pointer(pointer + "/timestamp"))
            }
            return try FilterExpression(.timestamp(instant), at: place)
        }
        if let ends = object["interval"] { return try interval(ends, pointer) }
        if let box = object["bbox"] {
            var numbers: [JSONNumber] = []
            for number in box.array ?? [] {
                if case .number(let number) = number, number.double.isFinite { numbers.append(number) }
            }
            guard numbers.count == box.array?.count else {
                throw FilterFault(
                    at: .pointer(pointer + "/bbox"), german: "ein Rahmen besteht aus Zahlen",
                    english: "a box is made of numbers")
            }
            return try FilterExpression(box: numbers, at: .pointer(pointer + "/bbox"))
        }
        guard object["type"] != nil else {
            throw FilterFault(
                at: place, german: "ein Objekt hat op, property, date, timestamp, interval, bbox oder type",
                english: "an object has op, property, date, timestamp, interval, bbox or type")
        }
        let geometry: GeometryValue
        do throws(GeometryError) {
            geometry = try GeometryValue(geoJSON: .object(object), pointer: pointer)
        } catch {
            var at = place
            if case .pointer(let deeper) = error.place { at = .pointer(deeper) }
            throw FilterFault(
                at: at, german: "kein GeoJSON: \(error.message)", english: "no GeoJSON: \(error.message)")
        }
        return try FilterExpression(.geometry(geometry), at: place)
    }

    private static func operation(
        _ name: JSONValue, _ object: JSONObject, _ pointer: String
    ) throws(FilterFault) -> FilterExpression {
        let place = FilterFault.Place.pointer(pointer)
        guard let name = name.string, !name.isEmpty, let arguments = object["args"]?.array else {
            throw FilterFault(
                at: place, german: "neben \"op\" als Text steht \"args\" als Liste",
                english: "beside \"op\" as a text stands \"args\" as a list")
        }
        let parts = try read(arguments, pointer + "/args")
        guard let operation = FilterOperator(rawValue: name) else {
            return try FilterExpression(.function(name, parts), at: place)
        }
        return try FilterExpression(operation: operation, parts, at: place)
    }

    private static func interval(_ ends: JSONValue, _ pointer: String) throws(FilterFault) -> FilterExpression {
        let here = pointer + "/interval"
        guard let ends = ends.array, ends.count == 2 else {
            throw FilterFault(
                at: .pointer(here), german: "eine Zeitspanne hat zwei Enden", english: "an interval has two ends")
        }
        var bounds: [FilterExpression] = []
        for (index, end) in ends.enumerated() {
            let deeper = "\(here)/\(index)"
            if case .string(let text) = end {
                bounds.append(try FilterTime.bound(text, at: .pointer(deeper)))
            } else {
                bounds.append(try read(end, deeper))
            }
        }
        return try FilterExpression(.interval(bounds[0], bounds[1]), at: .pointer(pointer))
    }

    // MARK: Writing

    /// The filter in CQL2 JSON.
    public var json: JSONValue {
        switch kind {
        case .text(let text): .string(text)
        case .number(let number): .number(number)
        case .truth(let truth): .bool(truth)
        case .geometry(let geometry): (try? JSONValue(parsing: geometry.geoJSON)) ?? .null
        case .box(let numbers): ["bbox": .array(numbers.map { .number($0) })]
        case .date(let day): ["date": .string(day)]
        case .timestamp(let instant): ["timestamp": .string(Self.written(instant))]
        case .interval(let start, let end): ["interval": [start.end, end.end]]
        case .unbounded: ".."
        case .list(let members): .array(members.map(\.json))
        case .property(let name): ["property": .string(name)]
        case .operation(let operation, let arguments):
            ["op": .string(operation.rawValue), "args": .array(arguments.map(\.json))]
        case .function(let name, let arguments):
            ["op": .string(name), "args": .array(arguments.map(\.json))]
        }
    }

    /// As an end of an interval, where times stand as plain texts.
    private var end: JSONValue {
        switch kind {
        case .date(let day): .string(day)
        case .timestamp(let instant): .string(Self.written(instant))
        default: json
        }
    }

    /// Without decimals where there are none.
    static func written(_ instant: Instant) -> String {
        instant.microseconds % 1_000_000 == 0 ? String(instant.iso8601.prefix(19)) + "Z" : instant.iso8601
    }
}
