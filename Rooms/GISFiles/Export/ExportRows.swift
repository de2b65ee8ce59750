// SPDX-License-Identifier: EUPL-1.2
import Features
import FeaturesPages
import HTTPSupport
import Rights
import Storage

/// The features of a layer that match a query, in pieces; the database is not held between them.
struct ExportRows: Sendable {
    /// Writes one row behind others; `isFirst` tells the very first.
    typealias Write = @Sendable (_ row: any StorageRow, _ isFirst: Bool, _ bytes: inout [UInt8]) throws -> Void

    private static let chunk = 128 * 1024
    let collection: FeatureCollection
    let query: FeatureQuery
    let engine: any StorageEngine
    let context: HTTPContext

    /// A stretch of the rows and where it ended.
    struct Piece: Sendable {
        var bytes: [UInt8] = []
        var position: Int64
        var rows: Int
        var isLast = true
    }

    /// The piece behind another; nil begins.
    func piece(after last: Piece?, _ write: @escaping Write) async throws -> Piece {
        let (collection, query) = (collection, query)
        return try await context.read(engine, isCostly: true, isContinuation: last != nil) { connection in
            var piece = Piece(position: last?.position ?? 0, rows: last?.rows ?? 0)
            if last != nil {
                // The layer may have been replaced between two pieces: half an old and half a new one would be wrong.
                let current = try FeatureCollectionQueries.find(collection.name, for: .system, on: connection)
                guard current == collection else { throw LayerReplaced(name: collection.name) }
            }
            try FeatureCollectionQueries.forEach(
                of: collection, matching: query, after: piece.position, on: connection
            ) { row in
                if piece.bytes.count >= Self.chunk {
                    piece.isLast = false
                    return false
                }
                try write(row, piece.rows == 0, &piece.bytes)
                piece.rows += 1
                piece.position = row.integer(0)
                return true
            }
            return piece
        }
    }
}
