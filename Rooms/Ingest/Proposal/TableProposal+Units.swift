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
        proposal.ask(
            "unit", [], "In welcher Einheit steht \(german)\(rest)? Die Datei nennt keine.",
            "In which unit is \(english)\(rest)? The file names none.")
    }

    /// Numbers with decimals, or called after something that is never without a unit.
    private func isMeasured(_ column: ColumnGuess, _ name: String) -> Bool {
        // a value of pH is one without
        if column.property?.unit == "1" || PropertyNames.find(name, file: file)?.unit == "1" { return false }
        return !column.isWhole || Self.physical.contains { column.name.lowercased().contains($0) }
    }

    private static let physical = [
        "verbrauch", "leistung", "energie", "energy", "power", "einspeisung", "bezug", "volume", "volumen", "demand",
        "wärme", "lastgang",
    ]
}
