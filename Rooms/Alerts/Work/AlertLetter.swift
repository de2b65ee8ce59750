// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import SensorThingsFrame
import Site
import Wire

/// What people and programs are told of an alert.
struct AlertLetter {
    let rule: AlertRule
    let events: [AlertEvent]
    let record: SeriesRecord
    let town: String
    /// The address of this server, without a slash at its end.
    let base: String

    /// A letter names so many changes one by one.
    private static let most = 20

    private func address(_ url: SiteURL) -> String { base + url.path }

    private var series: SiteURL { .series(thing: record.thing, datastream: rule.datastream) }

    /// One line; a name with a line break would begin another header.
    var subject: String {
        let name = rule.name.split(whereSeparator: \.isNewline).joined(separator: " ")
        let words: Words = events.last?.turn.kind == .ends ? .alertEnds : .alertBegins
        return "\(town): \(name) – \(words.german) / \(words.english)"
    }

    var body: String { text(.german) + "\n--\n\n" + text(.english) }

    private func text(_ language: Language) -> String {
        let format = Format(language)
        let unit = record.unit(format)
        var lines = ["\(rule.name): \(record.label)", rule.condition.words(unit, format), ""]
        if events.count > Self.most {
            lines.append(language(.earlierChanges(format.integer(Int64(events.count - Self.most)))))
        }
        for event in events.suffix(Self.most) {
            let words: Words = event.turn.kind == .ends ? .alertEnds : .alertBegins
            let value = event.turn.value.map { " (" + format.measure($0, unit: unit) + ")" } ?? ""
            lines.append("\(format.dateTime(event.turn.at)): \(language(words))\(value)")
        }
        lines += [
            "", language(.toSeries) + ": " + address(series),
            language(.toStop) + ": " + address(.stopAlert(token: rule.token)), "",
        ]
        return lines.joined(separator: "\n")
    }

    /// One call for each change, so that a program keeps no state.
    var calls: [String] {
        events.map { event in
            let object: JSONValue = [
                "alert": JSONValue(rule.id), "name": .string(rule.name),
                "condition": .string(rule.condition.kind.rawValue),
                "change": .string(event.turn.kind.rawValue), "at": .string(event.turn.at.iso8601),
                "value": event.turn.value.map { JSONValue($0) } ?? .null, "unit": .string(record.quantity.unit),
                "datastream": JSONValue(rule.datastream), "series": .string(record.label), "town": .string(town),
                "page": .string(address(series)),
            ]
            return object.text
        }
    }
}
