// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// A table whose columns are days, hours, months or years, turned into one with a row for each.
struct TurnedColumns {
    let rule: JSONValue
    /// The columns that are times, as they are named.
    let columns: [String]
    let into: String
    /// `day`, `hour`, `month`, `year`.
    let unit: String
    private(set) var names: [String] = []
    private(set) var rows: [[String]] = []

    init?(_ header: [String], _ table: [[String]]) {
        guard let found = Self.find(header) else { return nil }
        let turned = header.indices.filter { found.places.contains($0) }
        let kept = header.indices.filter { !found.places.contains($0) }
        // A name that nobody has yet.
        var value = "Wert"
        while header.contains(value) { value += "_" }
        var into = found.into
        while header.contains(into) { into += "_" }
        columns = turned.map { header[$0] }
        self.into = into
        unit = found.unit
        rule = ["columns": .string(found.pattern), "into": .string(into), "value": .string(value)]
        names = kept.map { header[$0] } + [into, value]
        guard let pattern = try? Pattern(found.pattern) else { return nil }
        let texts = turned.map { column -> String in
            let groups = pattern.groups(in: header[column]) ?? [header[column]]
            return groups.count > 1 ? groups[1] : groups[0]
        }
        for row in table {
            let own = kept.map { $0 < row.count ? row[$0] : "" }
            for (column, text) in zip(turned, texts) {
                rows.append(own + [text, column < row.count ? row[column] : ""])
            }
            if rows.count > TableGuess.mostRows { break }
        }
    }

    private struct Found {
        let places: Set<Int>
        let pattern: String
        let into: String
        let unit: String
    }

    private static func find(_ names: [String]) -> Found? {
        func found(_ places: [Int], _ pattern: String, _ into: String, _ unit: String) -> Found? {
            guard places.count >= 3, places.count * 2 >= names.count, let first = places.first, let last = places.last,
                last - first + 1 == places.count
            else { return nil }
            return Found(places: Set(places), pattern: pattern, into: into, unit: unit)
        }
        let ranges = names.indices.filter { index in
            guard let (from, to) = StampText.range(names[index]) else { return false }
            return from.contains(":") && StampText.isTimeOfDay(from) && StampText.isTimeOfDay(to)
        }
        if let one = found(ranges, #"^(\d\d?:\d\d)\s*(?:-|–|bis)\s*\d\d?:\d\d$"#, "Uhrzeit", "time of day") {
            return one
        }
        if let hours = hourRanges(names), let one = found(hours.places, hours.pattern, "Stunde", "hour") { return one }
        let times = names.indices.filter { names[$0].contains(":") && StampText.isTimeOfDay(names[$0]) }
        if let one = found(times, #"^(\d\d?:\d\d(?::\d\d)?)$"#, "Uhrzeit", "time of day") { return one }
        let months = names.indices.filter { StampWords.months[names[$0].lowercased().replacing(".", with: "")] != nil }
        if let one = found(
            months, "^(" + months.map { escaped(names[$0]) }.joined(separator: "|") + ")$", "Monat", "month")
        {
            return one
        }
        let years = names.indices.filter { names[$0].count == 4 && (1800...2200).contains(Int(names[$0]) ?? 0) }
        if let one = found(years, #"^(\d{4})$"#, "Jahr", "year") { return one }
        if let hours = hours(names), let one = found(hours.places, hours.pattern, "Stunde", "hour") { return one }
        let dates = names.indices.filter { isDate(names[$0]) }
        let shapes = Set(dates.map { shape(names[$0]) }).sorted()
        guard shapes.count <= 4 else { return nil }
        return found(dates, "^(" + shapes.joined(separator: "|") + ")$", "Tag", "day")
    }

    /// `00-01 Uhr` … `23-24 Uhr`: each hour by its begin and its end.
    private static func hourRanges(_ names: [String]) -> (places: [Int], pattern: String)? {
        let text = #"^\D{0,12}?(\d\d?)(?:[.:]00)?\s*(?:h|Uhr)?\s*(?:-|–|bis)\s*(\d\d?)(?:[.:]00)?\s*(?:h|Uhr)?$"#
        guard let pattern = try? Pattern(text) else { return nil }
        let parts = names.map { pattern.groups(in: $0)?.dropFirst().compactMap { Int($0) } ?? [] }
        let places = names.indices.filter { index in
            parts[index].count == 2 && parts[index][0] < 24 && (parts[index][0] + 1) % 24 == parts[index][1] % 24
        }
        let begins = places.map { parts[$0][0] }
        guard begins.count >= 23, zip(begins, begins.dropFirst()).allSatisfy({ $1 - $0 == 1 }) else { return nil }
        return (places, text)
    }

    /// `h1` … `h24`, `1` … `24`, `0 Uhr` … `23 Uhr`.
    private static func hours(_ names: [String]) -> (places: [Int], pattern: String)? {
        guard let pattern = try? Pattern(#"^([^\d]{0,12}?)(\d\d?)(?:[.:]00)?([^\d]{0,6})$"#) else { return nil }
        let parts = names.map { pattern.groups(in: $0) }
        guard
            let most = Dictionary(grouping: parts.compactMap { $0 }, by: { $0[1] + "\u{1F}" + $0[3] }).max(by: {
                $0.value.count < $1.value.count
            })
        else { return nil }
        let places = names.indices.filter { parts[$0].map { $0[1] + "\u{1F}" + $0[3] == most.key } ?? false }
        let numbers = places.compactMap { parts[$0].flatMap { Int($0[2]) } }
        guard numbers.count >= 23, zip(numbers, numbers.dropFirst()).allSatisfy({ $1 - $0 == 1 || $1 == $0 }),
            let first = numbers.first, (0...1).contains(first), (23...24).contains(numbers.last ?? 0),
            let part = most.value.first
        else { return nil }
        return (places, "^" + escaped(part[1]) + #"(\d\d?)(?:[.:]00)?"# + escaped(part[3]) + "$")
    }

    private static func isDate(_ name: String) -> Bool {
        guard name.count >= 6, name.utf8.contains(where: { $0 &- 0x30 < 10 }) else { return false }
        guard name.contains(where: { !$0.isNumber }) || name.count == 8 else { return false }
        switch StampRecognition.form(of: [name], finest: .month) {
        case .form(let form): return form.span >= .day || form.span == .moment
        case .undecided: return true
        case .none: return false
        }
    }

    /// Digits as `\d`, all else as it stands.
    private static func shape(_ name: String) -> String {
        name.map { $0.isNumber ? #"\d"# : $0.isLetter ? #"\pL"# : escaped(String($0)) }.joined()
    }

    static func escaped(_ text: String) -> String {
        text.map { #"\.+*?()|[]{}^$"#.contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
