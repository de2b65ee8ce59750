// SPDX-License-Identifier: EUPL-1.2

/// Something that must hold in a sound database, and what finds violations of it.
public struct ConsistencyRule: Sendable {
    /// A short name, such as `observation without datastream`.
    public let name: String
    /// What an operator should do about it.
    public let remedy: String
    /// Tells one violation after the other by naming which (a key, a table).
    let find: @Sendable (any StorageConnection, (String) -> Void) throws -> Void
    /// The engine it applies to; nil for both.
    public let dialect: SQLDialect?
    /// Whether a copy that breaks it is no good. Not so where a violation says what people did and no copy can mend it.
    public let concernsCopies: Bool

    /// A rule in SQL: `violations` selects one row a violation, its first column says which.
    public init(
        name: String, remedy: String, dialect: SQLDialect? = nil, concernsCopies: Bool = true, violations: SQL
    ) {
        self.init(name: name, remedy: remedy, dialect: dialect, concernsCopies: concernsCopies) { connection, found in
            try connection.forEachRow(violations) { row in
                found(row.text(0))
                return true
            }
        }
    }

    /// A rule that SQL alone cannot tell.
    public init(
        name: String, remedy: String, dialect: SQLDialect? = nil, concernsCopies: Bool = true,
        find: @escaping @Sendable (any StorageConnection, (String) -> Void) throws -> Void
    ) {
        self.name = name
        self.remedy = remedy
        self.dialect = dialect
        self.concernsCopies = concernsCopies
        self.find = find
    }
}

/// What `check` found.
public struct ConsistencyReport: Sendable, Hashable {
    public struct Finding: Sendable, Hashable {
        public let rule: String
        public let remedy: String
        public let count: Int
        /// The first violations, ten at most.
        public let examples: [String]
    }

    /// Names of the rules that were tried, in order.
    public let rules: [String]
    public let findings: [Finding]
    public var isSound: Bool { findings.isEmpty }
}

/// Tries rules on a database, in one snapshot.
public struct ConsistencyCheck: Sendable {
    public let rules: [ConsistencyRule]

    public init(_ rules: [ConsistencyRule]) {
        self.rules = rules
    }

    /// The rules that a copy must keep to be of use.
    public var ofCopies: ConsistencyCheck { ConsistencyCheck(rules.filter(\.concernsCopies)) }

    public func run(on engine: any StorageEngine) async throws -> ConsistencyReport {
        let rules = rules.filter { $0.dialect == nil || $0.dialect == engine.dialect }
        return try await engine.read { connection in
            var findings: [ConsistencyReport.Finding] = []
            for rule in rules {
                var count = 0
                var examples: [String] = []
                try rule.find(connection) { violation in
                    count += 1
                    if examples.count < 10 { examples.append(violation) }
                }
                if count > 0 {
                    findings.append(.init(rule: rule.name, remedy: rule.remedy, count: count, examples: examples))
                }
            }
            return ConsistencyReport(rules: rules.map(\.name), findings: findings)
        }
    }
}

extension ConsistencyRule {
    private static let restore = "Restore the last sound backup; keep the damaged file for analysis."
    private static let open = "Repair the registration with a GIS program, or import the layer again."

    /// What every embedded file must fulfil, whatever the rooms keep in it.
    public static let embeddedFile: [ConsistencyRule] = [
        ConsistencyRule(
            name: "file is undamaged", remedy: restore, dialect: .sqlite,
            violations: "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
        ConsistencyRule(
            name: "references point to existing rows", remedy: restore, dialect: .sqlite,
            violations: """
                SELECT "table" || ' row ' || coalesce(rowid, '?') || ' refers to ' || parent
                FROM pragma_foreign_key_check
                """),
        ConsistencyRule(
            name: "file is a GeoPackage", remedy: open, dialect: .sqlite,
            violations: """
                SELECT 'application_id ' || application_id || ', user_version ' || user_version
                FROM pragma_application_id, pragma_user_version
                WHERE application_id <> 1196444487 OR user_version < 10200
                """),
        ConsistencyRule(
            name: "registered layers exist", remedy: open, dialect: .sqlite,
            violations: """
                SELECT table_name FROM gpkg_contents
                WHERE table_name NOT IN (SELECT name FROM sqlite_master WHERE type IN ('table', 'view'))
                """),
        ConsistencyRule(
            name: "registered layers have their geometry column", remedy: open, dialect: .sqlite,
            violations: """
                SELECT c.table_name FROM gpkg_contents c
                LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
                WHERE c.data_type = 'features' AND (g.table_name IS NULL OR NOT EXISTS
                    (SELECT 1 FROM pragma_table_info(g.table_name) p WHERE p.name = g.column_name))
                """),
    ]
}
