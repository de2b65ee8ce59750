// SPDX-License-Identifier: EUPL-1.2
import Foundation
public import Ledger
import LedgerStorage
public import Storage
public import Wire

/// The exported trail on a disk.
public enum AuditFile {
    /// Writes the trail as it is now; the file is complete or not there. Returns the checkpoint it holds.
    public static func write(
        to path: String, by actor: String, at instant: Instant, from engine: any StorageEngine
    ) async throws -> Checkpoint {
        let checkpoint = try await engine.write { try AuditExport.begin(by: actor, at: instant, on: $0) }
        let partial = path + ".partial"
        do {
            try await engine.read(.costly(client: "audit", isContinuation: false)) { connection in
                guard FileManager.default.createFile(atPath: partial, contents: nil),
                    let handle = FileHandle(forWritingAtPath: partial)
                else { throw AuditFileError.cannotWrite(path) }
                defer { try? handle.close() }
                var buffer: [UInt8] = []
                try AuditExport.write(checkpoint, on: connection) { line in
                    buffer += line
                    guard buffer.count >= 1 << 20 else { return }
                    try handle.write(contentsOf: buffer)
                    buffer.removeAll(keepingCapacity: true)
                }
                try handle.write(contentsOf: buffer)
                try handle.synchronize()
            }
            guard rename(partial, path) == 0 else { throw AuditFileError.cannotWrite(path) }
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            throw error
        }
        return checkpoint.checkpoint
    }

    /// Checks the file against an earlier checkpoint, which is a file too.
    /// - Throws: `AuditFault`, `AuditFileError`.
    public static func check(_ path: String, since checkpoint: String) throws -> AuditVerdict {
        guard let earlier = FileManager.default.contents(atPath: checkpoint) else {
            throw AuditFileError.cannotRead(checkpoint)
        }
        let note: SignedNote
        do throws(LedgerError) {
            note = try SignedNote(parsing: earlier)
        } catch {
            throw AuditFileError.noCheckpoint(checkpoint, error)
        }
        guard let handle = FileHandle(forReadingAtPath: path) else { throw AuditFileError.cannotRead(path) }
        defer { try? handle.close() }
        var check = AuditCheck(since: note)
        var rest: [UInt8] = []
        while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
            rest += chunk
            var start = 0
            while let end = rest[start...].firstIndex(of: 0x0a) {
                try check.take(Array(rest[start..<end]))
                start = end + 1
            }
            rest.removeFirst(start)
        }
        if !rest.isEmpty { try check.take(rest) }
        return try check.verdict()
    }
}

/// Why a file could not be written or read.
public enum AuditFileError: Error, Sendable, Hashable, CustomStringConvertible {
    case cannotWrite(String)
    case cannotRead(String)
    case noCheckpoint(String, LedgerError)

    public var description: String {
        switch self {
        case .cannotWrite(let path): "\(path) cannot be written"
        case .cannotRead(let path): "\(path) cannot be read"
        case .noCheckpoint(let path, let error):
            "\(path) is no checkpoint: \(error). Save it as it came, for instance the attachment of the mail"
        }
    }
}
