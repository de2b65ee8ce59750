// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// Who asks, with which rights. Every query builder takes one; rights become a predicate in the query.
public struct Reader: Sendable, Hashable {
    public enum Identity: Sendable, Hashable {
        case anonymous
        case account(id: Int64, name: String)
        case key(id: Int64, name: String)
        /// The program itself: imports from the command line, indicators.
        case system
    }

    public let identity: Identity
    /// Nil for anonymous people.
    public let role: Role?
    /// Anonymous people may write too (`serve --open`, loopback only).
    public let writesOpenly: Bool
    /// What this reader may see. Whoever may write without an account (`--open`) also reads what that made.
    public let rights: Rights

    public init(identity: Identity, role: Role?, writesOpenly: Bool = false, grants: Set<Rights.Grant> = []) {
        self.identity = identity
        self.role = role
        self.writesOpenly = writesOpenly
        rights = Rights(role: role ?? (writesOpenly ? .viewer : nil), grants: grants)
    }

    /// Somebody whose rights, those of the role and what was granted beside it, are known.
    public init(identity: Identity, role: Role, rights: Rights) {
        self.identity = identity
        self.role = role
        writesOpenly = false
        self.rights = rights
    }

    /// Somebody with these rights to read, whoever it is: for what several share.
    public init(_ rights: Rights) {
        identity = .anonymous
        role = rights.role
        writesOpenly = false
        self.rights = rights
    }

    public static let anonymous = Reader(identity: .anonymous, role: nil)
    public static let system = Reader(identity: .system, role: .administrator)

    /// Whether this reader writes in the whole house: sensor data, layers, notices, the plan.
    public var mayWrite: Bool { writesOpenly || role.map { $0 >= .editor } ?? false }
    public var mayPlan: Bool { writesOpenly || role.map { $0 >= .planner } ?? false }
    public var mayAdminister: Bool { role == .administrator }
    /// Whether there may be data sets that this reader writes to; which, says `may`.
    public var mayDeliver: Bool { mayWrite || rights.grants.contains { $0.level >= .deliver } }
    /// Whether all that this reader sees may also be written, so that nothing needs to be asked.
    public var writesWhatIsSeen: Bool { mayWrite && rights.grants.isEmpty }

    /// The rule of `Rights.mayRead` for what is more than reading: over a column that holds a data set's id.
    public func may(_ level: Rights.Level, _ dataset: SQL) -> SQL {
        if level == .see { return rights.mayRead(dataset) }
        if mayAdminister { return "TRUE" }
        var ways: [SQL] = []
        if let granted = rights.isGranted(level, dataset) { ways.append(granted) }
        if level < .manage, mayWrite { ways.append(Rights.isOpen(dataset, internally: true)) }
        return ways.isEmpty ? "FALSE" : "(\(ways.joined(separator: " OR ")))"
    }

    /// Whether this reader decides who may see a data set.
    public func manages(_ dataset: Int64) -> Bool {
        mayAdminister || rights.grants.contains { $0.dataset == dataset && $0.level == .manage }
    }

    /// The same as long as the account or the key is there, whatever it is called: `account 5`, `key 7`.
    public var caller: String {
        switch identity {
        case .anonymous: "anonymous"
        case .account(let id, _): "account \(id)"
        case .key(let id, _): "key \(id)"
        case .system: "system"
        }
    }

    /// For journals and the audit trail.
    public var displayName: String {
        switch identity {
        case .anonymous: "anonymous"
        case .account(_, let name): name
        case .key(_, let name): name
        case .system: "system"
        }
    }
}
