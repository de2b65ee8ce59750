// SPDX-License-Identifier: EUPL-1.2
import Answers
import HTTPTypes
public import Rights
public import Storage

extension DatasetQueries {
    /// Refuses what is more than seeing a data set to who may only see it; the rule is the one of the interfaces.
    /// - Throws: `Problem`, 403.
    public static func require(
        _ level: Rights.Level, _ id: Int64, _ reader: Reader, on connection: any StorageConnection
    ) throws {
        guard try !may(level, id, reader, on: connection) else { return }
        throw Problem(
            .forbidden, "Not allowed",
            detail: "You may read this data set and not change it; who manages it can grant that.",
            german: "Sie dürfen diesen Datensatz lesen, aber nicht ändern; wer ihn verwaltet, kann das freigeben.")
    }

    /// The data sets that the reader may write to, by title.
    public static func writable(
        by reader: Reader, on connection: any StorageConnection
    ) throws -> [Dataset] {
        try all(for: reader, on: connection).filter { try may(.write, $0.id, reader, on: connection) }
    }
}
