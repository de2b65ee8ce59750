// SPDX-License-Identifier: EUPL-1.2
public import Storage

extension ChangeOutbox {
    /// Whether a server works on this database, or one was killed that did.
    public static func isServed(on connection: any StorageConnection) throws -> Bool {
        try connection.integer("SELECT 1 FROM change_listener LIMIT 1") != nil
    }
}
