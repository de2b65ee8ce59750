// SPDX-License-Identifier: EUPL-1.2
import Catalogue
public import Foundation
public import Ingest
import SensorThings
public import Storage
public import Wire

/// The real Münster from a folder of its open data, shown as of the newest value in it.
public enum MuensterDemo {
    /// What a build is doing: the mapping at work and the values stored by it so far.
    public struct Progress: Sendable {
        public let mapping: String
        public let part: Int
        public let parts: Int
        public let values: Int
    }

    /// Imports what the folder holds; a second run stores nothing new. Returns a report for each part.
    ///
    /// - Throws: `DemonstrationError.noData`, `.otherTown`, `MappingError`, `StorageError`.
    @discardableResult
    public static func build(
        engine: any StorageEngine, data: URL, isForced: Bool = false, clock: @escaping @Sendable () -> Instant,
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> [ImportReport] {
        let collection = ShippedData.muenster(data.path)
        guard !collection.parts.isEmpty else { throw DemonstrationError.noData(path: data.path) }
        try await engine.write { connection in
            let name = try SettingQueries.value(of: .townName, on: connection)
            if let name, name != collection.townName, !isForced { throw DemonstrationError.otherTown(name: name) }
            try SettingQueries.set(.townName, to: collection.townName, on: connection)
            try SettingQueries.set(.townKey, to: collection.townKey, on: connection)
            try SettingQueries.set(.isFictional, to: nil, on: connection)
        }
        var reports: [ImportReport] = []
        for (index, part) in collection.parts.enumerated() {
            let mapping = try MappingLibrary.mapping(named: part.mapping)
            let importer = Importer(engine: engine, mapping: mapping, actor: "demo", clock: clock)
            let report = try await importer.run(files: part.files) { state in
                progress(
                    Progress(
                        mapping: part.mapping, part: index + 1, parts: collection.parts.count, values: state.values))
            }
            reports.append(report)
        }
        let present = clock().microseconds
        try await engine.write { connection in
            // Values dated in the future are faults of a source and must not become the date of the town.
            let newest = try SeriesQueries.newestEnd(until: present, on: connection)
            try SettingQueries.set(.asOf, to: newest.map { String($0) }, on: connection)
            _ = try DemonstrationPlan.store(.muenster, now: Instant(microseconds: newest ?? present), on: connection)
        }
        return reports
    }
}
