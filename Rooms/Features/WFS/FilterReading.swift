// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import CQL2
package import Features
package import Geometry
package import Markup
package import Wire

/// What a filter of FES 2.0 or OGC Filter 1.1 asks: features by their ids, or a condition.
package struct ServiceFilter {
    /// A feature that is named, and the moment at which it was read.
    package struct Named: Sendable {
        package let id: String
        package let version: Instant?
    }

    package var named: [Named]?
    package var condition: FilterExpression?

    package init() {}
}

/// Reads filters for one layer; they become those of CQL2, which the layer answers.
package struct FilterReading {
    private let names: ServiceNames
    private let usual: SystemName

    package init(_ names: ServiceNames, usual: SystemName) { (self.names, self.usual) = (names, usual) }

    package func read(_ filter: XMLElement) throws(ServiceFault) -> ServiceFilter {
        var read = ServiceFilter()
        guard let first = filter.children.first else {
            throw .invalid("filter", german: "Der Filter ist leer.", english: "The filter is empty.")
        }
        if ["ResourceId", "FeatureId", "GmlObjectId"].contains(first.name) {
            var named: [ServiceFilter.Named] = []
            for element in filter.children {
                guard let text = element["rid"] ?? element["fid"] ?? element["id"] else {
                    throw .invalid(
                        "filter", german: "\(element.name) hat keine Kennung.", english: "\(element.name) has no id.")
                }
                var version: Instant?
                if let given = element["version"] {
                    guard let instant = try? Instant(iso8601: given) else {
                        throw .invalid(
                            "version", german: "version ist der Zeitpunkt des Lesens, wie ihn timeStamp nennt.",
                            english: "version is the moment of reading, as timeStamp tells it.")
                    }
                    version = instant
                }
                // of another layer, or none: nothing here bears it
                if let one = ServiceNames.feature(ofResource: text), one.layer == names.collection.name {
                    named.append(ServiceFilter.Named(id: one.id, version: version))
                } else {
                    named.append(ServiceFilter.Named(id: "\u{1}" + text, version: version))
                }
            }
            read.named = named
            return read
        }
        do throws(FilterFault) {
            read.condition = try condition(first, "/Filter/" + first.name)
        } catch {
            throw ServiceFault(error)
        }
        return read
    }

    // MARK: Conditions

    private func make(_ kind: FilterExpression.Kind, _ place: String) throws(FilterFault) -> FilterExpression {
        try FilterExpression(kind, at: .pointer(place))
    }

    private func fault(_ place: String, _ german: String, _ english: String) -> FilterFault {
        FilterFault(at: .pointer(place), german: german, english: english)
    }

    private func condition(_ element: XMLElement, _ place: String) throws(FilterFault) -> FilterExpression {
        switch element.name {
        case "And", "Or":
            var parts: [FilterExpression] = []
            for (index, child) in element.children.enumerated() {
                parts.append(try condition(child, "\(place)/\(child.name)[\(index + 1)]"))
            }
            guard let first = parts.first else {
                throw fault(place, "hier stehen Bedingungen", "conditions belong here")
            }
            return parts.count == 1 ? first : try make(.operation(element.name == "And" ? .and : .or, parts), place)
        case "Not":
            guard let child = element.children.first else {
                throw fault(place, "hier steht eine Bedingung", "a condition belongs here")
            }
            return try make(.operation(.not, [try condition(child, place + "/" + child.name)]), place)
        case "PropertyIsNull", "PropertyIsNil":
            guard let child = element.children.first else {
                throw fault(place, "hier steht eine Eigenschaft", "a property belongs here")
            }
            return try make(.operation(.isNull, [try property(child, place)]), place)
        case "PropertyIsLike": return try like(element, place)
        case "PropertyIsBetween": return try between(element, place)
        default: break
        }
        if let operation = Self.comparisons[element.name] { return try compare(operation, element, place) }
        if let operation = Self.relations[element.name] { return try relate(operation, element, place) }
        throw fault(
            place,
            "\(element.name) gibt es hier nicht; es gibt And, Or, Not, Vergleiche, BBOX und räumliche Beziehungen",
            "there is no \(element.name) here; there are And, Or, Not, comparisons, BBOX and spatial relations")
    }

    private static let comparisons: [String: FilterOperator] = [
        "PropertyIsEqualTo": .equal, "PropertyIsNotEqualTo": .unequal, "PropertyIsLessThan": .less,
        "PropertyIsGreaterThan": .greater, "PropertyIsLessThanOrEqualTo": .lessOrEqual,
        "PropertyIsGreaterThanOrEqualTo": .greaterOrEqual,
    ]

    package static let relations: [String: FilterOperator] = [
        "BBOX": .intersects, "Intersects": .intersects, "Within": .within, "Contains": .contains,
        "Disjoint": .disjoint, "Equals": .equalsGeometry, "Touches": .touches, "Overlaps": .overlapsGeometry,
        "Crosses": .crosses,
    ]

    private static func isName(_ element: XMLElement) -> Bool {
        element.name == "PropertyName" || element.name == "ValueReference"
    }

    private func compare(
        _ operation: FilterOperator, _ element: XMLElement, _ place: String
    ) throws(FilterFault) -> FilterExpression {
        guard element.children.count == 2 else {
            throw fault(place, "hier stehen zwei Werte", "two values belong here")
        }
        var field: FeatureField?
        if let name = element.children.first(where: Self.isName) { field = try self.field(name, place) }
        let ignoresCase = element["matchCase"] == "false" && field?.type == .text
        var parts: [FilterExpression] = []
        for child in element.children {
            let one = Self.isName(child) ? try property(child, place) : try literal(child, field, place)
            parts.append(ignoresCase ? try make(.operation(.caseInsensitive, [one]), place) : one)
        }
        return try make(.operation(operation, parts), place)
    }

    private func between(_ element: XMLElement, _ place: String) throws(FilterFault) -> FilterExpression {
        guard let name = element.children.first(where: Self.isName),
            let low = element.child("LowerBoundary")?.children.first,
            let high = element.child("UpperBoundary")?.children.first
        else {
            throw fault(place, "hier stehen eine Eigenschaft und zwei Grenzen", "a property and two bounds belong here")
        }
        let field = try field(name, place)
        let parts = [try property(name, place), try literal(low, field, place), try literal(high, field, place)]
        return try make(.operation(.between, parts), place)
    }

    /// With the marks that the element names; CQL2 has `%`, `_` and `\`.
    private func like(_ element: XMLElement, _ place: String) throws(FilterFault) -> FilterExpression {
        guard let name = element.children.first(where: Self.isName),
            let pattern = element.child("Literal")?.text
        else {
            throw fault(place, "hier stehen eine Eigenschaft und ein Muster", "a property and a pattern belong here")
        }
        let any = element["wildCard"]?.first
        let one = element["singleChar"]?.first
        let escape = (element["escapeChar"] ?? element["escape"])?.first
        var text = ""
        var isTaken = false
        for character in pattern {
            if !isTaken, character == escape {
                isTaken = true
                continue
            }
            if !isTaken, character == any {
                text += "%"
            } else if !isTaken, character == one {
                text += "_"
            } else {
                if "%_\\".contains(character) { text += "\\" }
                text.append(character)
            }
            isTaken = false
        }
        var parts = [try property(name, place), try make(.text(text), place)]
        if element["matchCase"] == "false" {
            parts = [
                try make(.operation(.caseInsensitive, [parts[0]]), place),
                try make(.operation(.caseInsensitive, [parts[1]]), place),
            ]
        }
        return try make(.operation(.like, parts), place)
    }

    /// Everything is moved to degrees here, so that systems may differ within a filter.
    private func relate(
        _ operation: FilterOperator, _ element: XMLElement, _ place: String
    ) throws(FilterFault) -> FilterExpression {
        if let name = element.children.first(where: Self.isName), self.name(name) != names.geometry {
            throw fault(
                place, "\(name.value.excerpt(60)) ist keine Geometrie; sie heißt \(names.geometry)",
                "\(name.value.excerpt(60)) is no geometry; that is called \(names.geometry)")
        }
        guard let shape = element.children.first(where: { GeometryReading.names.contains($0.name) }) else {
            throw fault(place, "hier steht eine Geometrie in GML", "a geometry in GML belongs here")
        }
        let read: (geometry: GeometryValue, system: SystemName)
        do throws(ServiceFault) {
            read = try GeometryReading(usual: usual).read(shape)
        } catch {
            throw fault(place, error.words.german, error.words.english)
        }
        let system = read.system.system
        var degrees: GeometryValue?
        if shape.name == "Envelope" || shape.name == "Box" {
            degrees = Self.area(read.geometry, system)
        } else {
            degrees = try? system.degrees(read.geometry)
        }
        guard let degrees else {
            throw fault(
                place, "die Geometrie liegt nicht in \(system.uri)", "the geometry does not lie in \(system.uri)")
        }
        let own = try make(.property(names.collection.field("geometry") == nil ? "geometry" : names.geometry), place)
        return try make(.operation(operation, [own, try make(.geometry(degrees), place)]), place)
    }

    /// A box as an area in degrees; maps ask for more than the world.
    package static func area(_ box: GeometryValue, _ system: ServedSystem) -> GeometryValue? {
        guard let bounds = box.boundingBox else { return nil }
        var (low, high) = (Position(bounds.west, bounds.south), Position(bounds.east, bounds.north))
        if system.isDegrees {
            let wide = system.isNorthFirst ? (x: 90.0, y: 180.0) : (x: 180.0, y: 90.0)
            low = Position(max(low.x, -wide.x), max(low.y, -wide.y))
            high = Position(min(high.x, wide.x), min(high.y, wide.y))
            guard low.x <= high.x, low.y <= high.y else { return nil }
        }
        return try? system.area(low, high)
    }

    // MARK: Values

    private func name(_ element: XMLElement) -> String {
        // XPath of one step: /town:trees/town:height
        XMLElement.local(element.value.split(separator: "/").last.map(String.init) ?? element.value)
    }

    private func field(_ element: XMLElement, _ place: String) throws(FilterFault) -> FeatureField? {
        let name = name(element)
        if name == names.geometry { return nil }
        guard let field = names.field(name) else {
            let known = ([names.geometry] + names.properties).prefix(30).joined(separator: ", ")
            throw fault(
                place, "eine Eigenschaft \"\(name.excerpt(60))\" gibt es hier nicht; es gibt: \(known)",
                "there is no property \"\(name.excerpt(60))\" here; there are: \(known)")
        }
        return field
    }

    private func property(_ element: XMLElement, _ place: String) throws(FilterFault) -> FilterExpression {
        guard Self.isName(element) else { throw fault(place, "hier steht eine Eigenschaft", "a property belongs here") }
        return try make(.property(try field(element, place)?.name ?? "geometry"), place)
    }

    private func literal(
        _ element: XMLElement, _ field: FeatureField?, _ place: String
    ) throws(FilterFault) -> FilterExpression {
        guard element.name == "Literal" else {
            throw fault(place, "\(element.name) gibt es hier nicht", "there is no \(element.name) here")
        }
        let value = element.value
        switch field?.type {
        case .integer, .real:
            guard let number = Double(value), number.isFinite else {
                throw fault(place, "\"\(value.excerpt(40))\" ist keine Zahl", "\"\(value.excerpt(40))\" is no number")
            }
            return try make(.number(Int64(value).map { JSONNumber($0) } ?? JSONNumber(number)), place)
        case .boolean:
            guard ["true", "false", "1", "0"].contains(value) else {
                throw fault(place, "hier steht true oder false", "true or false belongs here")
            }
            return try make(.truth(value == "true" || value == "1"), place)
        case .date, .dateTime, .instant:
            let plain = value.replacing("/", with: "-").replacing(" ", with: "T")
            if FieldType.isDay(plain) { return try make(.date(plain), place) }
            guard let instant = (try? Instant(iso8601: plain)) ?? (try? Instant(iso8601: plain + "Z")) else {
                throw fault(place, "\"\(value.excerpt(40))\" ist keine Zeit", "\"\(value.excerpt(40))\" is no time")
            }
            return try make(.timestamp(instant), place)
        default: return try make(.text(element.text), place)
        }
    }
}
