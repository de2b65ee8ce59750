// SPDX-License-Identifier: EUPL-1.2
import Foundation
public import Storage
import StorageSQLite
import Platform

/// The engines that a storage test runs on.
public enum TestEngine: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqlite

    public var description: String { rawValue }
}

/// Runs `body` on a fresh database with the whole schema and removes it afterwards.
public func withDatabase<T: Sendable>(
    _ kind: TestEngine, _ body: (any StorageEngine) async throws -> T
) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("allmende-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let engine = try SQLiteEngine(path: folder.appendingPathComponent("town.gpkg").path)
    do {
        try await Schema.migrator.migrate(engine, now: 0)
        let value = try await body(engine)
        await engine.close()
        return value
    } catch {
        await engine.close()
        throw error
    }
}
