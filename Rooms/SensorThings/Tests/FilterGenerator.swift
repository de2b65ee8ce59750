// SPDX-License-Identifier: EUPL-1.2
import Randomness
import SensorThings

/// Makes query options from a grammar of all that the server says it understands; the same seed makes the same ones.
struct FilterGenerator {
    var dice: SeededRandom
    private var variables = 0
    /// Whether now and then an operand has the wrong type.
    private var isCareless = false

    init(seed: UInt64, number: Int) {
        dice = SeededRandom(seed: seed &* 0x9E37_79B9 &+ UInt64(number) &* 0x1_0000_0001_B3)
    }

    /// An address with options below the root, and the setting that it surely exceeds.
    struct Case {
        var target: String
        var limit: String?
        var isOrdered = false
    }

    mutating func next() -> Case {
        let (set, type) = pick(Self.sets)
        isCareless = chance(8)
        if chance(40) { return beyondLimits(set, type) }
        var options: [String] = []
        if !chance(10) { options.append("$filter=" + condition(type, "", 1 + number(3))) }
        if chance(2) { options.append("$orderby=" + orders(type)) }
        if chance(4) { options.append("$expand=" + expansion(type, 2)) }
        if chance(5) { options.append("$select=" + selection(type)) }
        if chance(2) { options.append("$top=\(number(7))") }
        if chance(5) { options.append("$skip=" + pick(["0", "1", "2", "5", "1000", "9223372036854775807"])) }
        if chance(4) { options.append("$count=true") }
        var text = options.joined(separator: "&")
        if chance(12) { text = broken(text) }
        return Case(target: set + "?" + text)
    }

    // MARK: Dice

    private mutating func number(_ count: Int) -> Int { Int.random(in: 0..<count, using: &dice) }
    private mutating func chance(_ one: Int) -> Bool { number(one) == 0 }
    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(elements.count)] }

    // MARK: Sets

    private static let sets: [(String, EntityType)] =
        EntityType.allCases.map { ($0.setName, $0) } + [
            ("Observations", .observation), ("Observations", .observation), ("Datastreams", .datastream),
            ("Things(1)/Datastreams", .datastream), ("Datastreams(1)/Observations", .observation),
            ("Datastreams(3)/Observations", .observation), ("MultiDatastreams(4)/Observations", .observation),
            ("FeaturesOfInterest(1)/Observations", .observation), ("Locations(1)/Things", .thing),
            ("ObservedProperties(1)/Datastreams", .datastream), ("Datastreams(99)/Observations", .observation),
        ]

    // MARK: Conditions

    mutating func condition(_ type: EntityType, _ prefix: String, _ depth: Int) -> String {
        if depth > 0 {
            switch number(10) {
            case 0, 1: return "\(condition(type, prefix, depth - 1)) and \(condition(type, prefix, depth - 1))"
            case 2: return "(\(condition(type, prefix, depth - 1)) or \(condition(type, prefix, depth - 1)))"
            case 3: return "not (\(condition(type, prefix, depth - 1)))"
            case 4: return related(type, prefix, depth)
            case 5: return quantified(type, prefix, depth)
            case 6:
                return
                    "(\(condition(type, prefix, depth - 1))) \(pick(["eq", "ne"])) \(pick(["true", "false", "null"]))"
            default: break
            }
        }
        return comparison(type, prefix, depth)
    }

    private mutating func comparison(_ type: EntityType, _ prefix: String, _ depth: Int) -> String {
        let ordered = ["eq", "ne", "gt", "ge", "lt", "le"]
        switch number(14) {
        case 0, 1: return "\(text(type, prefix, depth)) \(pick(ordered)) \(text(type, prefix, depth))"
        case 2, 3: return "\(numeric(type, prefix, depth)) \(pick(ordered)) \(numeric(type, prefix, depth))"
        case 4: return "\(time(type, prefix, depth)) \(pick(ordered)) \(time(type, prefix, depth))"
        case 5: return "\(duration(type, prefix, depth)) \(pick(ordered)) \(duration(type, prefix, 0))"
        case 6:
            let function = pick(["before", "after", "meets", "during", "overlaps", "starts", "finishes"])
            return "\(function)(\(time(type, prefix, depth)),\(time(type, prefix, 0)))"
        case 7:
            let function = pick(["startswith", "endswith", "substringof"])
            return "\(function)(\(text(type, prefix, depth)),\(text(type, prefix, 0)))"
        case 8: return geometric(type, prefix)
        case 9: return "\(operand(type, prefix, depth)) \(pick(["eq", "ne", "gt"])) null"
        case 10: return "\(anything(type, prefix)) \(pick(ordered)) \(pick(Self.literals))"
        case 11:
            let list = (0...number(3)).map { _ in pick(Self.literals) }
            let plain = chance(2) ? list : (0...number(3)).map { _ in String(number(4100)) }
            return "\(chance(2) ? prefix + "id" : operand(type, prefix, 0)) in (\(plain.joined(separator: ",")))"
        case 12: return dynamic(type, prefix)
        default: return "\(dynamic(type, prefix)) \(pick(ordered)) \(pick(Self.plain))"
        }
    }

    /// `Datastreams/Thing/name eq 'x'`.
    private mutating func related(_ type: EntityType, _ prefix: String, _ depth: Int) -> String {
        let navigation = pick(type.navigations)
        return comparison(navigation.target, prefix + navigation.name + "/", depth - 1)
    }

    private mutating func quantified(_ type: EntityType, _ prefix: String, _ depth: Int) -> String {
        var navigation = pick(type.navigations)
        var path = prefix + navigation.name
        if chance(3) {
            navigation = pick(navigation.target.navigations)
            path += "/" + navigation.name
        }
        variables += 1
        let variable = "v\(variables)"
        let inner = condition(navigation.target, variable + "/", depth - 1)
        return "\(path)/\(pick(["any", "all"]))(\(variable): \(inner))"
    }

    // MARK: Operands

    private mutating func operand(_ type: EntityType, _ prefix: String, _ depth: Int) -> String {
        switch number(5) {
        case 0: text(type, prefix, depth)
        case 1: numeric(type, prefix, depth)
        case 2: time(type, prefix, depth)
        case 3: duration(type, prefix, depth)
        default: dynamic(type, prefix)
        }
    }

    private mutating func strayed(_ type: EntityType, _ prefix: String) -> String? {
        isCareless && chance(4) ? operand(type, prefix, 0) : nil
    }

    private mutating func text(_ type: EntityType, _ prefix: String, _ depth: Int) -> String {
        if let stray = strayed(type, prefix) { return stray }
        if depth > 0, chance(2) {
            let inner = text(type, prefix, depth - 1)
            switch number(7) {
            case 0: return "tolower(\(inner))"
            case 1: return "toupper(\(inner))"
            case 2: return "trim(\(inner))"
            case 3: return "concat(\(inner),\(text(type, prefix, 0)))"
            case 4: return "substring(\(inner),\(number(4)))"
            case 5: return "substring(\(inner),\(number(4)),\(number(5)))"
            default:
                guard let shape = shape(type, prefix) else { return inner }
                return "st_relate(\(shape),\(pick(Self.shapes)))"
            }
        }
        let names = type.properties.filter { $0.kind == .text }.map(\.name)
        if !names.isEmpty, chance(2) { return prefix + pick(names) }
        if type == .datastream, chance(3) {
            return prefix + "unitOfMeasurement/" + pick(["name", "symbol", "definition"])
        }
        return chance(3) ? dynamic(type, prefix) : pick(Self.texts)
    }

    private mutating func numeric(_ type: EntityType, _ prefix: String, _ depth: Int) -> String {
        if let stray = strayed(type, prefix) { return stray }
        if depth > 0, chance(2) {
            switch number(7) {
            case 0: return "(\(numeric(type, prefix, depth - 1)) \(pick(Self.operators)) \(numeric(type, prefix, 0)))"
            case 1: return "\(pick(["round", "floor", "ceiling"]))(\(numeric(type, prefix, depth - 1)))"
            case 2: return "-(\(numeric(type, prefix, depth - 1)))"
            case 3: return "length(\(text(type, prefix, depth - 1)))"
            case 4: return "indexof(\(text(type, prefix, depth - 1)),\(text(type, prefix, 0)))"
            case 5: return "\(pick(Self.parts))(\(time(type, prefix, depth - 1)))"
            default:
                guard let shape = shape(type, prefix) else { return String(number(9)) }
                return chance(2) ? "geo.length(\(shape))" : "geo.distance(\(shape),\(pick(Self.shapes)))"
            }
        }
        switch number(4) {
        case 0: return prefix + (chance(3) ? "@iot.id" : "id")
        case 1: return dynamic(type, prefix)
        default: return pick(Self.numbers)
        }
    }

    private mutating func time(_ type: EntityType, _ prefix: String, _ depth: Int) -> String {
        if let stray = strayed(type, prefix) { return stray }
        if depth > 0, chance(3) {
            if chance(3) { return "date(\(time(type, prefix, depth - 1)))" }
            return "\(time(type, prefix, depth - 1)) \(pick(["add", "sub"])) \(duration(type, prefix, 0))"
        }
        let names = type.properties.filter {
            [.instant, .startAndDuration, .range].contains($0.kind) || $0.name == "validTime"
        }
        if !names.isEmpty, !chance(3) { return prefix + pick(names).name }
        return pick(Self.times)
    }

    private mutating func duration(_ type: EntityType, _ prefix: String, _ depth: Int) -> String {
        if let stray = strayed(type, prefix) { return stray }
        if depth > 0, chance(2) {
            if chance(2) { return "time(\(time(type, prefix, depth - 1)))" }
            return "(\(time(type, prefix, depth - 1)) sub \(time(type, prefix, 0)))"
        }
        return pick(Self.durations)
    }

    /// What each row types: a member of a JSON property, a result.
    private mutating func dynamic(_ type: EntityType, _ prefix: String) -> String {
        switch type {
        case .observation where chance(2):
            return prefix + "result" + pick(["", "", "[0]", "[1]", "/k", "/list/0", "[2]"])
        case .observation: return prefix + pick(["resultQuality", "parameters"]) + pick(Self.members + [""])
        case .historicalLocation: return prefix + "id"
        case .location where chance(4): return prefix + "location/" + pick(["type", "coordinates/0", "coordinates"])
        case .multiDatastream where chance(4):
            return prefix + pick(["unitOfMeasurements/0/name", "multiObservationDataTypes/0"])
        default: return prefix + "properties" + pick(Self.members)
        }
    }

    private mutating func anything(_ type: EntityType, _ prefix: String) -> String {
        prefix
            + pick(
                ["id", "@iot.id", "selfLink", "nothing"] + type.properties.map(\.name) + type.navigations.map(\.name))
    }

    private mutating func shape(_ type: EntityType, _ prefix: String) -> String? {
        switch type {
        case .location: prefix + "location"
        case .featureOfInterest: prefix + "feature"
        case .datastream: prefix + "observedArea"
        case .thing: prefix + "Locations/location"
        case .observation: prefix + "FeatureOfInterest/feature"
        default: nil
        }
    }

    private mutating func geometric(_ type: EntityType, _ prefix: String) -> String {
        let known = shape(type, prefix)
        var pair = [known ?? pick(Self.shapes), chance(12) ? known ?? "5" : pick(Self.shapes)]
        if chance(3) { pair.reverse() }
        let arguments = pair.joined(separator: ",")
        switch number(12) {
        case 0:
            return
                "geo.distance(\(arguments)) \(pick(["lt", "le", "gt", "ge"])) \(pick(["0.5", "1000", "3000.5", "5e5", "-1"]))"
        case 1: return "geo.length(\(pair[0])) \(pick(["gt", "lt"])) \(pick(["0.5", "1000", "300000"]))"
        case 2:
            return "st_relate(\(arguments),'\(pick(["T*F**F***", "FF*FF****", "T********", "0FFFFFFF2", "tttt", ""]))')"
        case 3: return "geo.intersects(\(arguments))"
        default:
            let name = pick([
                "equals", "disjoint", "touches", "within", "overlaps", "crosses", "intersects", "contains",
            ])
            return "st_\(name)(\(arguments))"
        }
    }

    // MARK: Other options

    private mutating func orders(_ type: EntityType) -> String {
        (0...number(3)).map { _ in
            var term: String
            let references = type.navigations.filter { !$0.isToMany }
            if !references.isEmpty, chance(4) {
                let navigation = pick(references)
                term = operand(navigation.target, navigation.name + "/", 0)
            } else {
                term = chance(3) ? condition(type, "", 1) : operand(type, "", chance(2) ? 1 : 0)
            }
            if chance(8) { term = anything(type, "") }
            return term + pick(["", " asc", " desc", " desc"])
        }.joined(separator: ",")
    }

    private mutating func selection(_ type: EntityType) -> String {
        var names = ["@iot.id"]
        for _ in 0...number(3) { names.append(chance(15) ? "nothing" : pick(type.properties).name) }
        if type.property(named: "properties") != nil, chance(3) { names.append("properties/deep/s") }
        return names.joined(separator: ",")
    }

    private mutating func expansion(_ type: EntityType, _ depth: Int) -> String {
        let navigation = pick(type.navigations)
        var options: [String] = []
        if navigation.isToMany || chance(9) {
            if chance(2) { options.append("$filter=" + condition(navigation.target, "", 1)) }
            if chance(3) { options.append("$orderby=" + orders(navigation.target)) }
            if chance(2) { options.append("$top=\(number(5))") }
            if chance(4) { options.append("$skip=\(number(3))") }
            if chance(4) { options.append("$count=true") }
        }
        if chance(4) { options.append("$select=" + selection(navigation.target)) }
        if depth > 1, chance(3) { options.append("$expand=" + expansion(navigation.target, depth - 1)) }
        let own = navigation.name + (options.isEmpty ? "" : "(\(options.joined(separator: ";")))")
        return chance(4) ? own + "," + pick(type.navigations).name : own
    }

    /// Takes out, doubles or puts in a few characters.
    private mutating func broken(_ text: String) -> String {
        var characters = Array(text)
        for _ in 0...number(2) {
            guard characters.count > 12 else { break }
            let place = 9 + number(characters.count - 9)
            switch number(3) {
            case 0: characters.remove(at: place)
            case 1: characters.insert(characters[place], at: place)
            default: characters.insert(pick(Array("()'/,;:$[]-+*9eaä\u{7f}% ")), at: place)
            }
        }
        return String(characters)
    }

    /// Nested or long up to a limit and beyond it.
    private mutating func beyondLimits(_ set: String, _ type: EntityType) -> Case {
        let size = pick([5, 8, 11, 12, 13, 20, 60, 99, 101, 199, 201, 500])
        func repeated(_ part: String) -> String { String(repeating: part, count: size) }
        let target = set + "?$filter="
        switch number(11) {
        case 0:
            return Case(
                target: target + repeated("(") + "id gt 0" + repeated(")"), limit: size > 12 ? "max-query-depth" : nil)
        case 1: return Case(target: target + repeated("not ") + "true", limit: size > 12 ? "max-query-depth" : nil)
        case 2:
            return Case(
                target: target + repeated("id gt 3 or ") + "id eq 2", limit: size > 100 ? "max-query-nodes" : nil)
        case 3:
            return Case(target: target + repeated("id gt 0 and ") + "true", limit: size > 100 ? "max-query-nodes" : nil)
        case 4:
            return Case(
                target: target + "id " + repeated("\(pick(Self.operators)) 2 ") + "gt 3",
                limit: size > 60 ? "max-query-" : nil)
        case 5:
            return Case(
                target: target + repeated("round(") + "id" + repeated(")") + " gt 0",
                limit: size > 12 ? "max-query-depth" : nil)
        case 6:
            return Case(
                target: target + repeated("date(") + "now()" + repeated(")") + " gt now()",
                limit: size > 12 ? "max-query-depth" : nil)
        case 7:
            return Case(
                target: target + "now() " + repeated("\(pick(["add", "sub"])) duration'P999999D' ") + "gt now()",
                limit: size > 20 ? "max-query-" : nil)
        case 8:
            let terms = (0..<size).map { _ in operand(type, "", 0) + pick([" desc", ""]) }
            return Case(target: set + "?$top=1&$orderby=" + terms.joined(separator: ","), limit: nil)
        case 9:
            return Case(
                target: "Things?$filter=" + repeated("Datastreams/Thing/") + "id eq 1",
                limit: size > 20 ? "max-query-depth" : nil)
        default: return Case(target: target + repeated("true eq ") + "true", limit: size > 60 ? "max-query-" : nil)
        }
    }

    // MARK: Literals

    private static let operators = ["add", "sub", "mul", "div", "mod"]
    private static let parts = [
        "year", "month", "day", "hour", "minute", "second", "fractionalseconds", "totaloffsetminutes",
    ]
    private static let texts = [
        "''", "'x'", "'Bridge'", "'bridge'", "'Lake''s end'", "'%'", "'_'", "'ö'", "'ÄÖÜ'", "'😀'", "'5'", "'1e3'",
        "' '",
        "'\"Ring\"'", "'\\'", "'NaN'", "'ẞß'", "'counter'",
    ]
    private static let numbers = [
        "0", "1", "2", "-1", "3", "5", "0.5", "-2.5", "1.1", "7", "1e3", "4096", "1e308", "-1e308", "1e-300",
        "9007199254740993",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "0.1", "1024",
    ]
    private static let times = [
        "2026-01-01", "2026-01-01T03:00:00Z", "2026-01-01T04:30:00+01:00", "now()", "mindatetime()", "maxdatetime()",
        "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z", "2026-01-01T02:00:00Z/2026-01-01T02:00:00Z",
        "1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2024-02-29",
    ]
    private static let durations = [
        "duration'PT1H'", "duration'P1D'", "duration'-PT0.5S'", "duration'P1000000D'", "duration'PT0S'",
    ]
    /// Shapes that are not valid, which each engine relates in its own way.
    static let invalid = [overlapping, flat]
    private static let flat = "geography'LINESTRING(7 51, 7 51)'"
    private static let overlapping =
        "geography'MULTIPOLYGON(((7 51,8 51,8 52,7 52,7 51)),((7.5 51.5,9 51.5,9 53,7.5 53,7.5 51.5)))'"
    private static let shapes = [
        "geography'POINT(7.6 51.9)'", "geography'POINT(7.62 51.96)'", "geography'LINESTRING(7.5 51.9, 7.7 52.0)'",
        "geography'POLYGON((7.5 51.8, 7.7 51.8, 7.7 52.0, 7.5 52.0, 7.5 51.8))'",
        "geography'POLYGON((7.60 51.95, 7.62 51.95, 7.62 51.97, 7.60 51.97, 7.60 51.95))'",
        "geography'POLYGON((7.6 51.9, 7.7 52.0, 7.7 51.9, 7.6 52.0, 7.6 51.9))'",
        "geography'MULTIPOINT(7.6 51.9, 8 52)'", "geography'MULTIPOLYGON(((7 51, 8 51, 8 53, 7 51)))'",
        "geography'GEOMETRYCOLLECTION(POINT(7.6 51.9), LINESTRING(7 51, 8 52))'", "geography'POINT(-179 -89)'",
        "geography'POINT(1)'", "geography'POLYGON EMPTY'", flat,
        overlapping,
    ]
    private static let plain = texts + numbers + ["true", "false", "null"]
    private static let literals = plain + times + durations + shapes
    private static let members = [
        "/n", "/s", "/b", "/list/0", "/list/1", "/list/3/k", "/list", "/a.b", "/deep/ä/x-y", "/deep/s", "/huge",
        "/tiny",
        "/big", "/zero", "/nothing", "/str5", "/0", "/n/x", "/null", "/dataset", "/list/99999999999",
    ]
}
