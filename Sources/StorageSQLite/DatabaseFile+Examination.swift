// SPDX-License-Identifier: EUPL-1.2
import Foundation
import GRDBSQLite
import Storage

extension DatabaseFile {
    /// What stands at a database's place before it is opened.
    enum Content: Sendable, Hashable {
        /// Nothing: a new database may be made.
        case absent
        /// A file without a byte or without a table, and a new database was asked for.
        case empty
        /// A town's database. `isWithoutLog`: it was in use when it was left or copied, and its `-wal` is not here.
        case town(isWithoutLog: Bool)
    }

    /// Looks before anything is opened for good; a file that is not wholly a town's database is refused with its remedy.
    ///
    /// - Parameter mayBegin: an empty file may become a new database.
    /// - Returns: what is there.
    /// - Throws: `StorageError.unfit`, `.corrupt`, `.unavailable`.
    func examine(mayBegin: Bool) throws -> Content {
        guard let size = Self.size(at: path) else {
            try refuseOrphans("there is no file \(path)")
            try refuseRescued()
            return .absent
        }
        if size == 0 {
            try refuseOrphans("\(path) has no byte")
            guard mayBegin else {
                throw StorageError.unfit(
                    message: """
                        \(path) is an empty file (0 bytes), no town is in it. If there was one, put a backup in place: \
                        allmende restore; to begin a new one in this file: allmende serve --new
                        """)
            }
            return .empty
        }
        let connection = try PlainConnection(path)
        defer { connection.close() }
        let trace = try trace(connection)
        if trace == .foreignLog {
            throw StorageError.unfit(
                message: """
                    \(path) was closed and is whole by itself, yet \(name)-wal lies beside it: that belongs to another file \
                    and would spoil this one. Move \(name)-wal and \(name)-shm away, then try again
                    """)
        }
        return try content(connection, trace, mayBegin: mayBegin)
    }

    /// What the file's header and its companion say about how it was left.
    private enum Trace { case consistent, foreignLog, missingLog }

    /// A database that was closed says in its header that it needs no log; one in use says that it has one.
    private func trace(_ connection: PlainConnection) throws -> Trace {
        var trace = Trace.consistent
        // Somebody may be opening or closing it at this moment: only what stays is believed.
        for _ in 0..<6 {
            let before = try version(connection)
            let log = Self.size(at: log)
            let after = try version(connection)
            if before != after {
                trace = .consistent
            } else if after == 1, let log, log > 0 {
                trace = .foreignLog
            } else if after == 2, log == nil {
                trace = .missingLog
            } else {
                return .consistent
            }
            usleep(50_000)
        }
        return trace
    }

    /// Byte 18 of the header: 1 for a rollback journal, 2 for a write-ahead log.
    private func version(_ connection: PlainConnection) throws -> UInt8 {
        guard let header = connection.header, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw StorageError.corrupt(message: "\(path) is no SQLite file, or its first bytes are destroyed")
        }
        return header[18]
    }

    private func content(_ connection: PlainConnection, _ trace: Trace, mayBegin: Bool) throws -> Content {
        let tables = Set(try connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'").map { $0[0] })
        if tables.isEmpty {
            if mayBegin { return .empty }
            throw StorageError.unfit(
                message: """
                    \(path) has the header of a database (\(Self.size(at: path) ?? 0) bytes) and no table. Most likely it is \
                    a copy that was made while the town was in use, without \(name)-wal in which the data were. Copy with \
                    allmende backup, or put a backup in place: allmende restore; to begin a new town in this file: \
                    allmende serve --new
                    """)
        }
        guard tables.contains("file_information"),
            try connection.rows("SELECT value FROM file_information WHERE name = 'application'") == [["Allmende"]]
        else {
            let kind =
                try connection.integer("PRAGMA application_id") == Int64(GeoPackage.applicationID)
                || tables.contains("gpkg_contents") ? "a GeoPackage" : "an SQLite database"
            throw StorageError.unfit(
                message: """
                    \(path) is \(kind) of another program (\(tables.count) tables) and no town's database; it stays as it \
                    is. Layers come into a town by: allmende import --database TOWN.gpkg --mapping …
                    """)
        }
        // while it is closed the row says so before the header does, and the other way round when it is opened
        let isWithoutLog =
            try trace == .missingLog
            && connection.rows("SELECT value FROM file_information WHERE name = '\(GeoPackage.useRow)'") == [["1"]]
        if isWithoutLog, !tables.contains("schema_migration") {
            throw StorageError.unfit(
                message: """
                    \(path) holds no more than the beginning of a town: it is a copy that was made while the town was in use, \
                    without \(name)-wal in which the data were. Copy with allmende backup, or put a backup in place: \
                    allmende restore
                    """)
        }
        return .town(isWithoutLog: isWithoutLog)
    }

    /// A log or a journal without its database: SQLite would throw it away, and with it what it holds.
    private func refuseOrphans(_ what: String) throws {
        for suffix in ["-wal", "-journal"] {
            guard let size = Self.size(at: path + suffix), size > 0 else { continue }
            throw StorageError.unfit(
                message: """
                    \(what), but \(name)\(suffix) (\(size) bytes) is there: the rest of a database that was deleted or moved. \
                    Put the database back beside it, or move \(name)\(suffix) away to begin anew
                    """)
        }
    }

    /// A town that was lost under its server is not followed by an empty one.
    private func refuseRescued() throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let rescued = names.filter({ $0.hasPrefix(name + Self.rescueMark) && $0.hasSuffix("Z") }).max() else {
            return
        }
        throw StorageError.unfit(
            message: """
                there is no file \(path), but \(rescued) is there: it was lost under its server, which saved what it held. \
                Put that in place with allmende restore, or move it away to begin anew
                """)
    }

    /// Between the name of a lost file and the moment at which its content was saved.
    static let rescueMark = ".rescued-"

    /// What an operator is told of a file whose log is missing.
    var missingLogMessage: String {
        """
        \(path) was in use when it was left or copied, and \(name)-wal is not beside it: what was written last may be \
        missing. Put \(name)-wal back, or a backup in place; to go on with what is here: \
        allmende check --accept-missing-wal
        """
    }

    /// Makes a database with the GeoPackage's tables: under its name only when it is whole, and never over another; for its
    /// owner's eyes, as what is not public and hashes of passwords will lie in it.
    func create() throws {
        let draft = "\(path).new-\(getpid())"
        defer { unlink(draft) }
        unlink(draft)
        let connection = try PlainConnection(draft, creating: true)
        try connection.run("BEGIN; \(GeoPackage.beginning); COMMIT")
        connection.close()
        guard chmod(draft, 0o600) == 0 else { throw systemFault(draft) }
        try syncToDisk(draft)
        if link(draft, path) != 0, errno != EEXIST {
            // a file system without hard links
            guard rename(draft, path) == 0 else { throw systemFault(path) }
        }
        try syncToDisk(folder)
    }
}
