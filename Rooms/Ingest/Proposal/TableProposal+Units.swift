// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// What is measured in a unit that nothing names.
extension TableProposal {
    /// Asks for the unit of numbers that are no counts: "1" would be a statement, and mostly a wrong one.
    ///
    /// One question for all that may be in the same units.
    func askForUnits(_ proposal: inout Proposal) {
        let rules = proposal.mapping["series"]?.array ?? []
        // where 1.234 may be a thousand, nothing shows decimals
        guard proposal["thousands"]?.certainty != .asked else { return }
        var groups: [(units: [String], names: [String], indices: [Int])] = []
        for (index, rule) in rules.enumerated() where rule["unit"]?["symbol"] == "1" && rule["count"] == nil {
            guard let own = column(named: rule["column"]?.string) else { continue }
            let name = rule["name"]?.string ?? label(own)
            let property = parameters.isEmpty ? own.property : PropertyNames.find(name, file: file)
            guard isMeasured(own, property) else { continue }
            proposal.openUnits.append(index)
            let units = property?.units ?? []
            let group = groups.firstIndex { $0.units == units }
            if let group {
                groups[group].indices.append(index)
                if !groups[group].names.contains(name) { groups[group].names.append(name) }
            } else {
                groups.append((units, [name], [index]))
            }
        }
        for group in groups {
            let (german, english) = Self.listed(group.names)
            let isTemperature = columns.contains {
                $0.role == .value && $0.unit == nil && $0.isTemperatureWithoutUnit && group.names.contains(label($0))
            }
            proposal.ask(
                "unit", (group.units.isEmpty ? ["1"] : group.units).map { .string($0) },
                "In welcher Einheit steht \(german)? Die Datei nennt keine."
                    + (isTemperature ? " Temperaturen um 280: K oder °C?" : ""),
                "In which unit is \(english)? The file names none."
                    + (isTemperature ? " Temperatures around 280: K or °C?" : ""),
                answers: group.indices.map { "/series/\($0)/unit" })
        }
    }

    /// Names as people read them; of many the first.
    private static func listed(_ names: [String]) -> (german: String, english: String) {
        let shown = names.prefix(5)
        let rest = names.count > 5 ? " …" : ""
        return (
            shown.map { "„\($0)“" }.joined(separator: ", ") + rest,
            shown.map { "\"\($0)\"" }.joined(separator: ", ") + rest
        )
    }

    /// Asks what is measured where the name of a column says nothing: one question for all that are in the same unit.
    func askForProperties(_ proposal: inout Proposal) {
        let rules = proposal.mapping["series"]?.array ?? []
        var groups: [(unit: String, names: [String], indices: [Int])] = []
        for (index, rule) in rules.enumerated() {
            guard let name = rule["observedProperty"]?["name"]?.string, isOpen(rule, name) else { continue }
            proposal.openProperties.append(index)
            let unit = proposal.openUnits.contains(index) ? "" : rule["unit"]?["symbol"]?.string ?? ""
            let group = groups.firstIndex { $0.unit == unit } ?? groups.endIndex
            if group == groups.endIndex { groups.append((unit, [], [])) }
            groups[group].indices.append(index)
            if !groups[group].names.contains(name) { groups[group].names.append(name) }
        }
        for group in groups {
            let (german, english) = Self.listed(group.names)
            proposal.ask(
                "property", suggestions(group.unit.isEmpty ? [] : [group.unit]).map { .string($0.german) },
                group.names.count == 1
                    ? "Was wird in \(german) gemessen? Der Name der Spalte sagt es nicht."
                    : "Was wird in \(german) gemessen? Die Namen der Spalten sagen es nicht.",
                group.names.count == 1
                    ? "What is measured in \(english)? The column's name does not say it."
                    : "What is measured in \(english)? The columns' names do not say it.",
                answers: group.indices.map { "/series/\($0)/observedProperty/name" })
        }
    }

    /// Whether nothing tells what a rule's values are.
    private func isOpen(_ rule: JSONValue, _ name: String) -> Bool {
        guard let own = column(named: rule["column"]?.string) else { return false }
        guard rule["where"] == nil else { return ColumnGuess.isMeaningless(name) }
        if let stations, stations.isPlain { return name == stations.value }
        if areStations { return true }
        guard own.property == nil else { return false }
        if own.unit == nil, StationColumns.isPlace(own) { return true }
        // a sum beside its parts is of what they are
        if columns(.value).count > 1, own.isSumNamed { return false }
        return ColumnGuess.isMeaningless(name)
    }

    /// Whether the columns of values are named after where something is measured: none of many after what.
    private var areStations: Bool {
        let values = columns(.value)
        // a street may be called after something that is measured
        let others = values.count { $0.property != nil || $0.unit != nil }
        return values.count > 3 && others * 5 <= values.count && turned == nil
            && values.allSatisfy { $0.property != nil || !ColumnGuess.isMeaningless(label($0)) || $0.isSumNamed }
    }

    /// What may be measured in these units; what the file's name and the lines before the table speak of comes first.
    private func suggestions(_ units: Set<String>) -> [PropertyNames] {
        let known = units.subtracting(["1"])
        let context = ([file] + lead).compactMap { PropertyNames.find($0, file: "") }
        let fitting = PropertyNames.all.filter { !known.isDisjoint(with: $0.units) }
        let usual = known.isEmpty ? Self.usual.compactMap { PropertyNames.find($0, file: "") } : []
        var all: [PropertyNames] = []
        for one in context + fitting + usual where !all.contains(where: { $0.german == one.german }) { all.append(one) }
        return Array(all.prefix(8))
    }

    /// What towns measure most.
    private static let usual = ["anzahl", "radfahrende", "kfz", "temperatur", "wasserstand", "stromverbrauch", "pm10"]

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
            for (index, word) in group where ["count", "cnt"].contains(word) { columns[index].role = .doubtful }
            let unit = values.compactMap { columns[$0].unit }.first
            let isOpen = unit == nil && values.contains { columns[$0].property?.unit == nil }
            for index in values {
                if columns[index].unit == nil { columns[index].unit = unit }
                if isOpen { columns[index].property = columns[index].property?.withoutUnit }
            }
        }
    }

    /// What says how far values are from others, how they run, or how many readings they were made of, is no value beside one.
    mutating func doubtful() {
        let values = columns.indices.filter { columns[$0].role == .value }
        let areStatistics =
            values.count {
                columns[$0].statistic != nil || columns[$0].isNamed(["mittel", "median", "maximum", "minimum"])
            } > 1
        let found = values.filter { index in
            let isCount = columns[index].words.isSubset(of: ["anzahl", "count", "n", "cnt"])
            return columns[index].isDoubtfulNamed || areStatistics && isCount
        }
        guard found.count < values.count else { return }
        for index in found { columns[index].role = .doubtful }
    }

    /// Asks whether it is right that such columns are not taken.
    func leftOut(_ proposal: inout Proposal) {
        let names = columns(.doubtful).map { label($0) }
        guard !names.isEmpty else { return }
        let (german, english) = Self.listed(names)
        proposal.decide(
            "leftOut", .array(names.map { .string($0) }), .asked,
            "Der Name sagt eine Abweichung, einen Verlauf, ein Kennzeichen oder eine Zahl von Messungen.",
            "The name says a deviation, a trend, a flag or a number of readings.")
        proposal.ask(
            "leftOut", ["leave out", "take"],
            "\(german) sagt wohl etwas über die Werte daneben und wird nicht übernommen. Ist es selbst ein Messwert?",
            "\(english) probably says something of the values beside it and is not taken. Is it a measured value itself?",
            answers: ["/series"])
    }

    /// What says how the device is, is no value beside one.
    mutating func devices() {
        let values = columns.indices.filter { columns[$0].role == .value }
        guard values.contains(where: { !columns[$0].isDeviceNamed }) else { return }
        for index in values where columns[index].isDeviceNamed { columns[index].role = .label }
    }

    /// Whether the numbers have a unit: all but what is counted and values of pH.
    private func isMeasured(_ column: ColumnGuess, _ property: PropertyNames?) -> Bool {
        if column.property?.unit == "1" || property?.unit == "1" { return false }
        if !column.isWhole || property != nil || column.property != nil { return true }
        // whole numbers beside what is counted are counted too
        let isAmongCounts = !areStations && columns.contains { $0.role == .value && $0.property?.isCount == true }
        return !isAmongCounts || column.numbers.contains { $0 < 0 }
    }
}

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
