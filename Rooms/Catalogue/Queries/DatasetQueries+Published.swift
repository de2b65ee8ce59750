// SPDX-License-Identifier: EUPL-1.2
import Rights
public import Storage
public import Wire

/// What is public, for catalogues: they say the same to everybody.
extension DatasetQueries {
    /// How much there is, and when something of it changed last; nil without any.
    public struct Published: Sendable, Hashable {
        public let count: Int
        public let modified: Instant?
    }

    public static func published(on connection: any StorageConnection) throws -> Published {
        let found = try connection.firstRow(
            "SELECT count(*), max(modified_at) FROM dataset WHERE \(Dataset.isVisible("id", to: .anonymous))"
        ) { row in
            Published(
                count: Int(row.integer(0)), modified: row.integerIfPresent(1).map { Instant(microseconds: $0) })
        }
        return found ?? Published(count: 0, modified: nil)
    }
}
