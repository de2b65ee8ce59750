// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

extension SeriesParser.Run {
    /// Finds the station and binds the columns to the mapping's rules.
    mutating func bind(times: [Int], lead: String, path: String, report: inout ImportReport) throws(FileFault) {
        bindings = []
        always = []
        selections = []
        (stationColumn, stationNameColumn, fileStation, rowPlaces) = (nil, nil, nil, nil)
        stationParts = []
        var headerPattern: Pattern?
        for source in mapping.station.sources
        where fileStation == nil && stationColumn == nil && headerPattern == nil {
            switch source {
            case .fixed(let id, let name): fileStation = station(id, name)
            case .path(let pattern): fileStation = station(pattern.groups(in: path))
            case .lines(let pattern): fileStation = station(pattern.groups(in: lead))
            case .firstHeader(let pattern):
                let first = header.names.indices.first { !times.contains($0) }
                fileStation = first.flatMap { station(pattern.groups(in: header.names[$0])) }
            case .columns(let columns, let name, let pattern):
                let all = columns.compactMap { header.index(of: $0) }
                guard all.count == columns.count else { continue }
                stationColumn = all.first
                stationParts = all.count > 1 ? all : []
                stationNameColumn = name.flatMap { header.index(of: $0) }
                stationNamePattern = pattern
            case .header(let pattern): headerPattern = pattern
            }
        }
        var used = Set(times)
        if let stationColumn { used.insert(stationColumn) }
        used.formUnion(stationParts)
        if let stationNameColumn { used.insert(stationNameColumn) }
        if let own = mapping.places.row {
            rowPlaces = try RowPlaces(own, header)
            used.formUnion([try header.required(own.longitude), try header.required(own.latitude)])
        }
        for (column, name) in header.names.enumerated() where !used.contains(column) && !name.isEmpty {
            let own = headerPattern.flatMap { station($0.groups(in: name)) }
            guard own != nil || fileStation != nil || stationColumn != nil else { continue }
            for (rule, groups) in rules(for: name) {
                used.insert(column)
                guard let selection = mapping.series[rule].selection else {
                    always.append(bindings.count)
                    bindings.append(binding(column, rule, groups, own))
                    continue
                }
                var selecting: [Int] = []
                for name in selection.columns { selecting.append(try header.required(name)) }
                used.formUnion(selecting)
                if let index = selections.firstIndex(where: { $0.columns == selecting }) {
                    selections[index] = Selection(columns: selecting, rules: selections[index].rules + [rule])
                } else {
                    selections.append(Selection(columns: selecting, rules: [rule]))
                }
            }
        }
        for rule in mapping.series {
            if let remark = rule.remark, let column = header.index(of: remark.column) { used.insert(column) }
            if let status = rule.status, rule.selection != nil, let column = header.index(of: status.column.text) {
                used.insert(column)
            }
        }
        for binding in bindings {
            if let column = binding.statusColumn { used.insert(column) }
        }
        for (column, name) in header.names.enumerated() where !used.contains(column) {
            report.ignoredColumns[name.excerpt(), default: 0] += 1
        }
        guard !bindings.isEmpty || !selections.isEmpty else {
            throw FileFault(
                "no column or no station fits the mapping; the file has \(header.listed)", isMisfit: true)
        }
    }

    /// The bindings of a rule that takes rows by the texts of other columns, for such texts.
    mutating func bind(rule: Int, texts: [String]) -> [Int] {
        guard let groups = mapping.series[rule].selection?.groups(in: texts) else { return [] }
        var found: [Int] = []
        for (column, name) in header.names.enumerated() where rules(for: name).contains(where: { $0.rule == rule }) {
            found.append(bindings.count)
            bindings.append(binding(column, rule, groups, nil))
        }
        return found
    }

    private func binding(
        _ column: Int, _ rule: Int, _ groups: [String], _ station: Station?
    ) -> SeriesParser.Binding {
        let description = mapping.series[rule]
        let status = description.status?.column.filled(groups: groups, names: [:])
        return SeriesParser.Binding(
            column: column, header: header.names[column], rule: rule, groups: groups,
            statusColumn: status.flatMap { header.index(of: $0) },
            remarkColumn: description.remark.flatMap { header.index(of: $0.column) }, station: station)
    }

    func station(_ groups: [String]?) -> Station? {
        guard let groups, groups.count > 1, !groups[1].trimmed.isEmpty else { return nil }
        return station(groups[1].trimmed, groups.count > 2 ? groups[2].trimmed : groups[1].trimmed)
    }

    func station(_ id: String, _ name: String) -> Station {
        Station(id: id, name: mapping.station.names[id] ?? (name.isEmpty ? id : name))
    }

    /// The first rule for a column, or all of those that share it by a text in another column.
    private func rules(for name: String) -> [(rule: Int, groups: [String])] {
        var found: [(rule: Int, groups: [String])] = []
        for (index, rule) in mapping.series.enumerated() where found.isEmpty || rule.selection != nil {
            switch rule.columns {
            case .named(let column) where column == name: found.append((index, [name]))
            case .named: continue
            case .matching(let pattern):
                if let groups = pattern.groups(in: name) { found.append((index, groups)) }
            }
            if let last = found.last?.rule, mapping.series[last].selection == nil { break }
        }
        return found
    }
}
