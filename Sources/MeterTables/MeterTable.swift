// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Metering
import Wire

/// A table of quarter hours (CSV) of a metering operator: a row a value, or a column for each point.
///
/// The separator, the decimal mark, names of columns and units are recognised; times are those of Berlin's wall clock
/// unless they name their distance from UTC. What cannot be read for certain is refused with its line.
struct MeterTable: Sendable {
    private(set) var series: [Delivered] = []
    private(set) var unread: [Unread] = []
    /// Equal values that stand twice; they count once.
    private(set) var repeated = 0

    private let calendar: ZonedCalendar
    private let stamps: StampReading
    private var places: [String: Int] = [:]
    private var known: [String: [Int64: Int]] = [:]
    private var last: [String: Instant] = [:]
    private var steps: [String: (first: Int64, isHourly: Bool)] = [:]

    init(_ bytes: [UInt8], calendar: ZonedCalendar) throws(NotText) {
        self.calendar = calendar
        stamps = StampReading(calendar: calendar)
        guard let text = Self.text(bytes), !text.isEmpty else { throw NotText() }
        text.withUnsafeBufferPointer { read($0) }
        for (location, step) in steps.sorted(by: { $0.key < $1.key }) where step.isHourly {
            guard series.contains(where: { $0.location == location && $0.values.count > 1 }) else { continue }
            refuse(
                0,
                Words(
                    "\(location): Die Reihe hat Stundenwerte. Gebraucht werden Viertelstunden: Bitte den Messstellenbetreiber um den Lastgang bitten.",
                    "\(location): the series is hourly. Quarter hours are needed: please ask the metering operator for the load profile."
                ))
            series.removeAll { $0.location == location }
        }
        series.removeAll { $0.values.isEmpty }
    }

    private static func text(_ bytes: [UInt8]) -> [UInt8]? {
        (try? TextEncoding.likely(of: bytes).utf8(bytes))?.bytes
    }

    // MARK: - Head

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        let separator = Self.separator(bytes)
        var reader = TableReader(bytes, separator: separator)
        var columns: MeterColumns?
        var named: String?
        while columns == nil {
            guard reader.next() == .record else {
                refuse(
                    0,
                    Words(
                        "Keine Zeile mit Spaltennamen gefunden. Erwartet werden zum Beispiel: Marktlokation; von; bis; Wert [kWh]; Status.",
                        "No row with names of columns was found. Expected is for example: Marktlokation; von; bis; Wert [kWh]; Status."
                    ))
                return
            }
            let cells = reader.fields.indices.map { reader.text($0) }
            columns = MeterColumns(cells)
            if columns == nil, cells.count >= 2, MeterColumns.isPoint(cells[0]) { named = cells[1] }
        }
        guard let columns else { return }
        if columns.point == nil, columns.wide.isEmpty, named == nil {
            refuse(
                reader.line,
                Words(
                    "Zu welcher Marktlokation die Werte gehören, steht nirgends: Es fehlt eine Spalte „Marktlokation“ oder eine Zeile davor.",
                    "No market location is named for the values: a column “Marktlokation” or a row before it is missing."
                ))
            return
        }
        var rows: [(line: Int, cells: [String])] = []
        reading: while true {
            switch reader.next() {
            case .record: rows.append((reader.line, reader.fields.indices.map { reader.text($0) }))
            case .broken:
                refuse(
                    reader.line,
                    Words(
                        "Die Zeile ist nicht lesbar: ein Anführungszeichen ohne Ende.",
                        "The line cannot be read: a quote without an end."))
            case .end: break reading
            }
        }
        let decimal = Self.decimal(rows.lazy.map(\.cells), columns, separator)
        let isEnd = columns.from == nil ? stamps.areEnds(rows.lazy.map(\.cells), columns) : false
        guard let isEnd else {
            refuse(
                reader.line,
                Words(
                    "Ob der Zeitstempel am Anfang oder am Ende der Viertelstunde steht, ist nicht zu erkennen: Bitte die Spalte „von“ oder „bis“ nennen.",
                    "Whether the time stamps stand at the beginning or the end of the quarter hour cannot be told: please call the column “von” or “bis”."
                ))
            return
        }
        for row in rows { take(row.cells, row.line, columns, named, decimal, isEnd) }
    }

    private static func separator(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
        let head = bytes.prefix(4096)
        let counts = [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: ",")].map { mark in
            (mark, head.reduce(0) { $0 + ($1 == mark ? 1 : 0) })
        }
        return counts.first { $0.1 > 0 }?.0 ?? UInt8(ascii: ";")
    }

    /// The mark before decimals: of two in one number the last one; a comma, where there are commas.
    private static func decimal(
        _ rows: some Sequence<[String]>, _ columns: MeterColumns, _ separator: UInt8
    ) -> Character {
        guard separator != UInt8(ascii: ",") else { return "." }
        var hasComma = false
        for cells in rows {
            for column in columns.values where column < cells.count {
                let text = cells[column]
                if let comma = text.lastIndex(of: ",") {
                    if let point = text.lastIndex(of: "."), point > comma { return "." }
                    hasComma = true
                }
            }
        }
        return hasComma ? "," : "."
    }

    // MARK: - Rows

    private mutating func refuse(_ line: Int, _ words: Words) { unread.append(Unread(line: line, words: words)) }

    private mutating func take(
        _ cells: [String], _ line: Int, _ columns: MeterColumns, _ named: String?, _ decimal: Character, _ isEnd: Bool
    ) {
        func cell(_ column: Int?) -> String { column.map { $0 < cells.count ? cells[$0] : "" } ?? "" }
        let places: [(String, Int?)] =
            columns.wide.isEmpty ? [(cell(columns.point), columns.value)] : columns.wide.map { ($0.0, $0.1) }
        let state: ValueState
        switch Self.state(cell(columns.state)) {
        case nil:
            return refuse(
                line,
                Words(
                    "Den Status „\(cell(columns.state))“ kennt das Programm nicht (gemessen, Ersatzwert, vorläufig, fehlt).",
                    "The state “\(cell(columns.state))” is not known (measured, substitute, provisional, missing)."))
        case .missing?: return
        case let known?: state = known
        }
        for (name, column) in places {
            let location = name.isEmpty ? named ?? "" : name
            let text = cell(column)
            // an empty cell is a gap, and a gap is no nought
            if text.isEmpty || text == "-" { continue }
            var near = last[location]
            guard let start = stamps.start(cells, columns, isEnd: isEnd, after: &near) else {
                return refuse(line, stamps.fault(cells, columns))
            }
            last[location] = near
            let unit = columns.unit(cell(columns.unitColumn), at: column)
            guard let unit else {
                return refuse(
                    line,
                    Words(
                        "Die Einheit fehlt oder ist unbekannt: Wh, kWh, MWh, W oder kW.",
                        "The unit is missing or unknown: Wh, kWh, MWh, W or kW."))
            }
            guard !Self.isAmbiguous(text, decimal: decimal, unit) else {
                refuse(
                    line,
                    Words(
                        "„\(text)“ kann Tausender oder Dezimalen meinen: Bitte die Werte ohne Tausenderzeichen oder in kWh liefern lassen.",
                        "“\(text)” may mean thousands or decimals: please have the values sent without a mark of thousands, or in kWh."
                    ))
                continue
            }
            guard let wattHours = Self.wattHours(text, decimal: decimal, unit) else {
                refuse(line, Words("„\(text)“ ist keine Zahl.", "“\(text)” is no number."))
                continue
            }
            guard wattHours >= 0 else {
                refuse(
                    line,
                    Words(
                        "Der Wert \(text) ist negativ: Bezug und Einspeisung stehen in eigenen Reihen.",
                        "The value \(text) is negative: consumption and feeding in have series of their own."))
                continue
            }
            let feedsIn: Bool?
            switch Self.direction(cell(columns.register)) {
            case .failure(let words):
                refuse(line, words)
                continue
            case .success(let known): feedsIn = known
            }
            add(Delivered.Value(start: start, wattHours: wattHours, state: state, line: line), to: location, feedsIn)
        }
    }

    private mutating func add(_ value: Delivered.Value, to location: String, _ feedsIn: Bool?) {
        guard value.start.microseconds % MeteringDay.slotLength == 0 else {
            return refuse(
                value.line,
                Words(
                    "Die Zeit liegt nicht auf einer Viertelstunde.", "The time is not on the edge of a quarter hour."))
        }
        // a point that both consumes and feeds in has a series for each
        let key = location + (feedsIn == true ? "+" : "")
        if places[key] == nil {
            places[key] = series.count
            series.append(Delivered(location: location, feedsIn: feedsIn, values: []))
        }
        guard let place = places[key] else { return }
        let slot = value.start.microseconds / MeteringDay.slotLength
        if let step = steps[location] {
            steps[location]?.isHourly = step.isHourly && (slot - step.first) % 4 == 0
        } else {
            steps[location] = (slot, true)
        }
        if let index = known[key]?[slot] {
            let before = series[place].values[index]
            if before.wattHours == value.wattHours, before.state == value.state {
                repeated += 1
            } else {
                refuse(
                    value.line,
                    Words(
                        "Zur selben Viertelstunde steht in Zeile \(before.line) ein anderer Wert (\(before.wattHours) Wh, hier \(value.wattHours) Wh). Übernommen wird keiner von beiden.",
                        "Line \(before.line) has another value for the same quarter hour (\(before.wattHours) Wh, here \(value.wattHours) Wh). Neither is taken."
                    ))
                series[place].values[index] = Delivered.Value(
                    start: before.start, wattHours: 0, state: .missing, line: before.line)
            }
            return
        }
        known[key, default: [:]][slot] = series[place].values.count
        series[place].values.append(value)
    }

    // MARK: - Cells

    /// What a status says; nil for one that nobody knows.
    static func state(_ text: String) -> ValueState? {
        switch text.lowercased() {
        case "", "w", "wahr", "wahrer wert", "220", "gemessen", "measured", "true", "ok", "messwert": .measured
        case "e", "ersatzwert", "ersatz", "67", "substitute": .substitute
        case "v", "vorläufig", "vorläufiger wert", "z18", "provisional": .provisional
        case "f", "fehlt", "fehlend", "missing", "n/a": .missing
        default: nil
        }
    }

    private enum Direction { case success(Bool?), failure(Words) }

    private static func direction(_ text: String) -> Direction {
        guard !text.isEmpty else { return .success(nil) }
        guard let register = try? OBISCode(text) else {
            return .failure(
                Words("„\(text)“ ist keine OBIS-Kennzahl.", "“\(text)” is no OBIS code."))
        }
        switch register.direction {
        case .consumption: return .success(false)
        case .feedIn: return .success(true)
        case .other:
            return .failure(
                Words(
                    "Die Kennzahl \(text) zählt weder Bezug noch Einspeisung von Energie.",
                    "The code \(text) counts neither consumption nor feeding in of energy."))
        }
    }

    /// `1.250` Wh may be one and a quarter or a thousand and more; in kWh the fuse tells the two apart.
    static func isAmbiguous(_ text: String, decimal: Character, _ unit: MeterColumns.Unit) -> Bool {
        guard unit == .wattHour || unit == .watt else { return false }
        let parts = text.split(separator: decimal, omittingEmptySubsequences: false)
        let isGroup = parts.count == 2 && parts[1].count == 3 && (1...3).contains(parts[0].count) && parts[0] != "0"
        return isGroup && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    /// Whole watt-hours, half away from zero; nil for what is no number.
    static func wattHours(_ text: String, decimal: Character, _ unit: MeterColumns.Unit) -> Int? {
        var (digits, decimals, isBehind) = (Int(0), 1, false)
        var isNegative = false
        for (index, character) in text.enumerated() {
            if index == 0, character == "-" || character == "+" || character == "−" {
                isNegative = character != "+"
            } else if character == decimal, !isBehind {
                isBehind = true
            } else if let digit = character.wholeNumberValue, character.isASCII {
                guard digits < 1_000_000_000_000, decimals < 1_000_000_000_000 else { return nil }
                digits = digits * 10 + digit
                if isBehind { decimals *= 10 }
            } else if !isBehind, [".", ",", "'", " ", "\u{A0}", "\u{202F}"].contains(character) {
                continue
            } else {
                return nil
            }
        }
        guard text.contains(where: \.isNumber) else { return nil }
        let rounded = unit.wattHours(digits, decimals)
        return isNegative && digits > 0 ? -max(1, rounded) : rounded
    }
}
