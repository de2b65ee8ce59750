// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Foundation
import Storage
import StorageSQLite

/// Copies of an embedded file for safety: each is checked by the rules of `check` before it takes its place.
public enum FileBackup {
    /// Copies the file at `source` to `target`; the server may run meanwhile.
    ///
    /// Throws `UnsoundCopy`, `StorageError`. True when all rules were tried; false for a file of an older version, whose own
    /// tables this one cannot judge before it has migrated them.
    public static func copy(_ source: String, to target: String, note: (String) -> Void) async throws -> Bool {
        guard FileManager.default.fileExists(atPath: source) else {
            throw StorageError.unavailable(message: "there is no file \(source)")
        }
        let engine = try SQLiteEngine(path: source)
        let isCurrent: Bool
        do {
            if let missing = engine.missingLog { throw StorageError.unfit(message: missing) }
            isCurrent = try await Schema.migrator.pending(on: engine).isEmpty
            try await engine.backup(to: target, verify: verification)
        } catch {
            if let fault = await engine.close() { note(fault.description) }
            throw error
        }
        if let fault = await engine.close() { note(fault.description) }
        return isCurrent
    }

    /// Puts a backup in the place of the file at `target`; throws as `copy`.
    public static func restore(_ backup: String, to target: String) async throws {
        try await SQLiteEngine.restore(backup, to: target, verify: verification)
    }

    /// The rules of `check` that concern copies, or those of any file where the schema is an older one.
    ///
    /// A copy holds none of the keys by which texts about people became pseudonyms: they could not be destroyed in it.
    static let verification: SQLiteEngine.Verification = { copy in
        let isCurrent = try await Schema.migrator.pending(on: copy).isEmpty
        if isCurrent { try await copy.write { try PseudonymQueries.destroyAll(on: $0) } }
        return try await isCurrent ? Schema.consistency.ofCopies.run(on: copy) : SQLiteEngine.verifiesFile(copy)
    }
}
