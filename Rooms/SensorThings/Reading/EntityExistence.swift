// SPDX-License-Identifier: EUPL-1.2
package import Rights
package import SensorThingsModel
package import Storage
import Synchronization

/// Statements that tell whether somebody sees an entity, composed once for a type and the rights that ask.
package enum EntityExistence {
    private struct Key: Hashable {
        let type: EntityType
        let rights: Rights
        let dialect: SQLDialect
    }

    /// There may be as many rights as accounts, so what is remembered has an end.
    private static let maximum = 256
    private static let known = Mutex<[Key: KeyedSQL]>([:])

    /// Counts the visible entities of an id: 1 or 0.
    package static func statement(_ type: EntityType, _ rights: Rights, _ dialect: SQLDialect) -> KeyedSQL {
        let key = Key(type: type, rights: rights, dialect: dialect)
        if let statement = known.withLock({ $0[key] }) { return statement }
        let scope = ReadScope(type: type, alias: "t0")
        let visible = scope.isVisible(to: Reader(rights)) ?? "TRUE"
        let statement = KeyedSQL(parts: 1, for: dialect) { key in
            "SELECT count(*) FROM \(scope.source) WHERE \(scope.hasID(key[0])) AND \(visible)"
        }
        known.withLock { known in
            if known.count >= maximum { known = [:] }
            known[key] = statement
        }
        return statement
    }
}
