// SPDX-License-Identifier: EUPL-1.2
public import Foundation
import Platform
public import Storage
import StoragePostgres
import StorageSQLite

/// The engines that a storage test runs on.
public enum TestEngine: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqlite, postgresql

    public var description: String { rawValue }
}

/// Runs `body` on a fresh database with the whole schema and removes it afterwards.
public func withDatabase<T: Sendable>(
    _ kind: TestEngine, _ body: (any StorageEngine) async throws -> T
) async throws -> T {
    try await withEmptyDatabase(kind) { engine in
        try await Schema.migrator.migrate(engine, now: 0)
        return try await body(engine)
    }
}

/// Runs `body` on a fresh database without our tables and removes it afterwards.
public func withEmptyDatabase<T: Sendable>(
    _ kind: TestEngine, readLimit: Int? = nil, _ body: (any StorageEngine) async throws -> T
) async throws -> T {
    switch kind {
    case .sqlite:
        try await withTemporaryFolder { folder in
            try await closing(
                SQLiteEngine(
                    path: folder.appendingPathComponent("town.gpkg").path, readLimit: readLimit), body)
        }
    case .postgresql:
        try await withPostgresURL { url in
            try await closing(PostgresEngine(url: url, maximumReaders: 4, readLimit: readLimit), body)
        }
    }
}

/// Runs `body` with a `postgres://` URL whose tables are nobody else's.
public func withPostgresURL<T: Sendable>(_ body: (String) async throws -> T) async throws -> T {
    await Turnstile.databases.enter()
    defer { Task { await Turnstile.databases.leave() } }
    let cluster = try TemporaryCluster.shared()
    let name = "test_" + UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()
    let administration = try PostgresEngine(url: cluster.url, maximumReaders: 1)
    try await administration.write { _ = try $0.execute("CREATE SCHEMA \(identifier: name)") }
    await administration.close()
    let mark = cluster.url.contains("?") ? "&" : "?"
    let url = cluster.url + mark + "options=-csearch_path%3D\(name)%2Cpublic"
    let outcome: Result<T, any Error>
    do { outcome = .success(try await body(url)) } catch { outcome = .failure(error) }
    if !cluster.isOurs {
        let administration = try PostgresEngine(url: cluster.url, maximumReaders: 1)
        try await administration.write { _ = try $0.execute("DROP SCHEMA \(identifier: name) CASCADE") }
        await administration.close()
    }
    return try outcome.get()
}

/// Runs `body` with a new folder and removes it afterwards.
public func withTemporaryFolder<T>(_ body: (URL) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("allmende-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

private func closing<T: Sendable>(
    _ engine: any StorageEngine, _ body: (any StorageEngine) async throws -> T
) async throws -> T {
    do {
        let value = try await body(engine)
        await engine.close()
        return value
    } catch {
        await engine.close()
        throw error
    }
}

/// Lets some in at a time: all tests begin at once, and the cluster has an end of connections.
private actor Turnstile {
    static let databases = Turnstile(places: 60)

    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) { self.places = places }

    func enter() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
    }
}
