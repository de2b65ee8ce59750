// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

extension SeriesParser {
    /// The state while one file is read.
    struct Run {
        let mapping: SeriesMapping
        private let path: String
        let cellLimit: Int
        private let declared: [DeclaredCells]
        var header = Header(names: [])
        /// Line in the file of each line of the table; empty where they are the same.
        private var lines: [Int32] = []
        var stamps: StampReader
        private var cells: StampCells?
        /// Where the row names its own end.
        private var endCells: StampCells?
        var stationColumn: Int?
        /// All columns of the identifier where it takes several.
        var stationParts: [Int] = []
        var stationNameColumn: Int?
        var stationNamePattern: Pattern?
        var fileStation: Station?
        var bindings: [SeriesParser.Binding] = []
        /// Bindings that take every row, and those that take rows by a text in another column.
        var always: [Int] = []
        var selections: [Selection] = []
        private var stationRows: [[UInt8]: Int] = [:]
        private var lastStation: [UInt8] = []
        private var stationRow = -1
        private var groups: [Int: Int] = [:]
        /// Where the rows are times of day and the columns were days: the day, whose rows follow each other.
        private var dayColumn: Int?
        private var days: [[UInt8]: Int] = [:]
        private var groupCount = 0
        private var lastGroup = (row: -1, group: 0)
        /// By station, then by binding.
        private var series: [[ParsedSeries?]] = []
        private var stations: [Station] = []
        var rowPlaces: RowPlaces?
        /// Places that the rows or the lines before the header name, by station.
        private(set) var places: [String: Place] = [:]
        private var done = SeriesCollection()

        /// Rules that take rows by the texts in the same columns.
        struct Selection {
            let columns: [Int]
            let rules: [Int]
            /// Texts → which bindings take them, and their number among the texts.
            var known: [[UInt8]: (bindings: [Int], index: Int)] = [:]
        }

        init(mapping: SeriesMapping, calendar: ZonedCalendar, form: StampForm, path: String, limits: ImportLimits) {
            self.mapping = mapping
            self.path = path
            cellLimit = limits.cellBytes
            declared = mapping.series.map { DeclaredCells($0, mapping.format) }
            stamps = StampReader(mapping.time, calendar: calendar, form: form)
        }

        /// A table begins: its columns are bound to the mapping's rules.
        mutating func begin(_ section: TableSection, report: inout ImportReport) throws(FileFault) {
            header = section.header
            lines = section.lines
            let lead = section.lead
            let cells = try StampCells(StampCells.Layout(mapping.time), header)
            self.cells = cells
            let end = mapping.time.end
            endCells = end.isEmpty ? nil : try StampCells(StampCells.Layout(end), header)
            let first = cells.columns.count > 1 ? cells.columns.first : nil
            dayColumn = first.flatMap { header.names[$0] == mapping.format.unpivot?.into ? $0 : nil }
            try bind(times: cells.columns + (endCells?.columns ?? []), lead: lead, path: path, report: &report)
            if stationColumn == nil {
                stationRow = row(for: fileStation)
                if let fileStation, let place = LeadPlace(mapping.places)?.place(in: lead) {
                    places[fileStation.id] = place
                }
            }
        }

        /// Room for the series of one station; they come to life with their first value.
        private mutating func row(for station: Station?) -> Int {
            series.append([])
            stations.append(station ?? Station(id: "", name: ""))
            return series.count - 1
        }

        // MARK: Rows

        /// The rows of a table, or of a piece of one.
        mutating func take(all reader: inout TableReader, report: inout ImportReport) {
            while true {
                switch reader.next() {
                case .end: return
                case .broken:
                    report.rows += 1
                    refuse(.badCell, reader, column: nil, report: &report)
                case .record: take(reader, report: &report)
                }
            }
        }

        private mutating func take(_ reader: TableReader, report: inout ImportReport) {
            if reader.fields[0].isEmpty, reader.fields.allSatisfy(\.isEmpty) { return }
            if !mapping.format.specialRows.isEmpty, special(reader) { return }
            report.rows += 1
            let count = reader.fields.count
            if count > header.names.count, !mapping.format.isSurplusHarmless(reader, width: header.names.count) {
                return refuse(.surplusFields, reader, column: nil, report: &report)
            }
            if let stationColumn {
                guard stationColumn < count, find(stationColumn, reader) else {
                    return refuse(.noStation, reader, column: stationColumn, report: &report)
                }
            }
            // what nobody takes needs no time
            if always.isEmpty, !isTaken(reader) { return report.ignore(ignoredText(reader)) }
            let line = self.line(reader)
            let group = self.group(reader)
            let cells = self.cells
            let stamp = cells?.with(reader) { self.stamp(of: reader, $0, group: group, line: line) }
            let column = cells?.first
            switch stamp {
            case nil: refuse(.missingFields, reader, column: nil, report: &report)
            case .unreadable: refuse(.badTime, reader, column: column, report: &report)
            case .nonexistent: refuse(.nonexistentTime, reader, column: column, report: &report)
            case .time(let time, let duration):
                values(reader, time, duration, fold: nil, report: &report)
            case .repeated(let row, let duration):
                // What its cells count for shows when it is known whether the row is taken.
                var own = ImportReport(mapping: report.mapping, dataset: report.dataset, started: report.started)
                values(reader, 0, duration, fold: row, report: &own)
                done.fold(row, place: place(reader, column), report: own)
            }
        }

        private mutating func stamp(
            of reader: TableReader, _ begin: UnsafeBufferPointer<UInt8>, group: Int, line: Int
        ) -> StampReader.Reading {
            guard let endCells else { return stamps.read(begin, group: group, line: line) }
            return endCells.with(reader) { stamps.read(begin, end: $0, group: group, line: line) } ?? .unreadable
        }

        private mutating func values(
            _ reader: TableReader, _ time: Int64, _ duration: Int64, fold: Int?, report: inout ImportReport
        ) {
            if let place = rowPlaces?.place(reader), stations.indices.contains(stationRow) {
                let id = stations[stationRow].id
                if places[id] == nil { places[id] = place }
            }
            for index in always { cell(index, reader, time, duration, fold, report: &report) }
            for index in selections.indices {
                for binding in selected(index, reader).bindings {
                    cell(binding, reader, time, duration, fold, report: &report)
                }
            }
        }

        /// A line that is no record, as declared.
        private mutating func special(_ reader: TableReader) -> Bool {
            guard let row = mapping.format.specialRow(reader) else { return false }
            guard row.use == .property, let property = row.property else {
                done.leftOut(reader.excerpt(0))
                return true
            }
            for index in bindings.indices where bindings[index].column < reader.fields.count {
                let cell = reader.text(bindings[index].column)
                let groups = row.value.map { $0.groups(in: cell) } ?? [cell, cell]
                if let groups, let value = groups.last, !value.isEmpty { bindings[index].properties[property] = value }
            }
            return true
        }

        /// Makes the row's station the current one; false when the row names none.
        private mutating func find(_ column: Int, _ reader: TableReader) -> Bool {
            if !stationParts.isEmpty { return findTogether(reader) }
            let bytes = reader.slice(column)
            if bytes.elementsEqual(lastStation) { return !lastStation.isEmpty }
            guard !bytes.isEmpty, bytes.count <= cellLimit else { return false }
            let id = reader.text(column)
            guard !id.isEmpty else { return false }
            lastStation = Array(bytes)
            return makeCurrent(id, reader)
        }

        /// The station that several columns name together: `05/1234`.
        private mutating func findTogether(_ reader: TableReader) -> Bool {
            var key: [UInt8] = []
            for column in stationParts {
                guard column < reader.fields.count, reader.slice(column).count <= cellLimit else { return false }
                key.append(contentsOf: reader.slice(column))
                key.append(RewrittenTable.separator)
            }
            if key == lastStation { return true }
            let parts = stationParts.map { reader.text($0) }
            guard parts.contains(where: { !$0.isEmpty }) else { return false }
            lastStation = key
            return makeCurrent(parts.joined(separator: "/"), reader)
        }

        /// `lastStation` becomes the current station, known by this identifier where it is new.
        private mutating func makeCurrent(_ id: String, _ reader: TableReader) -> Bool {
            if let known = stationRows[lastStation] {
                stationRow = known
                return true
            }
            var name = stationNameColumn.flatMap { $0 < reader.fields.count ? reader.text($0) : nil } ?? id
            if let part = stationNamePattern?.groups(in: name)?.last, !part.isEmpty { name = part }
            stationRow = row(for: station(id, name))
            stationRows[lastStation] = stationRow
            return true
        }

        /// The series of times to which a row belongs: its station's, and its parameter's in a long table.
        private mutating func group(_ reader: TableReader) -> Int {
            if selections.isEmpty, dayColumn == nil, lastGroup.row == stationRow { return lastGroup.group }
            var key = stationRow << 20
            if !selections.isEmpty { key += selected(0, reader).index }
            if let dayColumn, dayColumn < reader.fields.count {
                let text = Array(reader.slice(dayColumn))
                let day = days[text] ?? days.count
                days[text] = day
                key += day << 44
            }
            let group = groups[key] ?? groupCount
            if group == groupCount {
                groups[key] = group
                groupCount += 1
            }
            lastGroup = (stationRow, group)
            return group
        }

        private mutating func cell(
            _ index: Int, _ reader: TableReader, _ time: Int64, _ duration: Int64, _ fold: Int?,
            report: inout ImportReport
        ) {
            let column = bindings[index].column
            let rule = bindings[index].rule
            guard column < reader.fields.count else {
                report.empty += 1
                return
            }
            let bytes = reader.slice(column)
            let number: Double
            var limited: String?
            switch declared[rule].meaning(of: bytes) {
            case .missing:
                report.empty += 1
                return
            case .reason(let reason):
                report.reasons[reason, default: 0] += 1
                return
            case .value(let value): number = value
            case nil:
                guard let plain = mapping.format.number.read(bytes) else {
                    guard let (value, reason) = beyond(reader, column, report: &report) else { return }
                    (number, limited) = (value, reason)
                    break
                }
                if declared[rule].isMissing(plain) {
                    report.empty += 1
                    return
                }
                if mapping.series[rule].isCount, !mapping.format.number.isCount(plain, bytes) {
                    return reject(.notWhole, reader, column: column, report: &report)
                }
                if NumberForm.isTooLong(plain, bytes) {
                    return reject(.tooLong, reader, column: column, report: &report)
                }
                number = plain
            }
            var quality: String?
            if let column = bindings[index].statusColumn { quality = status(column, rule, reader, report: &report) }
            if let column = bindings[index].remarkColumn, column < reader.fields.count {
                quality = mapping.series[rule].remark?.quality[reader.text(column)] ?? quality
            }
            if let minimum = mapping.series[rule].minimum, number < minimum {
                guard let flag = outside(rule, reader, column, report: &report) else { return }
                quality = flag
            } else if let maximum = mapping.series[rule].maximum, number > maximum {
                guard let flag = outside(rule, reader, column, report: &report) else { return }
                quality = flag
            }
            if let limited { quality = quality.map { limited + "; " + $0 } ?? limited }
            if quality != nil { report.flagged += 1 }
            while series[stationRow].count <= index { series[stationRow].append(nil) }
            if series[stationRow][index] == nil {
                let started = start(index)
                series[stationRow][index] = started
            }
            let line = line(reader)
            series[stationRow][index]?.append(
                time: time, duration: duration, value: number, line: line, quality: quality, fold: fold)
        }

        /// What becomes of a cell that is no number: a marked value where it names a limit and the mapping says so.
        private func beyond(
            _ reader: TableReader, _ column: Int, report: inout ImportReport
        ) -> (value: Double, reason: String)? {
            guard let rule = mapping.format.beyondLimits,
                let text = LimitText(reader.text(column).trimmed, mapping.format.number)
            else {
                reject(.notANumber, reader, column: column, report: &report)
                return nil
            }
            guard let value = text.value(rule) else {
                report.reasons[text.reason, default: 0] += 1
                return nil
            }
            return (value, text.reason + " (" + reader.excerpt(column) + ")")
        }

        private func outside(_ rule: Int, _ reader: TableReader, _ column: Int, report: inout ImportReport) -> String? {
            if mapping.series[rule].outOfBounds == .flag { return "außerhalb der Plausibilitätsgrenzen" }
            reject(.outOfBounds, reader, column: column, report: &report)
            return nil
        }

        /// What is declared of a status counts; undeclared, nothing and 0 are good.
        private func status(_ column: Int, _ rule: Int, _ reader: TableReader, report: inout ImportReport) -> String? {
            let isThere = column < reader.fields.count
            let bytes = isThere ? reader.slice(column) : nil
            let isPlain = bytes.map { $0.isEmpty || ($0.count == 1 && $0[0] == UInt8(ascii: "0")) } ?? true
            if isPlain, !declared[rule].isPlainStatusDoubtful { return nil }
            guard let status = mapping.series[rule].status else { return nil }
            let text = isThere ? reader.text(column) : ""
            if let doubtful = status.doubtful[text] { return doubtful }
            if status.good.contains(text) || text.isEmpty || text == "0" { return nil }
            reject(.unknownStatus, reader, column: column, report: &report)
            return "status " + text.excerpt()
        }

        private func start(_ index: Int) -> ParsedSeries {
            let binding = bindings[index]
            let station = binding.station ?? stations[stationRow]
            let rule = mapping.series[binding.rule]
            let names = ["station": station.id, "stationName": station.name, "header": binding.header]
            func fill(_ template: Template) -> String { template.filled(groups: binding.groups, names: names) }
            return ParsedSeries(
                station: station, rule: binding.rule, key: fill(rule.key), name: fill(rule.name),
                description: fill(rule.description), nameEnglish: rule.nameEnglish.map(fill))
        }

        /// A row that is not taken at all.
        func refuse(_ reason: ImportReport.Reason, _ reader: TableReader, column: Int?, report: inout ImportReport) {
            report.rowsRefused += 1
            reject(reason, reader, column: column, report: &report)
        }

        private func reject(
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
            return ImportReport.Place(file: path, line: line(reader), column: name, text: text)
        }

        private func line(_ reader: TableReader) -> Int {
            lines.indices.contains(reader.line - 1) ? Int(lines[reader.line - 1]) : reader.line
        }

        /// A table ends: its series are put beside those of the tables before it.
        mutating func end() {
            for row in series {
                for (index, one) in row.enumerated() {
                    guard var one else { continue }
                    one.properties = bindings[index].properties
                    one.properties["name_en"] = one.nameEnglish
                    done.add(one, column: bindings[index].header)
                }
            }
            series.removeAll()
            stations.removeAll()
            stationRows.removeAll()
            lastStation.removeAll()
            groups.removeAll()
            lastGroup.row = -1
        }

        /// All series that got a value, sorted and without repetitions; two columns of one Datastream become one series.
        mutating func finished(report: inout ImportReport) -> [ParsedSeries] {
            return done.finished(stamps.folds, mapping, path: path, report: &report)
        }
    }
}
