// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// Columns that say nothing of their own: numbers of rows, parts of the time, attributes of what is measured.
extension TableProposal {
    mutating func following(_ time: TimeGuess?) {
        attributes()
        messages()
        guard let time else { return }
        checkDigits()
        let walls = walls(time)
        for index in columns.indices where [.value, .key].contains(columns[index].role) {
            if isPart(columns[index], of: walls) { columns[index].role = .derived }
        }
        rowNumbers(time)
        changing(time)
    }

    /// Where all times together are one even series, what changes from row to row is no station.
    private mutating func changing(_ time: TimeGuess) {
        guard let step = time.step(keys: []), step.isUnique, step.count > 20, step.share > 0.9 else { return }
        for index in columns.indices where columns[index].role == .key && columns[index].distinct.count > 1 {
            let column = columns[index]
            if column.isKindNamed {
                columns[index].role = .label
            } else if column.numbers.count == column.cells.count, column.distinct.count * 8 > rows.count {
                columns[index].role = .value
            }
        }
    }

    /// What stands around the records says something of all of them. In XML an attribute beside texts that are numbers says something of them: a class, a version.
    private mutating func attributes() {
        guard separator == nil else { return }
        func isAttribute(_ index: Int) -> Bool {
            labels[index].hasPrefix("../") || labels[index].split(separator: "/").last?.hasPrefix("@") ?? false
        }
        // what stands around all records and explains them is no station
        for index in columns.indices where columns[index].role == .key && isAttribute(index) {
            let last = labels[index].split(separator: "/").last.map { $0.lowercased() } ?? ""
            if ["description", "title", "note", "comment", "source", "license", "licence", "attribution", "type"]
                .contains(last)
            {
                columns[index].role = .label
            }
        }
        let values = columns.indices.filter { columns[$0].role == .value }
        guard values.contains(where: { !isAttribute($0) }) else { return }
        for index in values where isAttribute(index) { columns[index].role = .label }
    }

    /// What says something of the messages is no value beside one.
    private mutating func messages() {
        let values = columns.indices.filter { columns[$0].role == .value }
        guard values.contains(where: { !columns[$0].isOfMessage }) else { return }
        for index in values where columns[index].isOfMessage { columns[index].role = .label }
    }

    /// What the times of the rows show on a wall: as they stand, and where they name their distance from UTC in the town.
    private func walls(_ time: TimeGuess) -> [[LocalFields?]] {
        let zones = time.hasOffset ? ["UTC", "Europe/Berlin"] : ["UTC"]
        var walls = zones.compactMap { ZonedCalendar(identifier: $0) }.map { calendar in
            time.stamps.map { stamp in stamp.map { calendar.fields(of: Instant(microseconds: $0)) } }
        }
        if time.hasOffset, let column = time.columns.first, let form = try? StampForm(time.form),
            let calendar = ZonedCalendar(identifier: "UTC")
        {
            walls.append(
                rows.map { row in
                    let stamp = column < row.count ? form.read(StampText.bare(row[column])) : nil
                    return stamp.map { calendar.fields(of: Instant(microseconds: $0.local)) }
                })
        }
        return walls
    }

    /// What parts of a time are written as, and how many different numbers it takes to believe it.
    private static let parts: [(least: Int, isYear: Bool, reading: @Sendable (LocalFields) -> Int)] = [
        (1, true, { $0.year }), (1, true, { $0.month > 10 ? $0.year + 1 : $0.year }), (3, false, { $0.month }),
        (8, false, { $0.day }), (6, false, { $0.hour }), (5, false, { $0.weekday }), (5, false, { $0.weekday % 7 }),
        (5, false, { $0.weekday - 1 }), (3, false, { $0.minute }),
    ]

    /// Whether a column of numbers is in each row the year, the month, the day, the hour or the weekday of its time.
    private func isPart(_ column: ColumnGuess, of walls: [[LocalFields?]]) -> Bool {
        guard column.unit == nil, column.distinct.count <= 400, column.cells.count > 2, column.isWhole,
            column.numbers.count == column.cells.count
        else { return false }
        return walls.contains { wall in
            let pairs = zip(wall, rows).compactMap { fields, row -> (LocalFields, Int)? in
                guard let fields, column.index < row.count, let number = Int(row[column.index].trimmed) else {
                    return nil
                }
                return (fields, number)
            }
            guard pairs.count * 20 >= column.cells.count * 19 else { return false }
            // a year is one by its number; the others have a name besides
            return Self.parts.contains { least, isYear, reading in
                (column.distinct.count >= least || column.isPlainPart)
                    && (isYear || column.isTimeNamed || column.isPartNamed || column.isPlainPart)
                    && pairs.allSatisfy { reading($0.0) == $0.1 }
            }
        }
    }

    /// Whether a column of numbers changes with the time and with nothing else, while each time comes again.
    private func isTime(_ column: ColumnGuess, _ time: TimeGuess) -> Bool {
        guard column.isTimeNamed, column.numbers.count == rows.count, column.distinct.count > 2,
            column.distinct.count * 2 <= rows.count
        else { return false }
        var (stamps, texts): ([String: Int64], [Int64: String]) = ([:], [:])
        for (row, stamp) in zip(rows, time.stamps) {
            guard let stamp, column.index < row.count else { return false }
            let text = row[column.index]
            guard stamps[text] ?? stamp == stamp, texts[stamp] ?? text == text else { return false }
            (stamps[text], texts[stamp]) = (stamp, text)
        }
        return true
    }

    /// A number that each row has for itself, beside a station whose times tell its rows apart already.
    private mutating func rowNumbers(_ time: TimeGuess) {
        let keys = columns.indices.filter { columns[$0].role == .key }
        // a code of the time, as often as the time comes
        for index in keys where !columns[index].isStationNamed && isTime(columns[index], time) {
            columns[index].role = .derived
        }
        for index in keys where columns[index].isRowIdentifier && columns[index].isOwn(rows.count) {
            // beside something that comes again and has each time once, or times that come once
            let others = columns.filter { [.label, .text, .key].contains($0.role) && $0.index != index }
            let isCounting = columns[index].counts(rows.count)
            let apart =
                (isCounting ? [nil] : [])
                + others.filter { $0.distinct.count > 1 && $0.distinct.count * 2 <= rows.count }.map(\.index)
            let isApart = apart.contains { column in
                let texts = column.map { column in rows.map { column < $0.count ? $0[column] : "" } } ?? []
                return time.step(keys: texts).map { $0.isUnique && $0.count > 2 } ?? false
            }
            if isApart { columns[index].role = .derived }
        }
        for index in keys where columns[index].role == .key && countsRows(index, time) {
            columns[index].role = .derived
        }
        let stations = keys.filter { columns[$0].isStationNamed }
        guard !stations.isEmpty else { return }
        for index in keys
        where columns[index].isMessageIdentifier || columns[index].isRowIdentifier && !columns[index].isStationNamed {
            let isOwn =
                columns[index].distinct.count * 5 >= rows.count * 4 && rows.count > 2
                || columns[index].isMessageIdentifier && columns[index].distinct.count * 4 >= rows.count
            let others = stations.map { column in rows.map { column < $0.count ? $0[column] : "" } }
            let texts = rows.indices.map { row in others.map { $0[row] }.joined(separator: "\u{1F}") }
            guard isOwn, let step = time.step(keys: texts), step.isUnique else { continue }
            columns[index].role = .text
        }
    }

    /// Whether a column is called the number of a row and counts rows, and the times need it not to be told apart.
    private func countsRows(_ index: Int, _ time: TimeGuess) -> Bool {
        let column = columns[index]
        guard column.isRowIdentifier, !column.isStationNamed, column.countsRows else { return false }
        let others = columns.filter { other in
            [.key, .label, .text, .parameter].contains(other.role) && other.index != index && other.distinct.count > 1
        }
        // a name of its own for each row: what is numbered are places
        if others.contains(where: { $0.distinct.count * 20 >= rows.count * 19 }) { return false }
        // no station comes a second time
        if column.distinct.count == rows.count, Set(time.stamps).count > 2 { return true }
        let texts = rows.map { row in
            others.map { $0.index < row.count ? row[$0.index] : "" }.joined(separator: "\u{1F}")
        }
        return time.step(keys: texts).map { $0.isUnique && $0.count > 2 } ?? false
    }

    /// Where no column has a name, few small whole numbers behind each of several decimals are marks of their quality.
    private mutating func checkDigits() {
        guard columns.allSatisfy(\.name.isEmpty) else { return }
        let found = columns.indices.dropFirst().filter { index in
            let (own, before) = (columns[index], columns[index - 1])
            return own.role == .value && own.isWhole && own.distinct.count <= 5
                && own.numbers.allSatisfy { (0...9).contains($0) } && before.role == .value && !before.isWhole
        }
        guard found.count > 1 else { return }
        for index in found { columns[index].role = .status }
    }
}
