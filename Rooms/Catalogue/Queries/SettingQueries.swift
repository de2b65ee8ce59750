// SPDX-License-Identifier: EUPL-1.2
import Rights
public import Storage
public import Wire

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

    /// The labelled moment that a demonstration stands at; nil for a town that goes by the time of the world.
    public static func asOf(on connection: any StorageConnection) throws -> Instant? {
        try value(of: .asOf, on: connection).flatMap { Int64($0) }.map { Instant(microseconds: $0) }
    }

    /// Stores a value; nil removes it.
    public static func set(_ setting: Setting, to value: String?, on connection: any StorageConnection) throws {
        try set(named: setting.rawValue, to: value, on: connection)
    }

    fileprivate static func set(named name: String, to value: String?, on connection: any StorageConnection) throws {
        guard let value else {
            try connection.execute("DELETE FROM setting WHERE name = \(name)")
            return
        }
        try connection.execute(
            """
            INSERT INTO setting (name, value) VALUES (\(name), \(value))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
    }
}

/// The town's profile among the settings.
public enum TownProfileQueries {
    private static let arms = "town.arms"

    public static func load(on connection: any StorageConnection) throws -> TownProfile {
        var profile = TownProfile()
        try connection.forEachRow("SELECT name, value FROM setting WHERE name LIKE 'town.%'") { row in
            if let field = TownProfile.Field(rawValue: row.text(0)) {
                profile[field] = row.text(1)
            } else if row.text(0) == arms {
                profile.arms = TownProfile.Arms(text: row.text(1))
            }
            return true
        }
        return profile
    }

    /// Stores what is given and removes what is not.
    /// - Throws: the first `TownProfile.Fault`; then nothing is stored.
    public static func save(_ profile: TownProfile, on connection: any StorageConnection) throws {
        if let fault = profile.faults.first { throw fault }
        for field in TownProfile.Field.allCases {
            let text = profile[field]
            try SettingQueries.set(named: field.rawValue, to: text.isEmpty ? nil : text, on: connection)
        }
        try SettingQueries.set(named: arms, to: profile.arms?.text, on: connection)
        // pages of all servers are read anew
        try RightsCounter.move(on: connection)
    }
}
