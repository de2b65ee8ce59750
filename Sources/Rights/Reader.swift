// SPDX-License-Identifier: EUPL-1.2

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
    private let grants: Set<Rights.Grant>

    public init(identity: Identity, role: Role?, writesOpenly: Bool = false) {
        self.identity = identity
        self.role = role
        self.writesOpenly = writesOpenly
        grants = []
    }

    /// Somebody with these rights to read, whoever it is: for what several share.
    public init(_ rights: Rights) {
        identity = .anonymous
        role = rights.role
        writesOpenly = false
        grants = rights.grants
    }

    public static let anonymous = Reader(identity: .anonymous, role: nil)
    public static let system = Reader(identity: .system, role: .administrator)

    /// What this reader may see. Whoever may write without an account (`--open`) also reads what that made.
    public var rights: Rights { Rights(role: role ?? (writesOpenly ? .viewer : nil), grants: grants) }

    public var mayWrite: Bool { writesOpenly || (role ?? .viewer) >= .editor }
    public var mayAdminister: Bool { role == .administrator }

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
