// SPDX-License-Identifier: EUPL-1.2
package import RoomKit
import StorageSQLite

extension EngineFactory {
    /// What the commands of all rooms open their database with.
    package static let commands = DatabaseAccess(isServer: { isServer($0) }) { database, body in
        try await using(database, note: printError) { engine in
            if let missing = (engine as? SQLiteEngine)?.missingLog { printError("warning: \(missing)") }
            try await body(engine)
        }
    }
}
