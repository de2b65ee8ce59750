// SPDX-License-Identifier: EUPL-1.2
import GRDB
import GRDBSQLite
import Storage

extension StorageError {
    init(_ error: any Error, sql: String) {
        switch error {
        case let error as StorageError:
            self = error
        case let error as DatabaseError:
            let message = error.message ?? String(describing: error.resultCode)
            self.init(sqliteCode: error.extendedResultCode.rawValue, message: message, sql: error.sql ?? sql)
        case is CancellationError:
            self = .interrupted(message: "the request was cancelled")
        default:
            self = .unavailable(message: String(describing: error))
        }
    }

    init(sqliteCode code: CInt, message: String, sql: String) {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT:
            let kind: ConstraintKind
            switch code >> 8 {
            case 6, 8, 10: kind = .unique
            case 3: kind = .foreignKey
            case 5: kind = .notNull
            case 1: kind = .check
            // a column that was there before its NOT NULL has a trigger in its place
            case 7: kind = message.hasPrefix("NOT NULL") ? .notNull : .other
            default: kind = .other
            }
            let name = message.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? ""
            self = .constraint(kind: kind, constraint: name, message: message)
        case SQLITE_FULL: self = .diskFull(message: message)
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly(message: message)
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt(message: message)
        case SQLITE_IOERR: self = .diskFault(message: message)
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN: self = .unavailable(message: message)
        case SQLITE_INTERRUPT: self = .interrupted(message: message)
        // SQLite has one code for all of these
        case SQLITE_ERROR where message.contains("too large (maximum depth") || message == "parser stack overflow":
            self = .tooDeep(message: message)
        case SQLITE_ERROR where message == "integer overflow": self = .outOfRange(message: message)
        default: self = .statement(message: message, sql: sql)
        }
    }
}

/// GRDB has a type of this name too; in this room it means the seam's.
typealias SQL = Storage.SQL
