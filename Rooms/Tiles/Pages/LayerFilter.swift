// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import Site
import Wire

/// A filter that a form says, field by field, and the same in CQL2 (OGC 21-065r2).
struct LayerFilter: Sendable {
    /// How a property is asked for.
    enum Question: Sendable, Hashable {
        /// A part of a text, in any case.
        case contains
        case truth
        /// From and to, both included.
        case numbers
        case days
    }

    struct Field: Sendable {
        let name: String
        let question: Question
        /// What was typed: one text, or from and to.
        var typed: [String]
        var fault: Words?

        /// Names of its fields in the form.
        var parameters: [String] {
            switch question {
            case .contains, .truth: ["q." + name]
            case .numbers, .days: ["min." + name, "max." + name]
            }
        }
    }

    /// Properties that the form asks for at once; the others wait behind a word.
    static let most = 4

    private(set) var fields: [Field] = []
    /// Nil where nothing is asked.
    private(set) var text: String?
    /// The same without what is asked of the layer's time: the map looks after that itself.
    private(set) var timelessText: String?
    /// The first and the last day that are asked for, `2026-07-31`.
    private(set) var days: (from: String?, to: String?)

    /// `isMeant` is false where the form was filled in for another layer.
    init(_ collection: FeatureCollection, _ query: FormBody, isMeant: Bool, _ language: Language) {
        var conditions: [(text: String, isOfTime: Bool)] = []
        for property in Self.asked(of: collection) {
            guard let question = Question(property.type) else { continue }
            var field = Field(name: property.name, question: question, typed: [])
            field.typed = field.parameters.map { isMeant ? query[$0] : "" }
            let isOfTime = property.name == collection.timeField
            let name = "\"" + property.name.replacing("\"", with: "\"\"") + "\""
            switch question {
            case .contains:
                if !field.typed[0].isEmpty {
                    conditions.append(("CASEI(\(name)) LIKE CASEI('%\(Self.pattern(field.typed[0]))%')", false))
                }
            case .truth:
                if ["true", "false"].contains(field.typed[0]) {
                    conditions.append(("\(name) = \(field.typed[0])", false))
                }
            case .numbers:
                let numerals = Numerals(german: language == .german)
                for (typed, sign) in zip(field.typed, [">=", "<="]) where !typed.isEmpty {
                    guard let number = numerals.number(from: typed), number.isFinite else {
                        field.fault = .noNumber
                        continue
                    }
                    conditions.append(("\(name) \(sign) \(JSONValue(number).text)", false))
                }
            case .days:
                for (typed, sign) in zip(field.typed, [">=", "<="]) where !typed.isEmpty {
                    guard let day = Self.day(typed) else {
                        field.fault = .noDay
                        continue
                    }
                    let isDay = property.type == .date
                    let clock = sign == ">=" ? "T00:00:00Z" : "T23:59:59.999Z"
                    let moment = isDay ? "DATE('\(day)')" : "TIMESTAMP('\(day)\(clock)')"
                    conditions.append(("\(name) \(sign) \(moment)", isOfTime))
                    if isOfTime, sign == ">=" { days.from = day }
                    if isOfTime, sign == "<=" { days.to = day }
                }
            }
            fields.append(field)
        }
        text = Self.all(conditions.map(\.text))
        timelessText = Self.all(conditions.filter { !$0.isOfTime }.map(\.text))
    }

    private static func all(_ conditions: [String]) -> String? {
        conditions.isEmpty ? nil : conditions.joined(separator: " AND ")
    }

    /// What was typed, for addresses.
    var query: [(String, String)] {
        fields.flatMap { field in zip(field.parameters, field.typed).map { ($0, $1) } }.filter { !$0.1.isEmpty }
    }

    /// The property that names a feature first, then that of its time, then the others in their order.
    static func asked(of collection: FeatureCollection) -> [FeatureField] {
        let first = [collection.titleField, collection.timeField].compactMap { $0.flatMap(collection.field) }
        let others = collection.fields.filter { field in !first.contains { $0.name == field.name } }
        return (first + others).filter { $0.type != .json }
    }

    /// Signs that LIKE takes for others stand for themselves.
    private static func pattern(_ text: String) -> String {
        var pattern = ""
        for character in text {
            if "%_\\".contains(character) { pattern.append("\\") }
            if character == "'" { pattern.append("'") }
            pattern.append(character)
        }
        return pattern
    }

    /// `2026-07-31`, or `31.7.2026` as people write it.
    private static func day(_ text: String) -> String? {
        if FieldType.isDay(text) { return text }
        let parts = text.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 3, text.split(separator: ".").count == 3 else { return nil }
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        let day = "\(padded(parts[2], 4))-\(padded(parts[1], 2))-\(padded(parts[0], 2))"
        return FieldType.isDay(day) ? day : nil
    }
}

extension LayerFilter.Question {
    init?(_ type: FieldType) {
        switch type {
        case .text: self = .contains
        case .boolean: self = .truth
        case .integer, .real: self = .numbers
        case .date, .dateTime, .instant: self = .days
        case .json: return nil
        }
    }
}
