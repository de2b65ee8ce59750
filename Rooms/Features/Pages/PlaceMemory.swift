// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import Storage
import Synchronization

/// The names of the features of each layer, ready to be searched; read anew when the layer is another.
///
/// A layer belongs to one data set: who sees it sees all its names, so that one index serves every reader.
final class PlaceMemory: Sendable {
    /// The most names that are searched of one layer.
    static let mostNames = 100_000
    /// The most layers whose names are kept.
    private static let mostLayers = 200

    struct Names: Sendable {
        let collection: FeatureCollection
        let identifiers: [String]
        let names: [String]
        let index: SearchIndex
    }

    private let kept = Mutex<[Int64: Names]>([:])

    func names(of collection: FeatureCollection, on connection: any StorageConnection) throws -> Names {
        if let known = kept.withLock({ $0[collection.id] }), known.collection == collection { return known }
        let found = try FeatureCollectionQueries.names(of: collection, limit: Self.mostNames, on: connection)
        let names = Names(
            collection: collection, identifiers: found.map(\.identifier), names: found.map(\.name),
            index: SearchIndex(found.map { SearchText($0.name) }))
        kept.withLock { kept in
            if kept.count >= Self.mostLayers, kept[collection.id] == nil { kept.removeAll() }
            kept[collection.id] = names
        }
        return names
    }
}
