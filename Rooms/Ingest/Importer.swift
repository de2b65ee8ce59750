// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Rights
import SensorThings
public import Storage
public import Wire

/// How far an import has come.
public struct ImportProgress: Sendable {
    public let files: Int
    public let values: Int
    /// The file at work, or the one that was just finished.
    public let path: String
}

/// Brings files into the database by a mapping, in short transactions; what is there already stays as it is.
///
/// Stopped in the middle of a file it leaves what it has stored of it; the next run finds that unchanged, and the rest new.
public struct Importer: Sendable {
    let engine: any StorageEngine
    let mapping: Mapping
    let actor: String
    let limits: ImportLimits
    let clock: @Sendable () -> Instant

    /// `actor` is who imports, for the list of runs.
    /// `clock` is the present.
    public init(
        engine: any StorageEngine, mapping: Mapping, actor: String, limits: ImportLimits = ImportLimits(),
        clock: @escaping @Sendable () -> Instant
    ) {
        self.engine = engine
        self.mapping = mapping
        self.actor = actor
        self.limits = limits
        self.clock = clock
    }

    /// Imports files, folders and archives in this order.
    ///
    /// `places` are further folders in which place tables are looked for.
    /// Throws `MappingError`, `StorageError`; a bad file does not throw but stands in the report.
    public func run(
        files paths: [String], places: [String] = [], progress: @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        switch mapping.kind {
        case .series(let series): try await run(series, paths: paths, places: places, progress: progress)
        case .layer(let layer): try await run(layer, paths: paths, progress: progress)
        }
    }

    private func run(
        _ series: SeriesMapping, paths: [String], places folders: [String],
        progress: @Sendable (ImportProgress) -> Void
    ) async throws -> ImportReport {
        var report = ImportReport(mapping: mapping.name, dataset: mapping.dataset.slug, started: clock())
        let run = try await begin(report)
        do {
            try await take(series, run, paths: paths, places: folders, into: &report, progress: progress)
        } catch {
            await stop(report, run)
            throw error
        }
        return try await finish(report, run)
    }

    private func take(
        _ series: SeriesMapping, _ run: Run, paths: [String], places folders: [String],
        into report: inout ImportReport, progress: @Sendable (ImportProgress) -> Void
    ) async throws {
        let reader = try FileReader(
            paths: paths, mapping: mapping, limits: limits, report: report, imported: run.imported)
        var table = PlaceTable(series.places, mapping: mapping, paths: paths, folders: folders, limits: limits)
        for notice in table.notices { report.notice(german: notice.german, english: notice.english) }
        var storage = SeriesStorage(
            mapping: series, slug: mapping.dataset.slug, dataset: run.dataset, places: table, now: report.started)
        var pace = WritePace()
        var misfits: [Misfit] = []
        var endings: Set<String> = []
        var step = await reader.next()
        while let current = step {
            try Task.checkCancellation()
            // The next file is unpacked and parsed while this one is written.
            async let following = reader.next()
            switch current {
            case .skipped(let path, let refused):
                report.skip(refused)
                endings.insert(OtherFile.ending(path))
                progress(report.progress(path))
            case .failed(let path, let reason):
                report.filesFailed.append(ImportReport.FailedFile(path: path, reason: reason))
            case .other(let path): report.other(path)
            case .misfit(let misfit): misfits.append(misfit)
            case .layer:
                break
            case .parsed(let file):
                endings.insert(OtherFile.ending(file.path))
                if !file.places.isEmpty {
                    table.add(file.places)
                    storage.places = table
                }
                try await store(file, run, &storage, &pace, into: &report, progress: progress)
            }
            step = await following
        }
        report.close(misfits, endings: endings, paths: paths, mapping: mapping)
        try await locate(table, storage: storage, report: &report)
    }

    /// One file, slice by slice: each is a transaction, and others may write in between.
    private func store(
        _ file: ParsedFile, _ run: Run, _ storage: inout SeriesStorage, _ pace: inout WritePace,
        into report: inout ImportReport, progress: @Sendable (ImportProgress) -> Void
    ) async throws {
        let mapping = mapping
        let now = clock()
        var whole = file.report
        var position = ParsedFile.Position()
        while true {
            try Task.checkCancellation()
            if pace.pause > .zero { try await Task.sleep(for: pace.pause) }
            let (known, before, start, rows) = (storage, whole, position, pace.rows)
            let written = try await engine.write { connection in
                let begin = ContinuousClock.now
                var written = Written(storage: known, report: before, end: start)
                let writer = ObservationWriter(connection)
                repeat {
                    // a stretch of corrections takes ten times as long as one of new values: time is looked at in between
                    let slice = file.slice(from: written.end, rows: min(rows - written.rows, WritePace.step))
                    for part in slice.parts {
                        let series = file.series[part.series]
                        let datastream = try written.storage.datastream(for: series, on: connection).id
                        // Another value for a known time is a correction by the source.
                        let outcome = try writer.insert(
                            into: datastream, SeriesStorage.observations(series, part.values), duplicates: .replace)
                        written.storage.note(series, newest: series.times.last ?? .min)
                        written.report.add(outcome)
                    }
                    written.rows += slice.count
                    (written.end, written.isLast) = (slice.end, slice.isLast)
                } while !written.isLast && written.rows < rows && begin.duration(to: .now) < WritePace.aim
                if written.isLast {
                    try ImportQueries.note(
                        path: file.path, checksum: file.checksum, mapping: mapping, report: written.report, at: now,
                        on: connection)
                }
                written.othersWait = try connection.someoneWaits() ?? (run.isShared ? nil : false)
                written.took = begin.duration(to: .now)
                return written
            }
            pace.note(rows: written.rows, took: written.took, othersWait: written.othersWait)
            report.add(written.report, since: whole)
            (storage, whole, position) = (written.storage, written.report, written.end)
            if written.isLast { break }
            progress(report.progress(file.path))
        }
        report.add(file.report)
        report.filesDone += 1
        progress(report.progress(file.path))
    }

    /// What a transaction gives back when it is durable.
    private struct Written: Sendable {
        var storage: SeriesStorage
        var report: ImportReport
        var end: ParsedFile.Position
        var isLast = false
        var rows = 0
        var took = Duration.zero
        var othersWait: Bool? = false
    }

    /// Gives Things their places and tells which have none.
    private func locate(_ table: PlaceTable, storage: SeriesStorage, report: inout ImportReport) async throws {
        let slug = mapping.dataset.slug
        let dataset = storage.dataset
        let now = clock()
        let outcome = try await engine.write { connection in
            try PlaceStorage(dataset: dataset, slug: slug, table: table, now: now).locateAll(on: connection)
        }
        report.stationsWithoutPlace = outcome.without
        report.approximatePlaces = outcome.approximate
    }

    /// A run as the database knows it.
    struct Run: Sendable {
        let id: Int64
        let dataset: Int64
        /// By path: the files that were imported before.
        let imported: [String: ImportQueries.Imported]
        /// Whether an earlier run was stopped, whose traces this one's end tidies up.
        let isContinuation: Bool
        /// Whether a server works on the database too.
        let isShared: Bool
    }

    func begin(_ report: ImportReport) async throws -> Run {
        let mapping = mapping
        let actor = actor
        return try await engine.write { connection in
            let dataset = try DatasetQueries.save(
                mapping.datasetRow(at: report.started, on: connection), on: connection)
            let isContinuation = try ImportQueries.markStopped(mapping: mapping.name, on: connection)
            let id = try ImportQueries.begin(
                mapping: mapping.name, dataset: dataset, actor: actor, at: report.started, on: connection)
            let imported = try ImportQueries.importedFiles(
                mapping: mapping.name, mappingChecksum: mapping.checksum, on: connection)
            return Run(
                id: id, dataset: dataset, imported: imported, isContinuation: isContinuation,
                isShared: try ChangeOutbox.isServed(on: connection))
        }
    }

    func finish(_ report: ImportReport, _ run: Run) async throws -> ImportReport {
        try await end(report, run, outcome: ImportReport.name(of: report.outcome))
    }

    /// Notes what is stored of a run that an error ends; the error counts, not whether this succeeds.
    func stop(_ report: ImportReport, _ run: Run) async {
        // a task of its own: the one at work may have been cancelled
        _ = try? await Task { try await end(report, run, outcome: ImportQueries.stopped) }.value
    }

    private func end(_ report: ImportReport, _ run: Run, outcome: String) async throws -> ImportReport {
        var report = report
        report.finished = clock()
        let ended = report
        return try await engine.write { connection in
            var finished = ended
            let row = try DatasetQueries.find(id: run.dataset, for: .system, on: connection)
            if let row, row.access != .public, finished.hasChanged || !finished.filesFailed.isEmpty {
                finished.notice(
                    german: "Der Datensatz „\(row.slug)“ ist nicht öffentlich. Veröffentlichen: auf seiner Seite "
                        + "/data/\(row.slug), oder: allmende dataset set \(row.slug) --access public",
                    english:
                        "The data set \"\(row.slug)\" is not public. Publish it on its page /data/\(row.slug), or by: "
                        + "allmende dataset set \(row.slug) --access public")
            }
            try ImportQueries.finish(
                run.id, outcome: outcome, report: finished.json, at: finished.finished, on: connection)
            if finished.hasChanged || run.isContinuation, let instant = finished.finished {
                try DatasetQueries.touch(id: run.dataset, at: instant, on: connection)
                try SensorLayer.refresh(connection, now: instant.microseconds)
            }
            return finished
        }
    }
}

extension ImportReport {
    func progress(_ path: String) -> ImportProgress {
        ImportProgress(files: filesDone + filesSkipped, values: stored, path: path)
    }

    /// Says at a run's end what else was met, and that no file was met at all.
    mutating func close(_ misfits: [Misfit], endings: Set<String>, paths: [String], mapping: Mapping) {
        for misfit in misfits {
            if misfit.isFailure(endings: endings) {
                filesFailed.append(FailedFile(path: misfit.path, reason: misfit.reason))
            } else {
                other("\(misfit.path) (\(misfit.reason))")
            }
        }
        guard filesDone + filesSkipped == 0, filesFailed.isEmpty else { return }
        for path in paths {
            let held = others.isEmpty ? "it holds no file" : "it holds \(others.prefix(10).joined(separator: ", "))"
            let wanted =
                mapping.namesFiles ? "fits the pattern \(mapping.files.text)" : "is a table or GeoJSON by its name"
            filesFailed.append(
                FailedFile(path: path, reason: "no file \(wanted); \(held); name the files, or mend \"files\""))
        }
    }

    fileprivate mutating func add(_ outcome: WriteOutcome) {
        stored += outcome.stored
        unchanged += outcome.unchanged
        replaced += outcome.replaced
    }

    /// What came to a file's figures of values since `before`.
    fileprivate mutating func add(_ file: ImportReport, since before: ImportReport) {
        stored += file.stored - before.stored
        unchanged += file.unchanged - before.unchanged
        replaced += file.replaced - before.replaced
    }
}
