// SPDX-License-Identifier: EUPL-1.2
import CLibpq
import Storage

extension StorageError {
    /// `PG_DIAG_SQLSTATE`, a macro that Swift does not see.
    static let sqlStateField = CInt(UInt8(ascii: "C"))

    /// The error of a failed result, by its SQLSTATE (PostgreSQL 15, appendix A).
    init(result: OpaquePointer?, connection: OpaquePointer?, sql: String) {
        func field(_ code: Character) -> String {
            guard let ascii = code.asciiValue, let text = PQresultErrorField(result, CInt(ascii)) else { return "" }
            return String(cString: text)
        }
        var message = field("M")
        if message.isEmpty {
            message = Self.trimmed(String(cString: PQerrorMessage(connection)))
        }
        let detail = field("D")
        let constraint = field("n")
        let isLost = PQstatus(connection) != CONNECTION_OK
        self.init(
            sqlState: field("C"), message: message, detail: detail, constraint: constraint, sql: sql, isLost: isLost)
    }

    init(sqlState: String, message: String, detail: String, constraint: String, sql: String, isLost: Bool) {
        let full = detail.isEmpty ? message : "\(message) (\(detail))"
        switch sqlState {
        case "23505", "23P01": self = .constraint(kind: .unique, constraint: constraint, message: full)
        case "23503": self = .constraint(kind: .foreignKey, constraint: constraint, message: full)
        case "23502": self = .constraint(kind: .notNull, constraint: constraint, message: full)
        case "23514": self = .constraint(kind: .check, constraint: constraint, message: full)
        case "22021", "22P05": self = .constraint(kind: .check, constraint: StorageError.noNUL, message: full)
        case "53100": self = .diskFull(message: full)
        case "25006", "42501": self = .readOnly(message: full)
        case "57014": self = .interrupted(message: full)
        case "XX001", "XX002": self = .corrupt(message: full)
        case "40001", "40P01", "55P03": self = .collision(message: full)
        case "53300", "3D000": self = .unavailable(message: full)
        case "22003", "22008": self = .outOfRange(message: full)
        case "54001": self = .tooDeep(message: full)
        case _ where sqlState.hasPrefix("23"):
            self = .constraint(kind: .other, constraint: constraint, message: full)
        case _ where sqlState.hasPrefix("08") || sqlState.hasPrefix("57P") || sqlState.hasPrefix("28"):
            self = .unavailable(message: full)
        case _ where isLost: self = .unavailable(message: full.isEmpty ? "the connection was lost" : full)
        default: self = .statement(message: full, sql: sql)
        }
    }

    static func trimmed(_ message: String) -> String {
        var text = Substring(message)
        while let last = text.last, last.isNewline || last == " " { text.removeLast() }
        return String(text)
    }
}
