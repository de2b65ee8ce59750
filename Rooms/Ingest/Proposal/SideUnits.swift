// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// Units and names of columns that stand beside the table: in the lines before it, or in a column of their own.
extension TableProposal {
    mutating func sideUnits() {
        explained()
        paired()
        leading()
    }

    /// `# T2M  Temperature at 2 Meters (C)`, `TA: Lufttemperatur [°C]`: a line for each column.
    private mutating func explained() {
        guard !lead.isEmpty, lead.count < 300 else { return }
        for index in columns.indices where columns[index].role == .value && !columns[index].name.isEmpty {
            let name = columns[index].name
            guard let text = lead.lazy.compactMap({ Self.explanation(of: name, in: $0) }).first else { continue }
            if columns[index].unit == nil { columns[index].unit = ColumnGuess.unit(in: text) }
            if columns[index].property == nil { columns[index].property = PropertyNames.find(text, file: "") }
        }
    }

    private static func explanation(of name: String, in line: String) -> String? {
        var bare = line.drop { !$0.isLetter && !$0.isNumber }
        // "# 2. GHI. Global irradiation (Wh/m2)"
        let number = bare.prefix(while: \.isNumber)
        if !bare.hasPrefix(name), !number.isEmpty, let next = bare.dropFirst(number.count).first, ".)".contains(next) {
            bare = bare.dropFirst(number.count + 1).drop { $0 == " " }
        }
        guard bare.hasPrefix(name) else { return nil }
        let rest = bare.dropFirst(name.count)
        let marks = ".:=-,;\t |\u{2013}"
        guard let mark = rest.first, mark == "(" || marks.contains(mark) else { return nil }
        let text = (mark == "(" ? String(rest) : String(rest.drop { marks.contains($0) })).trimmed
        return text.contains(where: \.isLetter) || text.contains("%") ? text : nil
    }

    /// `NO2;NO2_Einheit`, `temp/value`, `temp/unit`: a unit of one column in another, the same in all rows.
    private mutating func paired() {
        let words = ["einheit", "unit", "units", "uom", "unitcode"]
        for index in columns.indices where columns[index].distinct.count == 1 && columns[index].numbers.isEmpty {
            let name = columns[index].name
            guard let unit = columns[index].distinct.first.flatMap(ColumnGuess.plain) else { continue }
            let parts = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
            guard let mark = parts.first(where: { words.contains($0.lowercased()) }) else { continue }
            let other = parts.filter { $0 != mark }.joined(separator: "/").lowercased()
            guard !other.isEmpty else { continue }
            let own = columns.indices.filter { place in
                guard place != index, columns[place].role == .value else { return false }
                let steps = columns[place].name.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
                let plain = steps.filter { !["value", "wert", "values"].contains($0) }
                return plain.joined(separator: "/") == other || steps.joined(separator: "/") == other
            }
            guard let place = own.first, own.count == 1 else { continue }
            if columns[place].unit == nil { columns[place].unit = unit }
            columns[index].role = .label
        }
    }

    /// `Einheit: m³/s`, `Unit;kWh`, `alle Werte in kW` before the table: for the columns that name none.
    private mutating func leading() {
        let open = columns.indices.filter {
            columns[$0].role == .value && columns[$0].unit == nil && columns[$0].property?.isCount != true
        }
        guard !open.isEmpty, !lead.isEmpty, columns.allSatisfy({ $0.role != .value || $0.unit == nil }) else { return }
        let units = Set(lead.flatMap(Self.units))
        guard units.count == 1, let unit = units.first else { return }
        for index in open { columns[index].unit = unit }
    }

    private static let leadUnits = try? Pattern(
        #"(?i)^[\W_]*(?:(?:ma(?:ß|ss)?einheit|einheit|unit|units|uom)(?:\s+(?:der|des|of)\s+\w+)?\s*[:=;,\t ]+|(?:alle )?(?:werte|angaben|values) in\s+)"?[\[(]?\s*([^\s;,"\])]{1,12})[\])"]?[;,\s.]*$"#
    )

    private static func units(in line: String) -> [String] {
        guard let text = leadUnits?.groups(in: line)?[1], let unit = ColumnGuess.plain(text), unit != "1" else {
            return []
        }
        return [unit]
    }
}
