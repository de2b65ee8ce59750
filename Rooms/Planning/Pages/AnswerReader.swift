// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import Site
import Wire

/// Reads a submitted form into a document; German and English numbers and dates are both understood, and what may mean
/// two things stays as it was typed, for validation to say so.
struct AnswerReader {
    let form: FormBody
    /// Of the form's language.
    let numerals: Numerals

    init(form: FormBody, _ language: Language) {
        self.form = form
        numerals = Numerals(german: language == .german)
    }

    /// Answers of the fields given; those of other fields of the old document stay as they are.
    func document(_ fields: [Field], over old: JSONObject = [:]) -> JSONObject {
        var document = old
        for field in fields {
            let value = answer(field, named: field.name)
            // What was typed counts even when the box was ticked before.
            let isUnknown = value == nil && !field.isRequired && isSaidUnknown(field)
            document[field.name] = isUnknown ? JSONValue.null : value
        }
        return document
    }

    /// Whether a box says of the field, of its group or of the whole form that what is empty is not known yet.
    private func isSaidUnknown(_ field: Field) -> Bool {
        [field.name + Self.unknown, Self.unknownGroup(field.section), Self.unknownGroup(nil)].contains { form.has($0) }
    }

    /// The name of the box that speaks for the empty answers of a group; nil: of the whole form.
    static func unknownGroup(_ section: Field.Section?) -> String { "\(unknown).\(section?.rawValue ?? "all")" }

    /// Nil: not answered. A text that cannot be read is kept as a string, so that validation names its place.
    private func answer(_ field: Field, named name: String) -> JSONValue? {
        let text = form.trimmed(name)
        if text == Self.unknown { return .null }
        switch field.kind {
        case .rows(let columns): return rows(columns, named: name)
        case .choices, .datasets, .datastreams:
            let answers = form.all(name).filter { !$0.isEmpty }
            if answers.isEmpty { return nil }
            guard field.kind == .datastreams else { return .array(answers.map { .string($0) }) }
            // some may be typed as numbers, one beside the other
            var seen: Set<String> = []
            let items = answers.flatMap { $0.split { ", ;\r\n".contains($0) } }.map(String.init)
                .filter { seen.insert($0).inserted }
            return items.isEmpty ? nil : .array(items.map { Int64($0).map { JSONValue($0) } ?? .string($0) })
        case .list, .examples, .blocks:
            let items = text.split(whereSeparator: \.isNewline).map { trimmed($0) }.filter { !$0.isEmpty }
            return items.isEmpty ? nil : .array(items.map { .string($0) })
        case .references:
            let items = form.all(name).flatMap { $0.split { ", ;\r\n".contains($0) } }.map { $0.uppercased() }
            var seen: Set<String> = []
            let unique = items.filter { seen.insert($0).inserted }
            return unique.isEmpty ? nil : .array(unique.map { .string($0) })
        default: break
        }
        guard !text.isEmpty else { return nil }
        switch field.kind {
        case .number: return number(text).map { JSONValue($0) } ?? .string(text)
        case .share:
            let percent = text.hasSuffix("%") ? text.dropLast() : text[...]
            return number(percent).map { JSONValue(Self.divided($0)) } ?? .string(text)
        case .money: return cents(text).map { JSONValue($0) } ?? .string(text)
        case .year, .planYear, .datastream: return Int64(text).map { JSONValue($0) } ?? .string(text)
        case .date:
            // A year alone means its last day.
            let isYear = text.utf8.count == 4 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            return .string(isYear ? "\(text)-12-31" : CalendarDay(parsing: text)?.iso ?? text)
        case .flag: return text == "yes" ? true : text == "no" ? false : .string(text)
        case .place: return Self.place(text) ?? .string(text)
        case .longText: return .string(text.replacing("\r\n", with: "\n"))
        case .reference: return .string(text.uppercased())
        default: return .string(text)
        }
    }

    /// The lines of a field that the form shows and that are not to be removed.
    private func lines(named name: String) -> [Int] {
        let prefix = name + "."
        var indices: Set<Int> = []
        for key in form.names where key.hasPrefix(prefix) {
            if let index = key.dropFirst(prefix.count).split(separator: ".").first.flatMap({ Int($0) }) {
                indices.insert(index)
            }
        }
        let dropped = form["drop"]
        return indices.sorted().prefix(ObjectKind.mostRows).filter { "\(name).\($0)" != dropped }
    }

    /// What stands in one line of a field.
    func line(_ columns: [Field], named name: String, at index: Int) -> JSONObject {
        var row = JSONObject()
        for column in columns { row[column.name] = answer(column, named: "\(name).\(index).\(column.name)") }
        return row
    }

    /// How many lines of a field stand empty in the form.
    func blankLines(_ name: String, in document: JSONObject) -> Int {
        max(0, lines(named: name).count - (document[name]?.array?.count ?? 0))
    }

    private func rows(_ columns: [Field], named name: String) -> JSONValue? {
        var rows: [JSONValue] = []
        for index in lines(named: name) {
            let row = line(columns, named: name, at: index)
            if !row.isEmpty { rows.append(.object(row)) }
        }
        return rows.isEmpty ? nil : .array(rows)
    }

    private func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    // MARK: Numbers, days, places

    /// What a choice sends for "I do not know yet".
    static let unknown = "~unknown"

    /// A number in the language of the form; nil for none, and for what may mean two.
    private func number(_ text: some StringProtocol) -> Double? {
        numerals.number(from: text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// Euros to whole cents, digit by digit; nil for less than a cent.
    func cents(_ text: String) -> Int64? {
        guard let reading = numerals.reading(of: text) else { return nil }
        let parts = reading.split(separator: ".")
        let decimals = parts.count > 1 ? parts[1] : ""
        guard parts[0].count <= 14, decimals.dropFirst(2).allSatisfy({ $0 == "0" }) else { return nil }
        let cents = decimals.prefix(2)
        return Int64("\(parts[0])\(cents)\(String(repeating: "0", count: 2 - cents.count))")
    }

    /// Per cent to a share without noise in the last digits: 2.9 becomes 0.029.
    private static func divided(_ percent: Double) -> Double { Double("\(percent)e-2") ?? percent / 100 }

    /// GeoJSON, or latitude and longitude as people write them.
    static func place(_ text: String) -> JSONValue? {
        if text.hasPrefix("{") { return try? JSONValue(parsing: text) }
        let separators: Set<Character> = text.contains(".") ? [" ", ",", ";"] : [" ", ";"]
        let parts = text.split { separators.contains($0) }
            .map { Numerals.readings(of: $0.replacing(",", with: ".")).last.flatMap { Double($0) } }
        guard parts.count == 2, let latitude = parts[0], let longitude = parts[1] else { return nil }
        return ["type": "Point", "coordinates": [JSONValue(longitude), JSONValue(latitude)]]
    }
}
