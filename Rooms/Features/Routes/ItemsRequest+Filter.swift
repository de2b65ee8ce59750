// SPDX-License-Identifier: EUPL-1.2
package import Answers
import Bilingual
import CQL2
package import Features
import Geometry
import HTTPSupport
import HTTPTypes
package import Storage
import Wire

/// Reference systems (OGC 18-058r1), filters in CQL2 (OGC 19-079r2), order and form of the features.
extension ItemsRequest {
    /// The system that a parameter names; CRS84 without it.
    static func system(_ name: String, _ parameters: QueryParameters) throws(Problem) -> ServedSystem {
        guard let text = parameters[name] else { return .crs84 }
        guard let system = ServedSystem(named: text) else {
            let known = ServedSystem.all.map(\.uri).joined(separator: ", ")
            throw QueryParameters.fault(name, "names a reference system that is not served; there are: \(known)")
        }
        return system
    }

    /// A box in degrees is asked for as it is, one in metres as an area.
    static func place(
        _ text: String, _ system: ServedSystem, _ collection: FeatureCollection, _ query: inout FeatureQuery
    ) throws(Problem) {
        let numbers = try numbers(text)
        if system.isDegrees {
            let boxes = try boxes(system.isNorthFirst ? [1, 0, 3, 2].map { numbers[$0] } : numbers)
            // A box around all there is asks nothing: a map shows the whole layer first.
            if let extent = collection.extent, !boxes.contains(where: { $0.contains(extent) }) { query.boxes = boxes }
            return
        }
        guard numbers[0] <= numbers[2], numbers[1] <= numbers[3] else {
            throw QueryParameters.fault("bbox", "has a lower corner above its upper one.")
        }
        let area = try? system.area(Position(numbers[0], numbers[1]), Position(numbers[2], numbers[3]))
        guard let area, let box = area.boundingBox, box.west >= -180, box.east <= 180, abs(box.south) <= 90,
            abs(box.north) <= 90
        else { throw QueryParameters.fault("bbox", "does not lie in \(system.uri).") }
        query.boxes = [box]
        query.condition = FeatureFilter.meets(area, on: collection)
    }

    /// The filter of the parameters `filter`, `filter-lang` and `filter-crs`; nil without one.
    package static func condition(_ parameters: QueryParameters, _ collection: FeatureCollection) throws(Problem)
        -> SQL?
    {
        let language = parameters["filter-lang"] ?? "cql2-text"
        // the draft's name is the one that GDAL sends
        guard ["cql2-text", "cql-text", "cql2-json"].contains(language) else {
            throw QueryParameters.fault("filter-lang", "must be cql2-text or cql2-json.")
        }
        let system = try system("filter-crs", parameters)
        guard let text = parameters["filter"] else { return nil }
        return try condition(text: text, isJSON: language == "cql2-json", collection, in: system)
    }

    /// The condition of a filter in CQL2; `system` is that of its geometries.
    package static func condition(
        text: String, isJSON: Bool = false, _ collection: FeatureCollection, in system: ServedSystem = .crs84
    ) throws(Problem) -> SQL {
        do throws(FilterFault) {
            let filter = try isJSON ? FilterExpression(jsonText: text) : FilterExpression(text: text)
            return try FeatureFilter.condition(filter, on: collection, in: system)
        } catch {
            var location: JSONObject = ["parameter": "filter"]
            switch error.place {
            case .character(let number): location["character"] = JSONValue(number)
            case .pointer(let pointer): location["pointer"] = .string(pointer)
            }
            throw Problem(
                .badRequest, "Invalid filter", detail: "The filter does not fit: \(error.words.english)",
                german: "Der Filter passt nicht: \(error.words.german)", location: location)
        }
    }

    /// Names with `-` before those that go down; `+` is the other way and may be left out.
    static func order(_ text: String?, _ collection: FeatureCollection) throws(Problem) -> [FeatureOrder] {
        guard let text else { return [] }
        var order: [FeatureOrder] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            // a plus that was not encoded arrives as a space
            let hasSign = collection.field(String(part)) == nil && part.first.map { "+- ".contains($0) } == true
            let name = String(hasSign ? part.dropFirst() : part)
            guard let field = collection.field(name), field.type != .json else {
                throw QueryParameters.fault("sortby", "names \"\(name.prefix(60))\", by which nothing is sorted here.")
            }
            order.append(FeatureOrder(field: field, isDescending: hasSign && part.first == "-"))
        }
        guard order.count <= 5 else { throw QueryParameters.fault("sortby", "names more than five properties.") }
        return order
    }

    static func offset(_ text: String?) throws(Problem) -> Int {
        guard let text else { return 0 }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), number <= maximumOffset
        else {
            throw QueryParameters.fault(
                "offset",
                "must be a whole number from 0 to \(maximumOffset); the links to the next page go on from there.")
        }
        return number
    }

    static func form(
        _ parameters: QueryParameters, _ system: ServedSystem, _ collection: FeatureCollection
    ) throws(Problem) -> FeatureForm {
        var form = FeatureForm(system)
        switch parameters["skipGeometry"] {
        case nil, "false": break
        case "true": form.hasGeometry = false
        default: throw QueryParameters.fault("skipGeometry", "must be true or false.")
        }
        if let text = parameters["properties"] {
            let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            for name in names where collection.field(name) == nil {
                let known = collection.fields.map(\.name).prefix(30).joined(separator: ", ")
                throw QueryParameters.fault("properties", "names \"\(name.prefix(60))\"; there are: \(known).")
            }
            form.properties = Set(names)
        }
        return form
    }
}

extension Instant {
    /// Months first, then days, then the rest, in UTC; nil outside the years 1 to 9999.
    func moved(by length: CalendarDuration, _ sign: Int64) -> Instant? {
        let limit: Int64 = 4_000_000
        guard abs(length.months) < limit, abs(length.days) < limit,
            abs(length.microseconds) < limit * 86_400_000_000
        else { return nil }
        let (days, inDay) = microseconds.quotientAndRemainderFloored(by: 86_400_000_000)
        let date = Instant.date(days: Int(days))
        let months = Int64(date.year) * 12 + Int64(date.month) - 1 + sign * length.months
        let (year, month) = months.quotientAndRemainderFloored(by: 12)
        guard (1...9999).contains(year) else { return nil }
        let day = min(date.day, Instant.length(ofMonth: Int(month) + 1, year: Int(year)))
        let start = Int64(Instant.days(year: Int(year), month: Int(month) + 1, day: day)) + sign * length.days
        let moved = Instant(microseconds: start * 86_400_000_000 + inDay + sign * length.microseconds)
        return moved >= .minimum && moved <= .maximum ? moved : nil
    }
}
