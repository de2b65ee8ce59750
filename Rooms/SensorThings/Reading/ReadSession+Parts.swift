// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
import Storage

extension ReadSession {
    /// An expansion that was read: the entities, and which belong to which parent.
    struct Part {
        var expansion: ReadLevel.Expansion
        var fragment: Fragment
        var groups: [Group]

        /// Appends the expansion's members to the entity at `index`.
        func write(_ index: Int, _ parent: EntityKey, _ type: EntityType, _ root: String, into bytes: inout [UInt8]) {
            let group = groups[index]
            if let total = group.total {
                member(expansion.countKey, &bytes)
                bytes.append(decimal: total)
            }
            member(expansion.key, &bytes)
            if expansion.column >= 0 {
                if group.count == 0 {
                    bytes.append("null")
                } else {
                    let entry = fragment.entries[group.first]
                    bytes.append(contentsOf: fragment.bytes[entry.start..<entry.end])
                }
                return
            }
            bytes.append(UInt8(ascii: "["))
            for place in group.first..<(group.first + group.count) {
                if place > group.first { bytes.append(UInt8(ascii: ",")) }
                let entry = fragment.entries[place]
                bytes.append(contentsOf: fragment.bytes[entry.start..<entry.end])
            }
            bytes.append(UInt8(ascii: "]"))
            guard let cursor = group.cursor else { return }
            member(expansion.nextKey, &bytes)
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: "\(root)/\(type.setName)(\(parent.id))/\(expansion.navigation.name)?".utf8)
            bytes.append(contentsOf: expansion.level.options)
            bytes.append(contentsOf: "$skiptoken=\(ReadCursor.encode(cursor))\"".utf8)
        }

        private func member(_ key: [UInt8], _ bytes: inout [UInt8]) {
            if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: key)
        }
    }
}
