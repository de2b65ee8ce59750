// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// What some rows of a long table measure.
struct RowParameter {
    /// Texts of the columns that tell it, in the order of the columns; spellings that differ in capitals are one.
    let texts: [[String]]
    let name: String
    let property: PropertyNames?
    let unit: String?
    /// The columns of values, of these rows only.
    let values: [ColumnGuess]
}

extension TableProposal {
    /// Most kinds of rows of a table: where there are more, its columns are no parameters.
    static let mostParameters = 60
    /// Of columns whose name says that they tell what is measured: laboratories measure many things.
    static let mostNamedParameters = 250

    // MARK: Columns

    /// Columns that tell series of one station apart: what is measured in the row, its unit, a direction, a class.
    mutating func findDimensions(_ time: TimeGuess?) {
        guard let time, !columns(.value).isEmpty else {
            for index in columns.indices where columns[index].role == .parameter { columns[index].role = .text }
            return
        }
        let usable: Set<ColumnGuess.Role> = [.label, .text, .key, .derived]
        var names = columns.indices.filter { index in
            let column = columns[index]
            if usable.contains(column.role), column.numbers.isEmpty, column.distinct.count <= Self.mostNamedParameters {
                return column.isParameterNamed || column.namesProperties || column.isWayNamed
            }
            return column.isParameterCode && isCode(column)
        }
        // a code beside its name says the same
        while names.count > 1, let other = names.dropFirst().first(where: { changeTogether(names[0], $0) }) {
            let isBetter = columns[other].namesProperties && !columns[names[0]].namesProperties
            let worse = isBetter ? names[0] : other
            columns[worse].role = .derived
            names.removeAll { $0 == worse }
        }
        // what follows from a finer one tells nothing more
        for index in names where names.count > 1 {
            let isCoarser = names.contains { $0 != index && determines($0, index) && !determines(index, $0) }
            guard isCoarser else { continue }
            columns[index].role = .derived
            names.removeAll { $0 == index }
        }
        for index in names { columns[index].role = .parameter }
        // the name of a member whose text says what is measured there
        for index in columns.indices where columns[index].role == .key && columns[index].isMemberNamed {
            if names.contains(where: { changeTogether($0, index) }) { columns[index].role = .derived }
        }
        // a code of what is measured is no station where another column names one
        let hasStation = columns.contains { $0.role == .key && $0.isStationNamed }
        for index in columns.indices
        where hasStation && columns[index].role == .key && !columns[index].isStationNamed
            && columns[index].distinct.count > 1
        {
            if names.contains(where: { determines($0, index) }) { columns[index].role = .derived }
        }
        // the number of a table in the document, one for each of what is measured
        for index in columns.indices
        where columns[index].role == .value && columns[index].isWhole && columns[index].property == nil {
            let hasOther = columns.contains { $0.role == .value && $0.index != index }
            let isNumbered = Set(columns[index].numbers) == Set((0..<columns[index].distinct.count).map(Double.init))
            if hasOther, isNumbered, names.contains(where: { changeTogether($0, index) }) {
                columns[index].role = .derived
            }
        }
        separate(time)
    }

    /// Numbers that stand for what is measured: few, whole, again and again, beside a column of values.
    private func isCode(_ column: ColumnGuess) -> Bool {
        [.value, .key].contains(column.role) && column.isWhole && column.distinct.count <= 40
            && column.distinct.count * 3 <= column.cells.count
            && columns.contains { $0.role == .value && $0.index != column.index }
    }

    /// Where a time stands several times for one key, the texts that tell those rows apart are keys or parameters.
    ///
    /// Texts that leave many of them together tell nothing: events of one minute are such rows.
    private mutating func separate(_ time: TimeGuess) {
        let most = 0.05
        guard repeated(time, []) > 0.3 else { return }
        var found: [Int] = []
        for _ in 0..<2 {
            let candidates = columns.indices.filter { index in
                let column = columns[index]
                return [.label, .text].contains(column.role) && !found.contains(index)
                    && (2...Self.mostParameters).contains(column.distinct.count)
                    && column.cells.count * 20 >= rows.count * 19
            }
            let best = candidates.map { (index: $0, share: repeated(time, found + [$0])) }
                .min { ($0.share, $0.index) < ($1.share, $1.index) }
            guard let best else { return }
            found.append(best.index)
            guard best.share > most else { break }
        }
        guard repeated(time, found) <= most else { return }
        for index in found {
            let hasKey = columns(.key).contains { $0.distinct.count > 1 }
            columns[index].role = columns[index].isDimensionNamed || hasKey ? .parameter : .key
        }
    }

    /// Share of the rows whose time stands again in another row of the same keys and parameters, and texts of `others`.
    private func repeated(_ time: TimeGuess, _ others: [Int]) -> Double {
        let own = columns.indices.filter { [.key, .parameter].contains(columns[$0].role) || others.contains($0) }
        var counts: [[String]: Int] = [:]
        for (row, stamp) in time.stamps.enumerated() {
            guard let stamp, row < rows.count else { continue }
            counts[own.map { $0 < rows[row].count ? rows[row][$0] : "" } + ["\(stamp)"], default: 0] += 1
        }
        let all = counts.values.reduce(0, +)
        return all == 0 ? 0 : Double(counts.values.reduce(0) { $1 > 1 ? $0 + $1 : $0 }) / Double(all)
    }

    // MARK: What the rows measure

    /// The kinds of rows that the parameter columns tell apart.
    mutating func findParameters(_ time: TimeGuess?) {
        let own = columns(.parameter)
        guard time != nil, !own.isEmpty else { return }
        var groups: [[String]: (spellings: [[String]], rows: [[String]])] = [:]
        var order: [[String]] = []
        for row in rows {
            let texts = own.map { $0.index < row.count ? row[$0.index] : "" }
            let key = texts.enumerated().map { own[$0].isUnitColumn ? $1 : $1.lowercased() }
            if groups[key] == nil { order.append(key) }
            groups[key, default: ([], [])].rows.append(row)
            if groups[key]?.spellings.contains(texts) == false { groups[key]?.spellings.append(texts) }
        }
        guard order.count <= Self.mostNamedParameters else {
            for column in own { columns[column.index].role = .label }
            return
        }
        parameters = order.compactMap { key in groups[key].map { parameter(own, $0.spellings, $0.rows) } }
    }

    private func parameter(_ own: [ColumnGuess], _ texts: [[String]], _ rows: [[String]]) -> RowParameter {
        let first = texts.first ?? []
        var (names, property, unit): ([String], PropertyNames?, String?) = ([], nil, nil)
        for (column, text) in zip(own, first) where !text.isEmpty {
            if column.isUnitColumn {
                unit = ColumnGuess.plain(text) ?? text
                continue
            }
            let isNumber = text.allSatisfy(\.isNumber)
            names.append(isNumber ? "\(label(column)) \(text)" : ColumnGuess.nameWithoutUnit(text))
            property = property ?? PropertyNames.find(text, file: "")
            unit = unit ?? ColumnGuess.unit(in: text)
        }
        let form = numberForm
        let values = columns(.value).map { column -> ColumnGuess in
            var part = ColumnGuess(index: column.index, name: column.name, rows: rows)
            _ = part.read(form)
            part.role = .value
            part.property = property ?? column.property
            part.unit = unit ?? column.unit ?? part.property?.unit
            return part
        }
        return RowParameter(
            texts: texts, name: names.joined(separator: ", "), property: property, unit: unit, values: values)
    }
}

extension Proposal {
    /// Says what the rows of a long table measure.
    mutating func decide(_ parameters: [RowParameter], of columns: [String]) {
        let list = parameters.map { parameter -> JSONValue in
            var object: JSONObject = ["texts": .array((parameter.texts.first ?? []).map { .string($0) })]
            if let unit = parameter.values.first?.unit { object["unit"] = .string(unit) }
            if let property = parameter.property {
                object["property"] = ["de": .string(property.german), "en": .string(property.english)]
            }
            return .object(object)
        }
        decide(
            "parameters", ["columns": .array(columns.map { .string($0) }), "found": .array(list)], .likely,
            "Diese Spalten sagen, was in der Zeile gemessen ist: \(parameters.count) verschiedene Reihen je Messstelle.",
            "These columns tell what a row measures: \(parameters.count) different series of a station.")
    }
}
