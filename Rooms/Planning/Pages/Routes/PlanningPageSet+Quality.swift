// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import QualityWatch
import QualityWatchPages
import Rights
import SensorThings
import Site
import Storage
import Wire

/// What is doubtful about the series of an indicator, as it is now.
struct IndicatorDoubts: Sendable {
    var datastream: Int64?
    var findings: [StoredFinding] = []
    /// What is left out; a reading that was made with other stretches holds no more.
    var masks: [InstantInterval] = []
}

extension PlanningPageSet {
    func doubts(about indicator: PlanningObject, for reader: Reader) async throws -> IndicatorDoubts {
        guard ["datastream", nil].contains(indicator.text("source")), let id = indicator.integer("datastream") else {
            return IndicatorDoubts()
        }
        return try await engine.read { connection in
            IndicatorDoubts(
                datastream: id, findings: try QualityQueries.of(id, for: reader, on: connection),
                masks: try SeriesMask.of(id, on: connection))
        }
    }

    /// The reading with what must be said of it: findings that touch its months, and how many values are left out.
    func cautioned(_ reading: IndicatorReading, _ doubts: IndicatorDoubts) async throws -> IndicatorReading {
        var reading = reading
        let first = [reading.months.first?.window.start, reading.window?.start].compactMap { $0 }.min()
        let findings = doubts.findings.filter { one in first.map { one.lasts(beyond: $0) } ?? true }
        reading.cautions = findings.prefix(3).map { one in
            IndicatorCaution(words: one.caution, address: SiteURL.finding(one.id).path)
        }
        guard let id = doubts.datastream, let window = reading.window, !doubts.masks.isEmpty,
            let last = reading.cautions.last
        else { return reading }
        let count = try await engine.read { try SeriesMask.leftOut(of: id, over: window, on: $0) }
        if count > 0 {
            let words =
                count == 1
                ? Words("In seinem Zeitraum ist ein Wert ausgelassen.", "In its period one value is left out.")
                : Words(
                    "In seinem Zeitraum sind \(Numerals.german.integer(count)) Werte ausgelassen.",
                    "In its period \(Numerals.english.integer(count)) values are left out.")
            reading.cautions.append(IndicatorCaution(words: words, address: last.address))
        }
        return reading
    }
}
