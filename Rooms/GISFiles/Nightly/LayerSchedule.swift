// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import IngestWaiting
import Wire

/// A layer that is fetched from an address each night, and how that has gone.
struct LayerSchedule: Sendable {
    let id: Int64
    /// Short name of the layer here.
    let layer: String
    let address: String
    /// Its name at the service; empty for a file.
    let served: String
    /// What a person said about how it is read, with the key by which features are known again.
    let declared: GISDeclaration
    let owner: DeliveryOwner
    /// Hour of the night by the town's clock.
    let hour: Int
    let isPaused: Bool
    let next: Instant
    let checked: Instant?
    /// When something of it changed the layer last.
    let changed: Instant?
    let outcome: LayerOutcome?
    let failures: Int
    let fault: Words?
    /// A delivery that waits for a person, and why.
    let waiting: Int64?
    let reason: Words?
    /// Of the delivery that waits or was refused: the same one is not shown twice.
    let digest: String?
    /// Of the delivery that was taken over last.
    let taken: String?

    var needsAttention: Bool { waiting != nil || failures >= 3 }
}

/// What a delivery changed by itself.
struct LayerOutcome: Sendable, Hashable {
    let added: Int
    let changed: Int
    let removed: Int

    init(_ difference: LayerDifference) {
        (added, changed, removed) = (difference.added, difference.changed, difference.removed)
    }

    init?(_ json: JSONValue) {
        guard let added = json["added"]?.integer, let changed = json["changed"]?.integer,
            let removed = json["removed"]?.integer
        else { return nil }
        (self.added, self.changed, self.removed) = (Int(added), Int(changed), Int(removed))
    }

    var json: JSONValue {
        ["added": JSONValue(added), "changed": JSONValue(changed), "removed": JSONValue(removed)]
    }
}

/// Why a delivery that nobody has looked at is not taken over by itself.
enum DeliverySurprise {
    /// So many features may go whatever share of the layer they are.
    private static let few = 5

    /// Nil where nothing surprises: `percent` is the share of the layer's features that may go in one night.
    static func words(
        _ difference: LayerDifference, of present: FeatureCollection, percent: Int
    ) -> Words? {
        let held = difference.changed + difference.removed + difference.unchanged
        if let imported = present.imported, present.modified > imported {
            return Words(
                "Seit der letzten Lieferung wurde die Ebene hier geändert; die neue würde das überschreiben.",
                "Since the last delivery the layer was changed here; the new one would overwrite that.")
        }
        if !difference.lost.isEmpty { return .lostProperties(difference.lost.joined(separator: ", ")) }
        let removed = difference.removed
        if removed * 2 > held || removed > few && removed * 100 > held * percent {
            return Words(
                "Von \(held) Objekten fehlen \(removed); von selbst fallen höchstens \(percent) % weg.",
                "Of \(held) features \(removed) are missing; \(percent) % at most go by themselves.")
        }
        if difference.moved > few, difference.moved * 2 > held {
            return Words(
                "Von \(held) Objekten liegen \(difference.moved) woanders als bisher.",
                "Of \(held) features \(difference.moved) lie elsewhere than before.")
        }
        return nil
    }
}

extension GISDeclaration {
    var json: JSONValue {
        var object = JSONObject()
        object["epsg"] = epsg.map { JSONValue($0) }
        object["swapped"] = axesSwapped.map { .bool($0) }
        object["encoding"] = encoding.map { .string($0) }
        object["key"] = key.map { .string($0) }
        return .object(object)
    }

    init(_ json: JSONValue) {
        self.init(
            epsg: json["epsg"]?.integer.map { Int($0) }, axesSwapped: json["swapped"].map { $0 == .bool(true) },
            encoding: json["encoding"]?.string, key: json["key"]?.string)
    }
}
