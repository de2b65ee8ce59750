// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// What somebody may see: the one key of whatever is kept for several readers, and the one rule.
///
/// Two readers with equal rights see the same; identities never matter.
public struct Rights: Sendable, Hashable {
    /// What a grant allows; each level includes the ones before it.
    public enum Level: String, Sendable, Hashable, CaseIterable, Comparable {
        /// Reading.
        case see
        /// Adding Observations.
        case deliver
        /// Changing and deleting all that belongs to the data set.
        case write
        /// Deciding who may see it.
        case manage

        private var rank: Int {
            switch self {
            case .see: 0
            case .deliver: 1
            case .write: 2
            case .manage: 3
            }
        }

        public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
    }

    /// A data set that somebody may use beside what the role allows.
    public struct Grant: Sendable, Hashable {
        public let dataset: Int64
        public let level: Level

        public init(dataset: Int64, level: Level = .see) {
            self.dataset = dataset
            self.level = level
        }
    }

    /// Nil for everybody.
    public let role: Role?
    private let granted: GrantSet

    /// One for a data set at most.
    public var grants: Set<Grant> { granted.grants }

    /// Of several grants for a data set the highest counts; those who see all need none, and share what is kept.
    public init(role: Role?, grants: Set<Grant> = []) {
        self.role = role
        granted = role == .administrator || grants.isEmpty ? .none : GrantSet(grants)
    }

    /// Those without an account or a key.
    public static let everybody = Rights(role: nil)

    /// People and programs of the town: what is not published is for them too.
    public var seeInternal: Bool { role.map { $0 >= .viewer } ?? false }
    /// Restricted data too.
    public var seeAll: Bool { role == .administrator }

    /// The rule: holds where the data set whose id the column holds may be seen; never for NULL, except for those who see all.
    ///
    /// Asked row by row, so that a page costs what it shows however many data sets there are.
    public func mayRead(_ dataset: SQL) -> SQL {
        if seeAll { return "TRUE" }
        let byRole = Self.isOpen(dataset, internally: seeInternal)
        return granted.holds(dataset, .see).map { "(\($0) OR \(byRole))" } ?? byRole
    }

    /// The same rule for a column whose index is best entered once for each data set that may be seen.
    public func mayRead(eachOf dataset: SQL) -> SQL {
        if seeAll { return "TRUE" }
        let byRole = Self.openWords("access", internally: seeInternal)
        let isSeen = granted.holds("id", .see).map { "\($0) OR \(byRole)" } ?? byRole
        return "\(dataset) IN (SELECT id FROM dataset WHERE \(isSeen))"
    }

    /// Holds where a grant opens the data set at the level or a higher one; nil where none opens any.
    func isGranted(_ level: Level, _ dataset: SQL) -> SQL? { granted.holds(dataset, level) }

    /// The inner names are no table's, so that a column without its table's name stays the outer one.
    static func isOpen(_ dataset: SQL, internally: Bool) -> SQL {
        """
        EXISTS (SELECT 1 FROM (SELECT id AS open_id, access AS open_access FROM dataset) AS opened \
        WHERE open_id = \(dataset) AND \(openWords("open_access", internally: internally)))
        """
    }

    /// Named one by one: a word that nobody knows yet opens nothing.
    private static func openWords(_ access: SQL, internally: Bool) -> SQL {
        internally ? "\(access) IN ('public', 'internal')" : "\(access) = 'public'"
    }

    /// The same rights have the same text: `editor`, `member 3:write 7:see`; empty for everybody.
    public var text: String {
        let parts = grants.sorted { $0.dataset < $1.dataset }.map { "\($0.dataset):\($0.level.rawValue)" }
        return ([role?.rawValue ?? ""] + parts).joined(separator: " ")
    }
}
