// SPDX-License-Identifier: EUPL-1.2
package import Answers
package import Bilingual
import Catalogue
import Features
import Rights
import SensorThings
package import Storage
package import Wire

/// Why a run is not undone; nothing of it was.
package enum UndoFault: Refusal, Hashable {
    case unknown
    case running
    /// A layer that was there before, a transfer, or a run of before runs kept a journal.
    case noJournal
    case nothingStored
    /// Values were changed or deleted since; `by` is a later run that did.
    case changed(series: String, by: Int64?)
    /// The same, while the run was being taken back: what had gone before stays gone, the rest stays.
    case interrupted(series: String)

    package var words: Words {
        switch self {
        case .unknown: Words("Diesen Import gibt es nicht.", "There is no such import.")
        case .running:
            Words(
                "Der Import läuft noch. Bitte warten Sie sein Ende ab.",
                "The import is running. Please wait for its end.")
        case .noJournal:
            Words(
                "Von diesem Import ist nicht aufgezeichnet, was vorher da war (der frühere Inhalt einer Ebene, eine Übernahme von einem anderen "
                    + "Server, oder ein Import einer älteren Version): er lässt sich nicht zurücknehmen.",
                "What was there before this import was not recorded (the earlier content of a layer, a transfer from another server, or an import of an "
                    + "earlier version): it cannot be undone.")
        case .nothingStored:
            Words(
                "Dieser Import hat nichts gespeichert, oder er ist schon zurückgenommen.",
                "This import has stored nothing, or it is undone already.")
        case .changed(let series, let run?):
            Words(
                "Der spätere Import \(run) hat Werte von „\(series)“ berichtigt; sie gingen verloren. Nehmen Sie erst ihn zurück.",
                "The later import \(run) has corrected values of \"\(series)\"; they would be lost. Undo that one first."
            )
        case .changed(let series, nil):
            Words(
                "Werte von „\(series)“ wurden seitdem geändert oder gelöscht; das ginge verloren. Es bleibt alles, wie es ist.",
                "Values of \"\(series)\" have been changed or deleted since; that would be lost. Everything stays as it is."
            )
        case .interrupted(let series):
            Words(
                "Während des Zurücknehmens hat jemand Werte von „\(series)“ geändert. Ein Teil ist zurückgenommen, der Rest "
                    + "steht noch da; nehmen Sie erst die Änderung zurück, dann noch einmal diesen Import.",
                "While it was being undone somebody changed values of \"\(series)\". A part is undone, the rest is still "
                    + "there; undo that change first, then this import again.")
        }
    }

    package var answer: Problem {
        self == .unknown
            ? .notFound(words.english, german: words.german) : .badRequest(words.english, german: words.german)
    }
    package var exit: ExitKind { .faults }
}

/// Takes a whole run back: what it stored goes, what it corrected is as before.
///
/// All of it is looked at first, without holding anybody up; then it goes in short transactions with room for others between
/// them. What is done is struck out of the run's journal: an undo that is stopped goes on where it was.
package struct RunUndo: Sendable {
    package struct Outcome: Sendable, Hashable {
        package var removed = 0
        package var putBack = 0
        /// Series that the run had made and that are empty now.
        package var seriesRemoved = 0
        /// Layers that were not there before the run.
        package var layersRemoved = 0
    }

    private let engine: any StorageEngine
    private let clock: @Sendable () -> Instant
    /// Observations that are looked at in one read.
    private static let look = 20_000

    package init(engine: any StorageEngine, clock: @escaping @Sendable () -> Instant) {
        self.engine = engine
        self.clock = clock
    }

    /// `progress` is called between two transactions.
    ///
    /// Throws `UndoFault`, `StorageError`.
    package func undo(
        run: Int64, by actor: String, progress: @Sendable (Outcome) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        let isShared = try await engine.read { connection in
            let found = try Self.find(run, on: connection)
            if found.outcome == "running" { throw UndoFault.running }
            if try !Self.isPossible(run: run, on: connection) {
                let values = (try? JSONValue(parsing: found.report))?["values"]
                let changed = (values?["stored"]?.integer ?? 0) + (values?["replaced"]?.integer ?? 0)
                throw changed > 0 && found.outcome != Self.undone ? UndoFault.noJournal : UndoFault.nothingStored
            }
            return try ChangeOutbox.isServed(on: connection)
        }
        try await check(run)
        try await begin(run, by: actor)
        var outcome = Outcome()
        var pace = WritePace()
        while true {
            try Task.checkCancellation()
            if pace.pause > .zero { try await Task.sleep(for: pace.pause) }
            let (before, rows) = (outcome, pace.rows)
            let step = try await engine.write { connection in
                let step = try self.step(run, rows: rows, before, isShared: isShared, on: connection)
                // with the last of the journal: nobody sees a run that has none and is not undone
                if step.isLast { try self.end(run, step.outcome, by: actor, on: connection) }
                return step
            }
            pace.note(rows: step.rows, took: step.took, othersWait: step.othersWait)
            outcome = step.outcome
            if step.isLast { return outcome }
            try await progress(outcome)
        }
    }

    /// The outcome of a run that was taken back.
    static let undone = "undone"

    private static func find(
        _ run: Int64, on connection: any StorageConnection
    ) throws -> (outcome: String, dataset: Int64?, report: String) {
        let found = try connection.firstRow("SELECT outcome, dataset_id, report FROM import_run WHERE id = \(run)") {
            (outcome: $0.text(0), dataset: $0.integerIfPresent(1), report: $0.text(2))
        }
        guard let found else { throw UndoFault.unknown }
        return found
    }

    /// Looks whether all of it can be taken back.
    private func check(_ run: Int64) async throws {
        var (check, end): (ObservationUndoCheck, Int64?) = (ObservationUndoCheck(), nil)
        while true {
            try Task.checkCancellation()
            let (known, place) = (check, end)
            let step = try await engine.read { connection -> (check: ObservationUndoCheck, part: RunJournal.Part) in
                var check = known
                let part = try RunJournal.part(of: run, before: place, observations: Self.look, on: connection)
                do {
                    try check.look(at: part.changes, on: connection)
                } catch let conflict as ObservationUndo.Conflict {
                    throw try Self.fault(conflict, run: run, on: connection)
                }
                for layer in part.layers where try Self.isChanged(layer, on: connection) {
                    throw UndoFault.changed(series: layer.name, by: nil)
                }
                return (check, part)
            }
            if step.part.isEmpty { return }
            (check, end) = (step.check, step.part.first)
        }
    }

    private func begin(_ run: Int64, by actor: String) async throws {
        let now = clock()
        try await engine.write { connection in
            try Self.forgetFiles(run, on: connection)
            try AuditTrail.append("undo", object: "import/\(run)", by: actor, at: now, on: connection)
        }
    }

    /// What was "there already" in other runs may go with this one: their files are read again.
    private static func forgetFiles(_ run: Int64, on connection: any StorageConnection) throws {
        try connection.execute(
            """
            DELETE FROM imported_file WHERE run_id = \(run) OR mapping IN (
                SELECT mapping FROM import_run WHERE dataset_id = (SELECT dataset_id FROM import_run WHERE id = \(run)))
            """)
    }

    /// Whether a layer that the run made holds something else by now; one that is gone does not.
    private static func isChanged(_ layer: RunJournal.MadeLayer, on connection: any StorageConnection) throws -> Bool {
        try LayerImport.digest(of: layer.name, on: connection).map { $0 != layer.digest } ?? false
    }

    private struct Step: Sendable {
        var outcome: Outcome
        var rows = 0
        var took = Duration.zero
        var othersWait: Bool?
        var isLast = false
    }

    /// One transaction: as much of the journal's end as fits into its time.
    private func step(
        _ run: Int64, rows: Int, _ before: Outcome, isShared: Bool, on connection: any StorageConnection
    ) throws -> Step {
        let start = ContinuousClock.now
        let undo = ObservationUndo(connection, reader: .system, now: clock())
        var step = Step(outcome: before)
        repeat {
            // one entry of the journal holds up to as many
            let part = try RunJournal.part(of: run, before: nil, observations: WritePace.step, on: connection)
            if part.isEmpty { break }
            do {
                try undo.takeBack(part.changes)
            } catch let conflict as ObservationUndo.Conflict {
                throw UndoFault.interrupted(
                    series: try ObservationUndo.name(of: conflict.datastream, on: connection))
            }
            for change in part.changes {
                switch change {
                case .added(let added):
                    step.outcome.removed += Int(added.count)
                    step.rows += Int(added.count)
                case .replaced:
                    step.outcome.putBack += 1
                    step.rows += 1
                }
            }
            for datastream in part.created where try undo.removeEmpty(datastream: datastream) {
                step.outcome.seriesRemoved += 1
            }
            for layer in part.layers {
                guard try !Self.isChanged(layer, on: connection) else {
                    throw UndoFault.interrupted(series: layer.name)
                }
                if try LayerImport.remove(name: layer.name, on: connection) { step.outcome.layersRemoved += 1 }
            }
            try RunJournal.strike(part, of: run, on: connection)
        } while step.rows < rows && start.duration(to: .now) < WritePace.aim
        step.isLast = try !Self.isPossible(run: run, on: connection)
        step.othersWait = try connection.someoneWaits() ?? (isShared ? nil : false)
        step.took = start.duration(to: .now)
        return step
    }

    private func end(
        _ run: Int64, _ outcome: Outcome, by actor: String, on connection: any StorageConnection
    ) throws {
        let now = clock()
        let found = try Self.find(run, on: connection)
        try Self.forgetFiles(run, on: connection)
        var report = (try? JSONValue(parsing: found.report))?.object ?? JSONObject()
        // two who did it at once did it together
        let other = report["undone"]
        func sum(_ name: String, _ own: Int) -> JSONValue { JSONValue(own + Int(other?[name]?.integer ?? 0)) }
        report["undone"] = [
            "at": .string(now.iso8601), "by": .string(actor), "removed": sum("removed", outcome.removed),
            "putBack": sum("putBack", outcome.putBack), "series": sum("series", outcome.seriesRemoved),
            "layers": sum("layers", outcome.layersRemoved),
        ]
        try connection.execute(
            """
            UPDATE import_run SET outcome = \(Self.undone), report = \(SQLValue.json(JSONValue.object(report).text))
            WHERE id = \(run)
            """)
        if let dataset = found.dataset { try DatasetQueries.touch(id: dataset, at: now, on: connection) }
        try SensorLayer.refresh(connection, now: now.microseconds)
    }

    private static func fault(
        _ conflict: ObservationUndo.Conflict, run: Int64, on connection: any StorageConnection
    ) throws -> UndoFault {
        let later = try connection.integer(
            """
            SELECT max(run_id) FROM import_run_change WHERE datastream_id = \(conflict.datastream) AND run_id > \(run)
                AND kind = 'replaced'
            """)
        return .changed(series: try ObservationUndo.name(of: conflict.datastream, on: connection), by: later)
    }

    /// Whether there is something that can be taken back.
    package static func isPossible(run: Int64, on connection: any StorageConnection) throws -> Bool {
        try connection.integer("SELECT 1 FROM import_run_change WHERE run_id = \(run) LIMIT 1") != nil
    }
}
