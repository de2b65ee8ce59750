// SPDX-License-Identifier: EUPL-1.2
import Features
import IngestModel
import IngestReading
import Wire

extension Importer {
    /// Each file is a layer of its own name's content: whole or not at all.
    func run(
        layer paths: [String], progress: @Sendable (ImportProgress) -> Void
    ) async throws -> ImportReport {
        var report = ImportReport(mapping: mapping.name, dataset: mapping.dataset.slug, started: clock())
        let run = try await begin(report)
        report.run = run.id
        report.note(mapping)
        do {
            guard case .layer(let layer) = run.mapping.kind else { return report }
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
            paths: paths, mapping: run.mapping, limits: limits, report: report, imported: run.imported)
        var misfits: [Misfit] = []
        var endings: Set<String> = []
        while let step = await reader.next() {
            try Task.checkCancellation()
            switch step {
            case .parsed: continue
            case .skipped(let path, let refused):
                report.skip(refused)
                endings.insert(OtherFile.ending(path))
                progress(report.progress(path))
            case .failed(let path, let reason):
                report.filesFailed.append(ImportReport.FailedFile(path: path, reason: reason))
            case .other(let path): report.other(path)
            case .misfit(let misfit): misfits.append(misfit)
            case .layer(let file, let checksum):
                do {
                    var blank = ImportReport(
                        mapping: mapping.name, dataset: mapping.dataset.slug, started: report.started)
                    blank.run = run.id
                    let stored = try await store(
                        file, checksum: checksum, as: layer, dataset: run.dataset, report: blank)
                    report.add(stored)
                    report.filesDone += 1
                    endings.insert(OtherFile.ending(file.path))
                    progress(report.progress(file.path))
                } catch let fault as FileFault {
                    switch FileReader.step(for: fault, file, mapping) {
                    case .misfit(let misfit): misfits.append(misfit)
                    default:
                        report.filesFailed.append(
                            ImportReport.FailedFile(path: file.path, reason: fault.description))
                    }
                } catch let fault as LayerError {
                    report.filesFailed.append(
                        ImportReport.FailedFile(path: file.path, reason: Self.explained(fault, layer)))
                }
            }
        }
        report.close(misfits, endings: endings, paths: paths, mapping: mapping)
    }

    private func store(
        _ file: ImportFile, checksum: String, as layer: LayerMapping, dataset: Int64, report: ImportReport
    ) async throws -> ImportReport {
        var report = report
        let features = try Self.features(of: file, layer, report: &report)
        if layer.geometry.isSwapped == true {
            report.notice(
                german: "\(file.path): Länge und Breite sind vertauscht, wie in der Zuordnung erklärt.",
                english: "\(file.path): longitude and latitude are swapped, as the mapping declares.")
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
            guard outcome.outcome != .unchanged, let run = blank.run,
                let digest = try LayerImport.digest(of: layer.collection, on: connection)
            else { return }
            try RunJournal.note(
                layer: layer.collection, digest: digest, isNew: outcome.outcome == .created, of: run, on: connection)
        }
        return report.with(outcome)
    }

    /// The features that are some; those that are none are counted and listed, unless the mapping wants all or nothing.
    static func features(
        of file: ImportFile, _ mapping: LayerMapping, report: inout ImportReport
    ) throws -> [Feature] {
        let parsed = try LayerParser(mapping).parse(file, report: &report)
        let layer = GeoJSONLayer(
            options: GeoJSONLayer.Options(
                sourceReferenceSystem: mapping.epsg, axesSwapped: mapping.geometry.isSwapped))
        let bytes = Array(JSONValue.object(parsed.document).text.utf8)
        guard mapping.faulty == .leaveOut else { return try layer.read(bytes) }
        var faults: [(fault: LayerError, index: Int)] = []
        let features = try layer.readLeavingOut(bytes) { faults.append(($0, $1)) }
        if features.isEmpty, let first = faults.first { throw first.fault }
        for (fault, index) in faults {
            let line = parsed.lines.indices.contains(index) ? parsed.lines[index] : index + 1
            report.rowsRefused += 1
            report.reject(
                .badFeature,
                at: ImportReport.Place(file: file.path, line: line, column: "", text: fault.description))
            report.notice(
                german: "\(file.path): ausgelassen: \(fault.description)",
                english: "\(file.path): left out: \(fault.description)")
        }
        return features
    }

    /// Why a layer's file cannot be stored.
    static func reason(of error: any Error, _ layer: LayerMapping) -> String {
        (error as? LayerError).map { explained($0, layer) } ?? "\(error)"
    }

    /// A layer's fault in the words of the mapping, where the remedy is there.
    private static func explained(_ fault: LayerError, _ layer: LayerMapping) -> String {
        switch fault {
        case .suspicious(.swappedAxes, let example, let pointer):
            "\(pointer): \(example) looks like latitude before longitude; if so, declare "
                + "\"geometry\": {\(layer.source == .csv ? "…, " : "")\"swapped\": true} in the mapping"
        case .unknownReferenceSystem(let name, let pointer):
            "\(pointer): the reference system \"\(name)\" is not known here; declare \"epsg\" in the mapping, for example "
                + "25832 for ETRS89/UTM zone 32N"
        case .suspicious(.projectedCoordinates, let example, let pointer):
            "\(pointer): \(example) are metres, and nothing names their reference system; "
                + "declare \"epsg\" in the mapping, for example 25832 for ETRS89/UTM zone 32N"
        default: fault.description
        }
    }
}

extension LayerMapping.Geometry {
    /// What is declared of the order of a pair; nil asks where it looks swapped.
    var isSwapped: Bool? {
        switch self {
        case .point(_, _, let declared): declared ? true : nil
        case .geojson(let declared): declared
        case .wkt: nil
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
