// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import HTTPSupport
import SensorThingsFrame
import Site
import Storage
import Wire

/// Whose series a file holds, and on what terms.
struct SeriesOrigin: Sendable {
    let record: SeriesRecord
    let owner: String
    let licence: String
    let attribution: String
    let address: String
}

/// A line of CSV for people: German with semicolons and decimal comma, English with commas and decimal point.
struct PeopleRow {
    let format: Format

    init(_ format: Format) { self.format = format }

    private var isGerman: Bool { format.language == .german }

    /// Local day and time, the zone, where the clock alone does not say which hour it is, value and unit.
    func cells(_ instant: Instant, _ number: Double?, _ other: String?, _ unit: String) -> [String] {
        let local = format.time.local(instant)
        let zone = format.time.zone(instant, format.language)
        let clock = format.clock(seconds: local.seconds) + ":" + SeriesSpreadsheet.padded(local.seconds % 60)
        var value = number.map { JSONValue($0).text } ?? SeriesSpreadsheet.text(other)
        if number != nil, isGerman { value = value.replacing(".", with: ",") }
        return [isGerman ? format.date(local.day) : local.day.iso, clock, zone, value, unit]
    }

    func line(_ cells: [String]) -> [UInt8] {
        let separator = isGerman ? ";" : ","
        let fields = cells.map { cell -> String in
            let isNumber = Double(cell.replacing(",", with: ".")) != nil
            let field = isNumber && isGerman ? cell : cell.csvField
            return isGerman && !field.hasPrefix("\"") && field.contains(";") ? "\"" + field + "\"" : field
        }
        return Array((fields.joined(separator: separator) + "\r\n").utf8)
    }
}

/// A series as an OpenDocument spreadsheet: the values, and a sheet that says whose they are.
enum SeriesSpreadsheet {
    /// Rows that a file holds; it is made in memory.
    static let most = 200_000

    static func header(_ language: Language) -> [String] {
        let words: [Words] = [.dayColumn, .clockTime, .timeZone, .value, .unit]
        return words.map { language($0) }
    }

    static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// A text as it is, anything else as JSON.
    static func text(_ json: String?) -> String {
        guard let json else { return "" }
        return (try? JSONValue(parsing: json))?.string ?? json
    }

    /// - Throws: `Problem` when there are more values than a file holds.
    static func make(
        _ origin: SeriesOrigin, over window: InstantInterval, _ format: Format, on connection: any StorageConnection
    ) throws -> [UInt8] {
        var rows: [[Spreadsheet.Cell]] = []
        let unit = origin.record.unit(format)
        try connection.forEachRow(
            """
            SELECT phenomenon_time, result, result_json FROM observation
            WHERE datastream_id = \(origin.record.datastream) AND phenomenon_time >= \(window.start.microseconds)
                AND phenomenon_time < \(window.end.microseconds)
            ORDER BY phenomenon_time, id LIMIT \(most + 1)
            """
        ) { row in
            let instant = Instant(microseconds: row.integer(0))
            let local = format.time.local(instant)
            let clock = format.clock(seconds: local.seconds) + ":" + padded(local.seconds % 60)
            let value: Spreadsheet.Cell = row.realIfPresent(1).map { .number($0) } ?? .text(text(row.textIfPresent(2)))
            rows.append([
                .date(local.day.iso), .time(clock), .text(format.time.zone(instant, format.language)), value,
                .text(unit),
            ])
            return true
        }
        guard rows.count <= most else {
            throw Problem.badRequest(
                "A spreadsheet holds \(most) values; choose a shorter period, or take the CSV.",
                german:
                    "Eine Tabelle fasst \(most) Werte; bitte einen kürzeren Zeitraum wählen oder die CSV-Datei nehmen.",
                location: ["parameter": "from"])
        }
        let language = format.language
        let facts: [(Words, String)] = [
            (.seriesName, origin.record.label), (.owner, origin.owner),
            (.licence, language(LicenceWords(origin.licence).name)), (.source, origin.attribution),
            (.addressOfPage, origin.address),
        ]
        return Spreadsheet(
            title: origin.record.label,
            sheets: [
                .init(name: language(.valuesSheet), header: header(language), rows: rows),
                .init(
                    name: language(.originSheet), header: [language(.fact), language(.content)],
                    rows: facts.map { [.text(language($0.0)), .text($0.1)] }),
            ]
        ).openDocument
    }
}
