// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// What somebody may see: the one key of whatever is kept for several readers, and the one rule.
///
/// Two readers with equal rights see the same; identities never matter.
public struct Rights: Sendable, Hashable {
    /// A data set that somebody may read beside what the role allows; nobody has one yet.
    public struct Grant: Sendable, Hashable {
        public let dataset: Int64

        public init(dataset: Int64) { self.dataset = dataset }
    }

    /// Nil for everybody.
    public let role: Role?
    public let grants: Set<Grant>

    public init(role: Role?, grants: Set<Grant> = []) {
        self.role = role
        self.grants = grants
    }

    /// Those without an account or a key.
    public static let everybody = Rights(role: nil)

    /// People and programs of the town: what is not published is for them too.
    public var seeInternal: Bool { role != nil }
    /// Restricted data too.
    public var seeAll: Bool { role == .administrator }

    /// The rule: holds where the data set whose id the column holds may be seen; never for NULL, except for those who see all.
    public func mayRead(_ dataset: SQL) -> SQL {
        if seeAll { return "TRUE" }
        // named one by one: a word that nobody knows yet opens nothing
        let access: SQL = seeInternal ? "('public', 'internal')" : "('public')"
        let byRole: SQL = "\(dataset) IN (SELECT id FROM dataset WHERE access IN \(access))"
        if grants.isEmpty { return byRole }
        return "(\(byRole) OR \(dataset) IN (\(list: grants.map(\.dataset).sorted())))"
    }
}
