// SPDX-License-Identifier: EUPL-1.2
import Storage
package import Wire

/// What of a feature a reader has seen: a fingerprint of its content, and when that came to be.
package struct FeatureVersion: Sendable, Hashable {
    package let tag: String
    package let changed: Instant

    package init(tag: String, changed: Instant) { (self.tag, self.changed) = (tag, changed) }

    /// An HTTP entity tag, strong and quoted.
    package var entityTag: String { "\"\(tag)\"" }

    /// Of a row as `FeatureRelation.columns` selects it: all but the key, which a new import may change.
    static func tag(of row: any StorageRow) -> String {
        var digest = ContentDigest()
        for column in 1..<row.columnCount {
            switch row.value(column) {
            case .null: digest.add([0])
            case .integer(let number): withUnsafeBytes(of: number.littleEndian) { digest.add($0) }
            case .real(let number): withUnsafeBytes(of: number.bitPattern.littleEndian) { digest.add($0) }
            case .text(let text), .json(let text): digest.add(text)
            case .blob(let bytes): digest.add(bytes)
            }
        }
        return digest.text
    }
}

/// What must hold for a change to be made: the version that who asks has seen (RFC 9110 §13.1).
package struct FeatureExpectation: Sendable {
    /// Entity tags of which one must be that of the feature; `*` is any.
    package var tags: [String]?
    /// Entity tags of which none may be that of the feature.
    package var refused: [String]?
    /// It must not have been changed after this; `isPrecise` says that the moment is no whole second.
    package var unchangedSince: Instant?

    package init() {}

    func holds(for version: FeatureVersion) -> Bool {
        if let tags, !Self.holds(tags, version) { return false }
        if let refused, Self.holds(refused, version) { return false }
        if let unchangedSince, version.changed > unchangedSince { return false }
        return true
    }

    /// A tag that was made weak on the way, because the answer was packed, means the same content.
    package static func holds(_ tags: [String], _ version: FeatureVersion) -> Bool {
        tags.contains { tag in
            tag == "*" || (tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag) == version.entityTag
        }
    }
}
