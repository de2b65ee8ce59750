// SPDX-License-Identifier: EUPL-1.2
import IngestModel

extension TableProposal {
    /// Series, places, a layer, or a table of something else.
    struct Kind {
        let name: String
        let isSure: Bool
        let german: String
        let english: String
        /// Hours or days are counted up, of a year that the file does not name.
        var asksForYear = false
        /// Features with times and numbers, each place once: a layer, or the begin of series.
        var asksForKind = false

        init(_ table: TableProposal, _ time: TimeGuess?, hasProfile: Bool) {
            let columns = table.columns
            let hasPlaces =
                table.shape != nil || !table.columns(.longitude).isEmpty && !table.columns(.latitude).isEmpty
            let hasValues = !table.columns(.value).isEmpty
            if time == nil, hasProfile {
                self.init(
                    "table", "Uhrzeiten von–bis ohne Datum: ein Profil, keine Zeitreihe.",
                    "Times of day from–to without dates: a profile, no series.")
            } else if table.isGeoJSON, hasValues, let time, Self.comesAgain(table, time) {
                self.init(
                    "series", "Dieselben Orte kommen mit anderen Zeiten wieder.",
                    "The same places come again with other times.",
                    isSure: false)
            } else if hasPlaces, time == nil || !hasValues || Self.isRegister(table, time) {
                self.init(
                    table.isGeoJSON ? "layer" : "places", "Koordinaten, und je Ort eine Zeile.",
                    "Coordinates, and a row for each place.", isSure: false)
                asksForKind = table.isGeoJSON && hasValues && Self.mayBeMeasured(table, time)
            } else if table.isGeoJSON, time == nil || !hasPlaces {
                self.init(
                    "layer", "Formen und ihre Eigenschaften.", "Shapes and their properties.", isSure: false)
                asksForKind = hasValues && Self.mayBeMeasured(table, time)
            } else if time == nil, columns.contains(where: \.countsTime) {
                self.init(
                    "table", "Stunden oder Tage werden gezählt, aber kein Jahr steht dabei.",
                    "Hours or days are counted, but no year stands there.", isSure: false)
                asksForYear = true
            } else if time == nil {
                self.init(
                    "table", "Keine Spalte mit Zeiten: keine Zeitreihe.", "No column of times: no series.",
                    isSure: table.turned == nil && !hasValues && !columns.contains { Self.mayBeTime($0) })
            } else if !hasValues || Self.isPeriodList(table, time) {
                self.init(
                    "table", "Zeiten, aber keine Messwerte.", "Times, but no measured values.", isSure: false)
            } else {
                let isWritten = time?.columns.allSatisfy { columns[$0].isWritingTime } ?? false
                self.init(
                    "series", "Zeiten und Zahlen.", "Times and numbers.",
                    isSure: !hasPlaces && !isWritten && Self.hasRhythm(table, time))
            }
        }

        private init(_ name: String, _ german: String, _ english: String, isSure: Bool = true) {
            self.name = name
            self.isSure = isSure
            self.german = german
            self.english = english
        }

        /// Whether a time of the features may be that of a measurement: since when something is there is none.
        private static func mayBeMeasured(_ table: TableProposal, _ time: TimeGuess?) -> Bool {
            guard let time else { return false }
            return time.columns.allSatisfy { !table.columns[$0].isSinceNamed && !table.columns[$0].isWritingTime }
                && Set(time.stamps.compactMap { $0 }).count > 1
        }

        /// Whether places, or what is called a station, come again, each time with another time.
        private static func comesAgain(_ table: TableProposal, _ time: TimeGuess) -> Bool {
            let place = [table.columns(.longitude).first, table.columns(.latitude).first].compactMap { $0?.index }
            let named = table.columns.filter {
                [.key, .alias, .label, .text].contains($0.role) && $0.distinct.count > 0
                    && ($0.role == .key || $0.isKeyNamed || $0.isStationNamed)
            }
            return ([place] + named.map { [$0.index] }).contains { own in
                guard !own.isEmpty else { return false }
                let texts = table.rows.map { row in
                    own.map { $0 < row.count ? row[$0] : "" }.joined(separator: "\u{1F}")
                }
                guard Set(texts).count * 2 <= texts.count, let step = time.step(keys: texts) else { return false }
                return step.count * 2 >= texts.count
            }
        }

        /// Whether the times of a station come again and again in equal steps.
        private static func hasRhythm(_ table: TableProposal, _ time: TimeGuess?) -> Bool {
            let keys = table.columns.filter { [.key, .parameter, .label].contains($0.role) }
            let texts = table.rows.map { row in
                keys.map { $0.index < row.count ? row[$0.index] : "" }.joined(separator: "\u{1F}")
            }
            guard let step = time?.step(keys: texts) else { return false }
            return step.count > 2 && (step.share > 0.5 || step.fitting > 0.8)
        }

        /// Named as a time, and written in a way that was not read.
        private static func mayBeTime(_ column: ColumnGuess) -> Bool {
            column.isTimeNamed && [.text, .label].contains(column.role) && column.distinct.count > 1
                && column.distinct.contains { text in
                    text.count >= 6 && text.contains(where: \.isNumber)
                        || StampText.isTimeOfDay(text) && text.contains(":")
                }
        }

        /// From–until of what is listed: valid times, not measured ones.
        private static func isPeriodList(_ table: TableProposal, _ time: TimeGuess?) -> Bool {
            guard let time, time.span >= .day, time.length == nil else { return false }
            let columns = table.columns
            let dates = columns.filter { $0.role == .time }
            let begins = dates.contains { $0.isCalled(["von", "from", "begin", "beginn", "ab"]) }
            let hasEnd = !time.ends.isEmpty || columns.contains { $0.isCalled(["bis", "until", "to", "ende", "end"]) }
            guard begins, hasEnd else { return false }
            if areNamedAndOverlap(table, time) { return true }
            guard !areMeasured(table, time) else { return false }
            // a sum beside its parts begins with the first of them
            let isOften = Set(time.stamps.compactMap { $0 }).count * 5 < table.rows.count * 4
            return isOften || time.step(keys: []) == nil
        }

        /// Each row has a name of its own, and they run side by side: works, leases, events.
        private static func areNamedAndOverlap(_ table: TableProposal, _ time: TimeGuess) -> Bool {
            let isNamed = table.columns.contains { column in
                [.key, .text, .label].contains(column.role) && column.numbers.isEmpty
                    && column.distinct.count == table.rows.count
            }
            guard isNamed, table.rows.count > 3, let end = time.endStamp.first, let form = try? StampForm(time.form)
            else {
                return false
            }
            let bounds = zip(time.stamps, table.rows).compactMap { stamp, row -> DateSpans.Bounds? in
                guard let stamp, end < row.count, let until = form.read(StampText.bare(row[end])) else { return nil }
                return (stamp, until.local)
            }
            return DateSpans(bounds).map { $0.overlaps > 0 } ?? false
        }

        /// Periods that come again and again for each station, each once.
        private static func areMeasured(_ table: TableProposal, _ time: TimeGuess) -> Bool {
            let keys = (table.columns(.key) + table.columns(.parameter) + table.columns(.label)).filter {
                $0.distinct.count > 1
            }
            guard !keys.isEmpty, !time.ends.isEmpty else { return false }
            let texts = table.rows.map { row in
                keys.map { $0.index < row.count ? row[$0.index] : "" }.joined(separator: "\u{1F}")
            }
            let step = time.step(keys: texts)
            return step?.isUnique == true && Set(texts).count * 2 <= texts.count
        }

        /// Each place once, with dates that say something of the place.
        private static func isRegister(_ table: TableProposal, _ time: TimeGuess?) -> Bool {
            guard let time else { return true }
            let columns = table.columns
            let hasPeriod =
                columns.contains { $0.isCalled(["von", "from"]) }
                && columns.contains { $0.isCalled(["bis", "until", "to"]) }
            if time.span >= .day, hasPeriod, !areMeasured(table, time) { return true }
            // since when a place is there says nothing of what is measured, be it one place only
            if time.span >= .day || time.areMidnights, time.columns.allSatisfy({ columns[$0].isSinceNamed }) {
                return true
            }
            let place = table.columns(.longitude).first ?? table.shape
            guard time.span >= .day || time.areMidnights, let x = place else { return false }
            let keys = columns.filter { $0.role == .key || $0.role == .alias || $0.role == .text }
            let isOnce = keys.contains { $0.distinct.count * 20 >= table.rows.count * 19 }
            return table.rows.count > 2 && isOnce && x.distinct.count * 10 >= table.rows.count * 8
        }
    }
}
