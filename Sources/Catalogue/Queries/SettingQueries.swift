// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// What is known about the town itself, kept in the database so that it travels with the data.
public enum Setting: String, Sendable, CaseIterable {
    /// Name people read: "Stadt Münster".
    case townName = "town.name"
    /// Official municipality key (AGS), eight digits.
    case townKey = "town.ags"
    /// "true" when the town is made up; each page says so.
    case isFictional = "town.fictional"
    /// Instant in microseconds that counts as "now" for states and trends of a demonstration; absent in real operation.
    case asOf = "demo.as-of"
    /// Seed, first clock reading and days of history of the fictional town, so that a later build continues it.
    case demonstration = "demo.origin"
    /// Identifies this installation; made at the first start.
    case installation = "installation.id"
}

public enum SettingQueries {
    public static func value(of setting: Setting, on connection: any StorageConnection) throws -> String? {
        try connection.text("SELECT value FROM setting WHERE name = \(setting.rawValue)")
    }

    /// Stores a value; nil removes it.
    public static func set(_ setting: Setting, to value: String?, on connection: any StorageConnection) throws {
        guard let value else {
            try connection.execute("DELETE FROM setting WHERE name = \(setting.rawValue)")
            return
        }
        try connection.execute(
            """
            INSERT INTO setting (name, value) VALUES (\(setting.rawValue), \(value))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
    }
}
