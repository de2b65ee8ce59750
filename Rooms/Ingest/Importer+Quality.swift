// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import IngestModel
import QualityWatch
import Rights
import Storage

extension Importer {
    /// At most so many findings are named in a report; all stand on the page of findings.
    private static let mostFindings = 20

    /// Looks at the quality of what came, and names in the report what is open about the data set.
    ///
    /// The values are stored by now: that they could not be looked at is told, and does not undo them.
    func doubt(_ report: inout ImportReport, _ run: Run) async {
        do {
            let outcome = try await QualityRun(engine: engine, now: clock).run(dataset: run.dataset)
            let new = Set(outcome.new)
            let findings = try await engine.read { connection in
                try QualityQueries.list(.open, dataset: run.dataset, limit: 500, for: .system, on: connection)
            }
            // the new ones first
            for one in (findings.filter { new.contains($0.id) } + findings.filter { !new.contains($0.id) })
                .prefix(Self.mostFindings)
            {
                let german = "Fraglich: „\(one.series)“ (\(one.thingName)) \(one.headline.german)."
                let english = "Doubtful: \"\(one.series)\" (\(one.thingName)) \(one.headline.english)."
                report.notice(
                    german: german + " Beurteilen: /quality/\(one.id)",
                    english: english + " Judge: /quality/\(one.id)")
            }
            if findings.count > Self.mostFindings {
                let rest = Int64(findings.count - Self.mostFindings)
                report.notice(
                    german: "Weitere fragliche Stellen: \(Numerals.german.integer(rest)). Alle: /quality",
                    english: "More doubtful places: \(Numerals.english.integer(rest)). All: /quality")
            }
        } catch {
            report.notice(
                german: "Die Datenqualität konnte nicht geprüft werden: \(error)",
                english: "The quality of the data could not be looked at: \(error)")
        }
    }
}
