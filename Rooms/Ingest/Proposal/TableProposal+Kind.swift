// SPDX-License-Identifier: EUPL-1.2
import IngestModel

extension TableProposal {
    /// Series, places, a layer, or a table of something else.
    struct Kind {
        let name: String
        let isSure: Bool
        let german: String
        let english: String

        init(_ table: TableProposal, _ time: TimeGuess?, hasProfile: Bool) {
            let columns = table.columns
            let hasPlaces =
                table.shape != nil || !table.columns(.longitude).isEmpty && !table.columns(.latitude).isEmpty
            let hasValues = !table.columns(.value).isEmpty
            if time == nil, hasProfile {
                self.init(
                    "table", "Uhrzeiten von–bis ohne Datum: ein Profil, keine Zeitreihe.",
                    "Times of day from–to without dates: a profile, no series.")
            } else if hasPlaces, time == nil || !hasValues || Self.isRegister(table, time) {
                self.init(
                    table.isGeoJSON ? "layer" : "places", "Koordinaten, und je Ort eine Zeile.",
                    "Coordinates, and a row for each place.", isSure: false)
            } else if table.isGeoJSON, time == nil || !hasPlaces {
                self.init(
                    "layer", "Formen und ihre Eigenschaften.", "Shapes and their properties.", isSure: false)
            } else if time == nil {
                self.init(
                    "table", "Keine Spalte mit Zeiten: keine Zeitreihe.", "No column of times: no series.",
                    isSure: table.turned == nil && !columns.contains { Self.mayBeTime($0) })
            } else if !hasValues || Self.isPeriodList(columns, time) {
                self.init(
                    "table", "Zeiten, aber keine Messwerte.", "Times, but no measured values.", isSure: false)
            } else {
                let isWritten = time?.columns.allSatisfy { columns[$0].isWritingTime } ?? false
                self.init("series", "Zeiten und Zahlen.", "Times and numbers.", isSure: !hasPlaces && !isWritten)
            }
        }

        private init(_ name: String, _ german: String, _ english: String, isSure: Bool = true) {
            self.name = name
            self.isSure = isSure
            self.german = german
            self.english = english
        }

        /// Named as a time, and written in a way that was not read.
        private static func mayBeTime(_ column: ColumnGuess) -> Bool {
            column.isTimeNamed && [.text, .label].contains(column.role) && column.distinct.count > 1
                && column.distinct.contains { $0.count >= 6 && $0.contains { $0.isNumber } }
        }

        /// From–until of what is listed: valid times, not measured ones.
        private static func isPeriodList(_ columns: [ColumnGuess], _ time: TimeGuess?) -> Bool {
            guard let time, time.span >= .day, time.length == nil else { return false }
            let dates = columns.filter { $0.role == .time }
            let begins = dates.contains { $0.isCalled(["von", "from", "begin", "beginn", "ab"]) }
            let hasEnd = columns.contains { $0.isCalled(["bis", "until", "to", "ende", "end"]) }
            return begins && hasEnd && time.step(keys: [])?.isUnique != true
        }

        /// Each place once, with dates that say something of the place.
        private static func isRegister(_ table: TableProposal, _ time: TimeGuess?) -> Bool {
            guard let time else { return true }
            let columns = table.columns
            let hasPeriod =
                columns.contains { $0.isCalled(["von", "from"]) }
                && columns.contains { $0.isCalled(["bis", "until", "to"]) }
            if time.span >= .day, hasPeriod { return true }
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
