// SPDX-License-Identifier: EUPL-1.2
import Catalogue
public import IngestModel
public import IngestReading
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
    /// The run's number on the list of runs.
    public let run: Int64?
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
        case .series: try await run(series: paths, places: places, progress: progress)
        case .layer: try await run(layer: paths, progress: progress)
        }
    }

    private func run(
        series paths: [String], places folders: [String], progress: @Sendable (ImportProgress) -> Void
    ) async throws -> ImportReport {
        var report = ImportReport(mapping: mapping.name, dataset: mapping.dataset.slug, started: clock())
        let run = try await begin(report)
        report.run = run.id
        report.note(mapping)
        do {
            guard case .series(let series) = run.mapping.kind else { return report }
            try await take(series, run, paths: paths, places: folders, into: &report, progress: progress)
        } catch {
            await stop(report, run)
            throw error
        }
        await doubt(&report, run)
        return try await finish(report, run)
    }

    private func take(
        _ series: SeriesMapping, _ run: Run, paths: [String], places folders: [String],
        into report: inout ImportReport, progress: @Sendable (ImportProgress) -> Void
    ) async throws {
        let reader = try FileReader(
            paths: paths, mapping: run.mapping, limits: limits, report: report, imported: run.imported)
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
            step = nil
            // The next file is unpacked and parsed while this one is written.
            async let following = reader.next()
            // what a file holds goes as it is stored
            switch consume current {
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
    ///
    /// What is stored of it is given back.
    private func store(
        _ file: consuming ParsedFile, _ run: Run, _ storage: inout SeriesStorage, _ pace: inout WritePace,
        into report: inout ImportReport, progress: @Sendable (ImportProgress) -> Void
    ) async throws {
        let mapping = mapping
        let now = clock()
        let (path, own) = (file.path, file.report)
        var whole = own
        var rest = file
        var position = ParsedFile.Position()
        while true {
            try Task.checkCancellation()
            if pace.pause > .zero { try await Task.sleep(for: pace.pause) }
            let (known, before, start, rows, file) = (storage, whole, position, pace.rows, rest)
            let written = try await engine.write { connection in
                let begin = ContinuousClock.now
                var written = Written(storage: known, report: before, end: start)
                let writer = ObservationWriter(connection)
                writer.changes = ObservationChanges()
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
                try RunJournal.note(
                    writer.changes ?? ObservationChanges(), created: written.storage.created[known.created.count...],
                    of: run.id, on: connection)
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
            rest.forget(before: written.end)
            (storage, whole, position) = (written.storage, written.report, written.end)
            if written.isLast { break }
            progress(report.progress(path))
        }
        report.add(own)
        report.filesDone += 1
        progress(report.progress(path))
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
        /// With the town's keys.
        let mapping: Mapping
        let dataset: Int64
        /// By path: the files that were imported before.
        let imported: [String: ImportQueries.Imported]
        /// Whether an earlier run was stopped, whose traces this one's end tidies up.
        let isContinuation: Bool
        /// Whether the data set becomes public with the first that is stored.
        let publishes: Bool
        /// Whether a server works on the database too.
        let isShared: Bool
    }

    func begin(_ report: ImportReport) async throws -> Run {
        let mapping = mapping
        let actor = actor
        return try await engine.write { connection in
            let existing = try DatasetQueries.find(slug: mapping.dataset.slug, for: .system, on: connection)
            if existing?.access == .public, !mapping.pseudonyms.isEmpty {
                throw MappingError(
                    document: mapping.name, pointer: "/format/pseudonymise",
                    message:
                        "the data set \"\(mapping.dataset.slug)\" is public, and data with pseudonyms are about people",
                    remedy: "Name another data set, or withdraw this one: allmende dataset set \(mapping.dataset.slug) "
                        + "--access restricted")
            }
            var row = try mapping.datasetRow(at: report.started, on: connection)
            // nobody sees a data set before something is in it: the run's end publishes what was asked for
            if existing == nil { row.access = mapping.dataset.access == .public ? .internal : mapping.dataset.access }
            let isUndecided =
                try existing.map { try ImportQueries.hasNothing(dataset: $0.id, issued: $0.issued, on: connection) }
                ?? true
            let dataset = try DatasetQueries.save(row, by: actor, at: report.started, on: connection)
            let isContinuation = try ImportQueries.markStopped(mapping: mapping.name, on: connection)
            let id = try ImportQueries.begin(
                mapping: mapping.name, dataset: dataset, actor: actor, at: report.started, on: connection)
            let imported = try ImportQueries.importedFiles(
                mapping: mapping.name, mappingChecksum: mapping.checksum, on: connection)
            let keyed = try Self.keyed(mapping, dataset, at: report.started, on: connection)
            return Run(
                id: id, mapping: keyed, dataset: dataset, imported: imported, isContinuation: isContinuation,
                publishes: isUndecided && mapping.dataset.access == .public && row.access == .internal,
                isShared: try ChangeOutbox.isServed(on: connection))
        }
    }

    /// The mapping with the keys of this period, and a note that marks are kept.
    private static func keyed(
        _ mapping: Mapping, _ dataset: Int64, at instant: Instant, on connection: any StorageConnection
    ) throws -> Mapping {
        let columns = mapping.pseudonyms
        if columns.isEmpty { return mapping }
        var keys: [PseudonymPeriod: [UInt8]] = [:]
        for period in Set(columns.map(\.period)) {
            keys[period] = try PseudonymQueries.key(of: dataset, period, at: instant, on: connection)
        }
        try PseudonymQueries.note(
            columns.map { PseudonymQueries.Column(name: $0.name, period: $0.period) }, of: dataset, at: instant,
            on: connection)
        return mapping.keyed(keys)
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
            var row = try DatasetQueries.find(id: run.dataset, for: .system, on: connection)
            if var made = row, run.publishes, finished.hasChanged, made.access == .internal {
                made.access = .public
                try DatasetQueries.save(made, by: actor, at: clock(), on: connection)
                row = made
            }
            if let row, !mapping.isTrial, row.access != .public, finished.hasChanged || !finished.filesFailed.isEmpty {
                finished.notice(
                    german:
                        "Der Datensatz „\(row.title)“ war beim Import nicht öffentlich. Veröffentlicht wird er auf seiner Seite "
                        + "/data/\(row.slug).",
                    english:
                        "The data set \"\(row.titleEnglish ?? row.title)\" was not public when this came in. It is published on its page "
                        + "/data/\(row.slug).")
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
        ImportProgress(files: filesDone + filesSkipped, values: stored, path: path, run: run)
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
