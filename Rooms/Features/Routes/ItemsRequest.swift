// SPDX-License-Identifier: EUPL-1.2
package import Answers
package import Features
package import Geometry
import HTTPSupport
import Storage
package import Wire

/// What a request of items asks (17-069r4 §7.15).
package struct ItemsRequest: Sendable {
    static let parameters = [
        "limit", "bbox", "bbox-crs", "datetime", "crs", "filter", "filter-lang", "filter-crs", "sortby", "properties",
        "skipGeometry", "offset", "cursor", "f", "lang",
    ]
    /// Features that a page may begin after; farther on go the links to the next page.
    static let maximumOffset = 100_000

    package var query: FeatureQuery
    let limit: Int
    /// Position behind which the page begins.
    let cursor: Int64
    /// Features to pass over behind it.
    let offset: Int
    /// How the features are written.
    package let form: FeatureForm
    /// The reference system of the answer.
    package let system: ServedSystem
    /// The query without cursor, to make links of.
    package let kept: [(name: String, value: String)]

    /// Whether rows have to be looked at one by one, or more of them than a map asks for.
    var isCostly: Bool {
        !query.equals.isEmpty || query.times != nil || query.condition != nil || !query.order.isEmpty
            || limit + offset > 1000
    }

    /// Whether a request with these is known not to be costly before its layer is: such a one finds it and reads of it in
    /// one look at the database.
    static func isSmall(_ parameters: QueryParameters) -> Bool {
        let plain = ["limit", "bbox", "crs", "properties", "skipGeometry", "offset", "cursor", "f", "lang"]
        let rows = ["limit", "offset"].compactMap { parameters[$0] }.compactMap { Int($0.prefix(6)) }.reduce(0, +)
        return rows <= 1000 && parameters.all.allSatisfy { plain.contains($0.name) }
    }

    package init(_ parameters: QueryParameters, _ collection: FeatureCollection, _ limits: Limits) throws(Problem) {
        try parameters.allow(Self.parameters + collection.fields.map(\.name))
        var query = FeatureQuery()
        limit = try Self.limit(parameters["limit"], limits)
        if let text = parameters["bbox"] {
            try Self.place(text, try Self.system("bbox-crs", parameters), collection, &query)
        }
        if let condition = try Self.condition(parameters, collection) {
            query.condition = query.condition.map { "(\($0) AND \(condition))" } ?? condition
        }
        query.order = try Self.order(parameters["sortby"], collection)
        if let text = parameters["datetime"] {
            let interval = try Self.interval(text)
            if let field = collection.timeField.flatMap({ collection.field($0) }) {
                query.times = Self.bounds(interval, field.type)
            }
        }
        var cursor: Int64 = 0
        if let text = parameters["cursor"] {
            guard let position = Int64(text), position >= 0 else {
                throw QueryParameters.fault("cursor", "comes from a next link; follow that link unchanged.")
            }
            cursor = position
        }
        self.cursor = cursor
        offset = try Self.offset(parameters["offset"])
        system = try Self.system("crs", parameters)
        form = try Self.form(parameters, system, collection)
        for (name, value) in parameters.all where !Self.parameters.contains(name) {
            guard let field = collection.field(name) else { continue }
            query.equals.append((field, try Self.value(value, field)))
        }
        self.query = query
        kept = parameters.all.filter { !["cursor", "f", "offset"].contains($0.name) }
    }

    /// 1 to the maximum; more gets the maximum (/req/core/fc-limit-response-1).
    private static func limit(_ text: String?, _ limits: Limits) throws(Problem) -> Int {
        guard let text else { return min(limits.defaultPage, limits.maximumPage) }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber else {
            throw QueryParameters.fault("limit", "must be a whole number from 1 to \(limits.maximumPage).")
        }
        guard let number = Int(text) else { return limits.maximumPage }
        guard number >= 1 else {
            throw QueryParameters.fault("limit", "must be a whole number from 1 to \(limits.maximumPage).")
        }
        return min(number, limits.maximumPage)
    }

    /// Four numbers of four, or of six with heights.
    package static func numbers(_ text: String) throws(Problem) -> [Double] {
        let shape = "must be 4 or 6 numbers: west,south,east,north in degrees, or in the order and units of bbox-crs."
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        var numbers: [Double] = []
        for part in parts {
            let trimmed = part.filter { $0 != " " }
            guard let number = Double(trimmed), number.isFinite else { throw QueryParameters.fault("bbox", shape) }
            numbers.append(number)
        }
        if numbers.count == 6 {
            guard numbers[2] <= numbers[5] else {
                throw QueryParameters.fault("bbox", "has its lowest height above its highest.")
            }
            numbers = [numbers[0], numbers[1], numbers[3], numbers[4]]
        }
        guard numbers.count == 4 else { throw QueryParameters.fault("bbox", shape) }
        return numbers
    }

    /// West of east crosses the antimeridian and makes two boxes.
    package static func boxes(_ numbers: [Double]) throws(Problem) -> [BoundingBox] {
        let (west, south, east, north) = (numbers[0], numbers[1], numbers[2], numbers[3])
        guard abs(west) <= 180, abs(east) <= 180, abs(south) <= 90, abs(north) <= 90 else {
            throw QueryParameters.fault("bbox", "lies outside ±180 and ±90 degrees; longitude comes first.")
        }
        guard south <= north else { throw QueryParameters.fault("bbox", "has its south above its north.") }
        if west <= east { return [BoundingBox(west: west, south: south, east: east, north: north)] }
        return [
            BoundingBox(west: west, south: south, east: 180, north: north),
            BoundingBox(west: -180, south: south, east: east, north: north),
        ]
    }

    /// First and last moment asked for, both included; nil is open.
    package typealias Interval = (first: Instant?, last: Instant?)

    /// An instant, a day, or `start/end` where `..` or nothing is open and one of the two may be a duration.
    package static func interval(_ text: String) throws(Problem) -> Interval {
        let parts = text.replacing(" ", with: "+").split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw malformed }
        if parts.count == 1 {
            let (first, last) = try moment(String(parts[0]))
            return (first, last)
        }
        if let length = try? CalendarDuration(iso8601: parts[1]) {
            let first = try moment(String(parts[0])).first
            guard let last = first.moved(by: length, 1), last >= first else { throw malformed }
            return (first, last)
        }
        if let length = try? CalendarDuration(iso8601: parts[0]) {
            let last = try moment(String(parts[1])).last
            guard let first = last.moved(by: length, -1), last >= first else { throw malformed }
            return (first, last)
        }
        let open = ["", ".."]
        let first = open.contains(String(parts[0])) ? nil : try moment(String(parts[0])).first
        let last = open.contains(String(parts[1])) ? nil : try moment(String(parts[1])).last
        if let first, let last, last < first {
            throw QueryParameters.fault("datetime", "ends before it begins.")
        }
        return (first, last)
    }

    private static let malformed = QueryParameters.fault(
        "datetime",
        "must be an instant like 2026-07-31T12:00:00Z, a day, or an interval of them like 2026-07-01T00:00:00Z/..")

    private static func moment(_ text: String) throws(Problem) -> (first: Instant, last: Instant) {
        if FieldType.isDay(text), let start = try? Instant(iso8601: text + "T00:00:00Z") {
            return (start, Instant(microseconds: start.microseconds + 86_400_000_000 - 1))
        }
        guard let instant = try? Instant(iso8601: text) else { throw malformed }
        return (instant, instant)
    }

    /// The interval as values that compare with what the time field keeps; a day holds each of its moments.
    private static func bounds(_ interval: Interval, _ type: FieldType) -> (first: SQLValue?, last: SQLValue?) {
        func bound(_ instant: Instant) -> SQLValue {
            switch type {
            case .instant: .integer(instant.microseconds)
            case .date: .text(String(FieldType.text(of: instant).prefix(10)))
            default: .text(FieldType.text(of: instant))
            }
        }
        return (interval.first.map(bound), interval.last.map(bound))
    }

    /// The value a property must have, in the type of its column.
    private static func value(_ text: String, _ field: FeatureField) throws(Problem) -> SQLValue {
        switch field.type {
        case .text, .json, .date:
            return .text(text)
        case .dateTime, .instant:
            let restored = text.replacing(" ", with: "+")
            guard let instant = try? Instant(iso8601: restored) else {
                throw QueryParameters.fault(field.name, "must be an instant like 2026-07-31T12:00:00Z.")
            }
            return field.type.stored(.string(instant.iso8601))
        case .integer:
            guard let number = Int64(text) else { throw QueryParameters.fault(field.name, "must be a whole number.") }
            return .integer(number)
        case .real:
            guard let number = Double(text), number.isFinite else {
                throw QueryParameters.fault(field.name, "must be a number.")
            }
            return .real(number)
        case .boolean:
            switch text {
            case "true", "1": return .integer(1)
            case "false", "0": return .integer(0)
            default: throw QueryParameters.fault(field.name, "must be true or false.")
            }
        }
    }
}
