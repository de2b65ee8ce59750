// SPDX-License-Identifier: EUPL-1.2
import Features
import Storage
import Wire

extension Importer {
    /// Each file is a layer of its own name's content: whole or not at all.
    func run(
        _ layer: LayerMapping, paths: [String], progress: @Sendable (ImportProgress) -> Void
    ) async throws -> ImportReport {
        var report = ImportReport(mapping: mapping.name, dataset: mapping.dataset.slug, started: clock())
        let run = try await begin(report)
        do {
            try await take(layer, run, paths: paths, into: &report, progress: progress)
        } catch {
            await stop(report, run)
            throw error
        }
        return try await finish(report, run)
    }

    private func take(
        _ layer: LayerMapping, _ run: Run, paths: [String], into report: inout ImportReport,
        progress: @Sendable (ImportProgress) -> Void
    ) async throws {
        let reader = try FileReader(
            paths: paths, mapping: mapping, limits: limits, report: report, imported: run.imported)
        while let step = await reader.next() {
            try Task.checkCancellation()
            switch step {
            case .parsed: continue
            case .skipped(let path):
                report.filesSkipped += 1
                progress(report.progress(path))
            case .failed(let path, let reason):
                report.filesFailed.append(ImportReport.FailedFile(path: path, reason: reason))
            case .layer(let file, let checksum):
                do {
                    let blank = ImportReport(
                        mapping: mapping.name, dataset: mapping.dataset.slug, started: report.started)
                    let stored = try await store(
                        file, checksum: checksum, as: layer, dataset: run.dataset, report: blank)
                    report.add(stored)
                    report.filesDone += 1
                    progress(report.progress(file.path))
                } catch let fault as FileFault {
                    report.filesFailed.append(ImportReport.FailedFile(path: file.path, reason: fault.description))
                } catch let fault as LayerError {
                    report.filesFailed.append(ImportReport.FailedFile(path: file.path, reason: Self.explained(fault)))
                }
            }
        }
    }

    private func store(
        _ file: ImportFile, checksum: String, as layer: LayerMapping, dataset: Int64, report: ImportReport
    ) async throws -> ImportReport {
        var report = report
        let parsed = try LayerParser(layer).parse(file, report: &report)
        var isSwapped: Bool?
        if case .point(_, _, let declared) = layer.geometry { isSwapped = declared ? true : nil }
        let options = GeoJSONLayer.Options(sourceReferenceSystem: layer.epsg, axesSwapped: isSwapped)
        let features = try GeoJSONLayer(options: options).read(Array(JSONValue.object(parsed.document).text.utf8))
        if isSwapped == true {
            report.notice(
                german: "\(file.path): die Spalten für Länge und Breite sind vertauscht, wie in der Zuordnung erklärt.",
                english: "\(file.path): the columns of longitude and latitude are swapped, as the mapping declares.")
        }
        let description = LayerDescription(
            name: layer.collection, title: layer.title, titleEnglish: layer.titleEnglish,
            description: layer.description,
            datasetID: dataset, role: LayerRole(word: layer.role), titleField: layer.titleField)
        let mapping = mapping
        let now = clock()
        let blank = report
        let outcome = try await LayerImport.store(features, as: description, at: now, in: engine) {
            connection, outcome in
            try ImportQueries.note(
                path: file.path, checksum: checksum, mapping: mapping, report: blank.with(outcome), at: now,
                on: connection)
        }
        return report.with(outcome)
    }

    /// A layer's fault in the words of the mapping, where the remedy is there.
    private static func explained(_ fault: LayerError) -> String {
        switch fault {
        case .suspicious(.swappedAxes, let example, let pointer):
            "\(pointer): \(example) looks like latitude before longitude; if the columns hold each other's values, "
                + "declare \"swapped\": true in the mapping's \"geometry\""
        case .suspicious(.projectedCoordinates, let example, let pointer):
            "\(pointer): \(example) are metres, and nothing names their reference system; "
                + "declare \"epsg\" in the mapping, for example 25832 for ETRS89/UTM zone 32N"
        default: fault.description
        }
    }
}

extension ImportReport {
    /// These figures with those of a layer that was stored.
    fileprivate func with(_ layer: LayerReport) -> ImportReport {
        var report = self
        switch layer.outcome {
        case .created: report.stored += layer.features
        case .replaced: report.replaced += layer.features
        case .unchanged: report.unchanged += layer.features
        }
        return report
    }
}
