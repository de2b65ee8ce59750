// SPDX-License-Identifier: EUPL-1.2
import Wire

extension SeriesParser {
    /// The state while one file is read.
    struct Run {
        private let mapping: SeriesMapping
        private let header: Header
        private let path: String
        private let cellLimit: Int
        private var stamps: StampReader
        private var timeColumn = 0
        private var stationColumn: Int?
        private var stationNameColumn: Int?
        private var stationNamePattern: Pattern?
        private var fileStation: Station?
        private var bindings: [SeriesParser.Binding] = []
        /// Index of the first series of each station; the bindings follow in order.
        private var stationRows: [[UInt8]: Int] = [:]
        private var lastStation: [UInt8] = []
        private var lastStationBase = -1
        private var series: [ParsedSeries?] = []
        private var stations: [Station] = []

        init(mapping: SeriesMapping, calendar: ZonedCalendar, header: Header, path: String, limits: ImportLimits) {
            self.mapping = mapping
            self.header = header
            self.path = path
            cellLimit = limits.cellBytes
            stamps = StampReader(mapping.time, calendar: calendar)
        }

        // MARK: Columns

        mutating func bind(report: inout ImportReport) throws(FileFault) {
            guard let timeColumn = header.index(of: mapping.time.column) else {
                throw FileFault(
                    description: "the column \"\(mapping.time.column)\" is missing; the file has \(header.listed)")
            }
            self.timeColumn = timeColumn
            var headerPattern: Pattern?
            for source in mapping.station.sources
            where fileStation == nil && stationColumn == nil && headerPattern == nil {
                switch source {
                case .fixed(let id, let name): fileStation = station(id, name)
                case .path(let pattern): fileStation = station(pattern.groups(in: path))
                case .firstHeader(let pattern):
                    let first = header.names.indices.first { $0 != timeColumn }
                    fileStation = first.flatMap { station(pattern.groups(in: header.names[$0])) }
                case .column(let column, let name, let pattern):
                    stationColumn = header.index(of: column)
                    stationNameColumn = name.flatMap { header.index(of: $0) }
                    stationNamePattern = pattern
                case .header(let pattern): headerPattern = pattern
                }
            }
            var used: Set<Int> = [timeColumn]
            if let stationColumn { used.insert(stationColumn) }
            if let stationNameColumn { used.insert(stationNameColumn) }
            for (column, name) in header.names.enumerated() where !used.contains(column) {
                if name.isEmpty { continue }
                guard let (rule, groups) = rule(for: name) else { continue }
                let description = mapping.series[rule]
                let statusName = description.status?.column.filled(groups: groups, names: [:])
                let statusColumn = statusName.flatMap { header.index(of: $0) }
                let remarkColumn = description.remark.flatMap { header.index(of: $0.column) }
                let own = headerPattern.flatMap { station($0.groups(in: name)) }
                guard own != nil || fileStation != nil || stationColumn != nil else { continue }
                bindings.append(
                    SeriesParser.Binding(
                        column: column, header: name, rule: rule, groups: groups, statusColumn: statusColumn,
                        remarkColumn: remarkColumn, station: own))
                used.insert(column)
            }
            for binding in bindings {
                if let column = binding.statusColumn { used.insert(column) }
                if let column = binding.remarkColumn { used.insert(column) }
            }
            for (column, name) in header.names.enumerated() where !used.contains(column) {
                report.ignoredColumns[name.excerpt(), default: 0] += 1
            }
            guard !bindings.isEmpty else {
                throw FileFault(description: "no column or no station fits the mapping; the file has \(header.listed)")
            }
            if stationColumn == nil { lastStationBase = base(for: fileStation) }
        }

        private func station(_ groups: [String]?) -> Station? {
            guard let groups, groups.count > 1, !groups[1].isEmpty else { return nil }
            return station(groups[1], groups.count > 2 ? groups[2] : groups[1])
        }

        private func station(_ id: String, _ name: String) -> Station {
            Station(id: id, name: mapping.station.names[id] ?? (name.isEmpty ? id : name))
        }

        private func rule(for name: String) -> (Int, [String])? {
            for (index, rule) in mapping.series.enumerated() {
                switch rule.columns {
                case .named(let column) where column == name: return (index, [name])
                case .named: continue
                case .matching(let pattern):
                    if let groups = pattern.groups(in: name) { return (index, groups) }
                }
            }
            return nil
        }

        /// Room for one series a binding; they come to life with their first value.
        private mutating func base(for station: Station?) -> Int {
            let base = series.count
            for _ in bindings { series.append(nil) }
            stations.append(station ?? Station(id: "", name: ""))
            return base
        }

        // MARK: Rows

        mutating func take(_ reader: TableReader, report: inout ImportReport) {
            if !mapping.format.specialRows.isEmpty, special(reader) { return }
            report.rows += 1
            let count = reader.fields.count
            if count > header.names.count, !isSurplusHarmless(reader) {
                reject(.surplusFields, reader, column: nil, report: &report)
                return
            }
            guard timeColumn < count else {
                reject(.missingFields, reader, column: nil, report: &report)
                return
            }
            if let stationColumn {
                guard stationColumn < count, find(stationColumn, reader) else {
                    reject(.noStation, reader, column: stationColumn, report: &report)
                    return
                }
            }
            switch stamps.read(reader.slice(timeColumn)) {
            case .unreadable: reject(.badTime, reader, column: timeColumn, report: &report)
            case .nonexistent: reject(.nonexistentTime, reader, column: timeColumn, report: &report)
            case .time(let time, let duration):
                for index in bindings.indices {
                    cell(index, reader, time: time, duration: duration, report: &report)
                }
            }
        }

        /// A line that is no record, as declared.
        private mutating func special(_ reader: TableReader) -> Bool {
            // A record begins with a time stamp or an identifier: a digit spares the patterns.
            let first = reader.slice(0)
            if let byte = first.first, byte &- 0x30 < 10 { return false }
            let text = reader.text(0)
            guard let row = mapping.format.specialRows.first(where: { $0.first.matches(text) }) else { return false }
            guard row.use == .property, let property = row.property else { return true }
            for index in bindings.indices where bindings[index].column < reader.fields.count {
                let cell = reader.text(bindings[index].column)
                let groups = row.value.map { $0.groups(in: cell) } ?? [cell, cell]
                if let groups, let value = groups.last, !value.isEmpty { bindings[index].properties[property] = value }
            }
            return true
        }

        private func isSurplusHarmless(_ reader: TableReader) -> Bool {
            switch mapping.format.surplus {
            case .ignore: return true
            case .reject: return false
            case .ignoreEmpty:
                for index in header.names.count..<reader.fields.count where !reader.text(index).isEmpty { return false }
                return true
            }
        }

        /// Makes the row's station the current one; false when the row names none.
        private mutating func find(_ column: Int, _ reader: TableReader) -> Bool {
            let bytes = reader.slice(column)
            if bytes.elementsEqual(lastStation) { return !lastStation.isEmpty }
            guard !bytes.isEmpty, bytes.count <= cellLimit else { return false }
            lastStation = Array(bytes)
            stamps.restart()
            if let known = stationRows[lastStation] {
                lastStationBase = known
                return true
            }
            let id = reader.text(column)
            var name = stationNameColumn.flatMap { $0 < reader.fields.count ? reader.text($0) : nil } ?? id
            if let part = stationNamePattern?.groups(in: name)?.last, !part.isEmpty { name = part }
            lastStationBase = base(for: station(id, name))
            stationRows[lastStation] = lastStationBase
            return true
        }

        private mutating func cell(
            _ index: Int, _ reader: TableReader, time: Int64, duration: Int64, report: inout ImportReport
        ) {
            let column = bindings[index].column
            guard column < reader.fields.count else {
                report.empty += 1
                return
            }
            let bytes = reader.slice(column)
            if bytes.isEmpty {
                report.empty += 1
                return
            }
            let rule = bindings[index].rule
            let number: Double
            if let plain = Double(decimal: bytes, comma: mapping.format.decimalComma) {
                number = plain
            } else {
                let text = bytes.count > cellLimit ? "…" : reader.text(column)
                if mapping.format.missing.contains(text) {
                    report.empty += 1
                    return
                }
                if let reason = mapping.series[rule].reasons[text] {
                    report.reasons[reason, default: 0] += 1
                    return
                }
                guard let declared = mapping.series[rule].values[text] else {
                    reject(.notANumber, reader, column: column, report: &report)
                    return
                }
                number = declared
            }
            var quality: String?
            if let column = bindings[index].statusColumn { quality = status(column, rule, reader, report: &report) }
            if let column = bindings[index].remarkColumn, column < reader.fields.count, !reader.slice(column).isEmpty {
                quality = mapping.series[rule].remark?.quality[reader.text(column)] ?? quality
            }
            if let minimum = mapping.series[rule].minimum, number < minimum {
                guard let flag = outside(rule, reader, column, report: &report) else { return }
                quality = flag
            } else if let maximum = mapping.series[rule].maximum, number > maximum {
                guard let flag = outside(rule, reader, column, report: &report) else { return }
                quality = flag
            }
            if quality != nil { report.flagged += 1 }
            let place = lastStationBase + index
            if series[place] == nil { series[place] = start(index, at: place) }
            series[place]?.append(time: time, duration: duration, value: number, line: reader.line, quality: quality)
        }

        private func outside(_ rule: Int, _ reader: TableReader, _ column: Int, report: inout ImportReport) -> String? {
            if mapping.series[rule].outOfBounds == .flag { return "außerhalb der Plausibilitätsgrenzen" }
            reject(.outOfBounds, reader, column: column, report: &report)
            return nil
        }

        private func status(_ column: Int, _ rule: Int, _ reader: TableReader, report: inout ImportReport) -> String? {
            guard column < reader.fields.count else { return nil }
            let bytes = reader.slice(column)
            if bytes.isEmpty || (bytes.count == 1 && bytes[0] == UInt8(ascii: "0")) { return nil }
            guard let status = mapping.series[rule].status else { return nil }
            let text = reader.text(column)
            if status.good.contains(text) { return nil }
            if let doubtful = status.doubtful[text] { return doubtful }
            reject(.unknownStatus, reader, column: column, report: &report)
            return "status " + text.excerpt()
        }

        private func start(_ index: Int, at place: Int) -> ParsedSeries {
            let binding = bindings[index]
            let row = bindings.isEmpty ? 0 : place / bindings.count
            let station = binding.station ?? stations[row]
            let rule = mapping.series[binding.rule]
            let names = ["station": station.id, "stationName": station.name, "header": binding.header]
            func fill(_ template: Template) -> String { template.filled(groups: binding.groups, names: names) }
            var properties = binding.properties
            properties["name_en"] = rule.nameEnglish.map(fill)
            return ParsedSeries(
                station: station, rule: binding.rule, key: fill(rule.key), name: fill(rule.name),
                description: fill(rule.description), properties: properties)
        }

        func reject(
            _ reason: ImportReport.Reason, _ reader: TableReader, column: Int?, report: inout ImportReport
        ) {
            report.reject(reason, at: place(reader, column))
        }

        private func place(_ reader: TableReader, _ column: Int?) -> ImportReport.Place {
            let isInside = column.map { $0 < reader.fields.count } ?? false
            let text =
                isInside
                ? reader.excerpt(column ?? 0)
                : reader.fields.indices.prefix(50).map { reader.excerpt($0) }.joined(separator: " | ")
            let name = column.flatMap { $0 < header.names.count ? header.names[$0] : nil } ?? ""
            return ImportReport.Place(file: path, line: reader.line, column: name, text: text)
        }

        /// All series that got a value, sorted and without repetitions; two columns of one Datastream become one series.
        mutating func finished(report: inout ImportReport) -> [ParsedSeries] {
            var all: [(series: ParsedSeries, column: String)] = []
            var known: [String: Int] = [:]
            for (place, started) in series.enumerated() {
                guard let one = started else { continue }
                let key = one.station.id + "/" + one.key
                if let index = known[key] {
                    all[index].series.append(contentsOf: one)
                } else {
                    known[key] = all.count
                    all.append((one, bindings[place % bindings.count].header))
                }
            }
            series.removeAll()
            for index in all.indices {
                all[index].series.settle(mapping.duplicates, path: path, column: all[index].column, report: &report)
            }
            return all.map(\.series)
        }
    }
}
