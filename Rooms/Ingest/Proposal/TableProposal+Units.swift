// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// What is measured in a unit that nothing names.
extension TableProposal {
    /// Asks for the unit of numbers that are no counts: "1" would be a statement, and mostly a wrong one.
    func askForUnits(_ proposal: inout Proposal) {
        let rules = proposal.mapping["series"]?.array ?? []
        // where 1.234 may be a thousand, nothing shows decimals
        guard proposal["thousands"]?.certainty != .asked else { return }
        var names: [String] = []
        for (index, rule) in rules.enumerated() where rule["unit"]?["symbol"] == "1" && rule["count"] == nil {
            guard let label = rule["column"]?.string, let place = labels.firstIndex(of: label),
                isMeasured(columns[place], rule["name"]?.string ?? label)
            else { continue }
            proposal.openUnits.append(index)
            let name = rule["name"]?.string ?? label
            if !names.contains(name) { names.append(name) }
        }
        guard !names.isEmpty else { return }
        let shown = names.prefix(5)
        let rest = names.count > 5 ? " …" : ""
        let (german, english) = (
            shown.map { "„\($0)“" }.joined(separator: ", "), shown.map { "\"\($0)\"" }.joined(separator: ", ")
        )
        let isTemperature = columns.contains { $0.role == .value && $0.unit == nil && $0.isTemperatureWithoutUnit }
        proposal.ask(
            "unit", [],
            "In welcher Einheit steht \(german)\(rest)? Die Datei nennt keine."
                + (isTemperature ? " Temperaturen um 280: K oder °C?" : ""),
            "In which unit is \(english)\(rest)? The file names none."
                + (isTemperature ? " Temperatures around 280: K or °C?" : ""))
    }

    /// Asks what is measured where the name of a column says nothing.
    func askForProperties(_ proposal: inout Proposal) {
        let rules = proposal.mapping["series"]?.array ?? []
        let names = rules.compactMap { $0["observedProperty"]?["name"]?.string }.filter(ColumnGuess.isMeaningless)
        guard let first = names.first else { return }
        proposal.ask(
            "property", [], "Was wird in „\(first)“ gemessen? Der Name der Spalte sagt es nicht.",
            "What is measured in \"\(first)\"? The column's name does not say it.")
    }

    /// `_min`, `_max` and `_mean` of one name have one unit; their `_count` says how good they are.
    mutating func statistics() {
        var groups: [String: [(index: Int, word: String)]] = [:]
        for index in columns.indices where columns[index].role == .value {
            guard let statistic = columns[index].statistic else { continue }
            groups[statistic.of, default: []].append((index, statistic.word))
        }
        for group in groups.values {
            let values = group.filter { !["count", "cnt"].contains($0.word) }.map(\.index)
            guard group.count > 1, !values.isEmpty else { continue }
            for (index, word) in group where ["count", "cnt"].contains(word) { columns[index].role = .label }
            let unit = values.compactMap { columns[$0].unit }.first
            let isOpen = unit == nil && values.contains { columns[$0].property?.unit == nil }
            for index in values {
                if columns[index].unit == nil { columns[index].unit = unit }
                if isOpen { columns[index].property = columns[index].property?.withoutUnit }
            }
        }
    }

    /// What says how the device is, is no value beside one.
    mutating func devices() {
        let values = columns.indices.filter { columns[$0].role == .value }
        guard values.contains(where: { !columns[$0].isDeviceNamed }) else { return }
        for index in values where columns[index].isDeviceNamed { columns[index].role = .label }
    }

    /// Numbers with decimals, or called after something that is never without a unit.
    private func isMeasured(_ column: ColumnGuess, _ name: String) -> Bool {
        // a value of pH is one without
        if column.property?.unit == "1" || PropertyNames.find(name, file: file)?.unit == "1" { return false }
        // a temperature is never counted
        if column.isTemperatureWithoutUnit { return true }
        return !column.isWhole || Self.physical.contains { column.name.lowercased().contains($0) }
    }

    private static let physical = [
        "verbrauch", "leistung", "energie", "energy", "power", "einspeisung", "bezug", "volume", "volumen", "demand",
        "wärme", "lastgang",
    ]
}
