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
    /// The file that was just finished.
    public let path: String
}

/// Brings files into the database by a mapping: each file in one transaction, what is there already stays as it is.
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
        let (dataset, run, imported) = try await begin(report)
        let blank = report
        let reader = try FileReader(
            paths: paths, mapping: mapping, limits: limits, report: blank, imported: imported)
        let table = PlaceTable(series.places, mapping: mapping, paths: paths, folders: folders, limits: limits)
        for notice in table.notices { report.notice(german: notice.german, english: notice.english) }
        var storage = SeriesStorage(
            mapping: series, slug: mapping.dataset.slug, dataset: dataset, places: table, now: report.started)
        var step = await reader.next()
        while let current = step {
            try Task.checkCancellation()
            // The next file is unpacked and parsed while this one is written.
            async let following = reader.next()
            switch current {
            case .skipped(let path):
                report.filesSkipped += 1
                progress(
                    ImportProgress(files: report.filesDone + report.filesSkipped, values: report.stored, path: path))
            case .failed(let path, let reason):
                report.filesFailed.append(ImportReport.FailedFile(path: path, reason: reason))
            case .layer:
                break
            case .parsed(let file):
                let (updated, stored) = try await store(file, storage)
                storage = updated
                report.add(stored)
                report.filesDone += 1
                let files = report.filesDone + report.filesSkipped
                progress(ImportProgress(files: files, values: report.stored, path: file.path))
            }
            step = await following
        }
        try await locate(table, storage: storage, report: &report)
        return try await finish(report, run: run, dataset: dataset)
    }

    /// One file in one transaction.
    private func store(_ file: ParsedFile, _ storage: SeriesStorage) async throws -> (SeriesStorage, ImportReport) {
        let mapping = mapping
        let now = clock()
        return try await engine.write { connection in
            var storage = storage
            var report = file.report
            let writer = ObservationWriter(connection)
            for series in file.series {
                let datastream = try storage.datastream(for: series, on: connection).id
                // Another value for a known time is a correction by the source.
                let outcome = try writer.insert(
                    into: datastream, SeriesStorage.observations(series), duplicates: .replace)
                storage.note(series, newest: series.times.last ?? .min)
                report.stored += outcome.stored
                report.unchanged += outcome.unchanged
                report.replaced += outcome.replaced
            }
            try ImportQueries.note(
                path: file.path, checksum: file.checksum, mapping: mapping, report: report, at: now, on: connection)
            return (storage, report)
        }
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

    /// The data set and the run's row; what was imported before.
    func begin(_ report: ImportReport) async throws -> (dataset: Int64, run: Int64, imported: [String: String]) {
        let mapping = mapping
        let actor = actor
        return try await engine.write { connection in
            let dataset = try DatasetQueries.save(
                mapping.datasetRow(at: report.started, on: connection), on: connection)
            let run = try ImportQueries.begin(
                mapping: mapping.name, dataset: dataset, actor: actor, at: report.started, on: connection)
            let imported = try ImportQueries.importedFiles(
                mapping: mapping.name, mappingChecksum: mapping.checksum, on: connection)
            return (dataset, run, imported)
        }
    }

    func finish(_ report: ImportReport, run: Int64, dataset: Int64) async throws -> ImportReport {
        var report = report
        report.finished = clock()
        let ended = report
        return try await engine.write { connection in
            var finished = ended
            let row = try DatasetQueries.find(id: dataset, for: .system, on: connection)
            if let row, row.access != .public, !finished.isNothingNew {
                finished.notice(
                    german: "Der Datensatz „\(row.slug)“ ist nicht öffentlich. Veröffentlichen: auf seiner Seite "
                        + "/data/\(row.slug), oder: allmende dataset set \(row.slug) --access public",
                    english:
                        "The data set \"\(row.slug)\" is not public. Publish it on its page /data/\(row.slug), or by: "
                        + "allmende dataset set \(row.slug) --access public")
            }
            try ImportQueries.finish(
                run, outcome: ImportReport.name(of: finished.outcome), report: finished.json, at: finished.finished,
                on: connection)
            if !finished.isNothingNew, let instant = finished.finished {
                try DatasetQueries.touch(id: dataset, at: instant, on: connection)
                try SensorLayer.refresh(connection, now: instant.microseconds)
            }
            return finished
        }
    }
}
