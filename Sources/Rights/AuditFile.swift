// SPDX-License-Identifier: EUPL-1.2
import Foundation
public import Ledger
import LedgerStorage
public import Storage
public import Wire

/// The exported trail on a disk.
public enum AuditFile {
    /// What was written: the checkpoint that the file begins with, and where the rows are not what the log holds.
    public struct Written: Sendable {
        public let checkpoint: Checkpoint
        public let findings: [AuditFault]
    }

    /// The first line is written last; blanks fill what it leaves.
    private static let headLength = 1024

    /// Writes the trail as it is now; the file is complete or not there.
    ///
    /// The export is noted when all but the new entries are on the disk, in the transaction that writes these: an export
    /// that fails leaves no entry. A trail that somebody has changed is written as it is, for evidence.
    /// - Throws: `StorageError.unfit` for what is no place for a file, `.readOnly`, `.diskFull`.
    public static func write(
        to path: String, by actor: String, at instant: Instant, from engine: any StorageEngine
    ) async throws -> Written {
        let database = engine.dialect == .sqlite ? engine.location : nil
        let draft = try DraftFile(for: FilePlace(path, beside: database))
        do {
            while true {
                if let written = try await write(draft, by: actor, at: instant, from: engine) {
                    try draft.publish()
                    return written
                }
            }
        } catch {
            draft.discard()
            throw error
        }
    }

    /// Nil when values were erased meanwhile that are in the file already.
    private static func write(
        _ draft: DraftFile, by actor: String, at instant: Instant, from engine: any StorageEngine
    ) async throws -> Written? {
        let begun = try await engine.read(.costly(client: "audit", isContinuation: false)) { connection in
            let size = try AuditTrail.log.size(on: connection)
            let end = try lines(0..<size, to: draft, from: Int64(headLength), on: connection)
            return (size: size, end: end, findings: try AuditExamination.findings(on: connection))
        }
        try draft.end(at: begun.end)
        let checkpoint = try await engine.write { connection -> Checkpoint? in
            let known = Int64(begun.size)
            let erasures = try connection.integer(
                "SELECT count(*) FROM audit_entry WHERE position >= \(known) AND action = 'erase'")
            guard erasures == 0 else { return nil }
            let stored = try AuditExport.begin(by: actor, at: instant, on: connection)
            let end = try lines(begun.size..<stored.checkpoint.size, to: draft, from: begun.end, on: connection)
            var head = Array(try AuditExport.head(stored, on: connection).utf8)
            guard head.count < headLength else { throw LedgerError.outOfRange }
            head += [UInt8](repeating: 0x20, count: headLength - 1 - head.count) + [0x0a]
            try draft.write(head, at: 0)
            try draft.end(at: end)
            return stored.checkpoint
        }
        return checkpoint.map { Written(checkpoint: $0, findings: begun.findings) }
    }

    /// Writes lines a megabyte at a time; returns where they end.
    private static func lines(
        _ places: Range<UInt64>, to draft: DraftFile, from start: Int64, on connection: any StorageConnection
    ) throws -> Int64 {
        var (buffer, end) = ([UInt8](), start)
        func flush() throws {
            try draft.write(buffer, at: end)
            end += Int64(buffer.count)
            buffer.removeAll(keepingCapacity: true)
        }
        try AuditExport.entries(places, on: connection) { line in
            buffer += line
            if buffer.count >= 1 << 20 { try flush() }
        }
        try flush()
        return end
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
        func next() throws(AuditFileError) -> Data? {
            do {
                return try handle.read(upToCount: 1 << 20)
            } catch {
                // a folder, for instance
                throw .cannotRead(path)
            }
        }
        var check = AuditCheck(since: note)
        var rest: [UInt8] = []
        while let chunk = try next(), !chunk.isEmpty {
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
    case cannotRead(String)
    case noCheckpoint(String, LedgerError)

    public var description: String {
        switch self {
        case .cannotRead(let path): "\(path) cannot be read"
        case .noCheckpoint(let path, let error):
            "\(path) is no checkpoint: \(error). Save it as it came, for instance the attachment of the mail"
        }
    }
}
