// SPDX-License-Identifier: EUPL-1.2
public import HTTPSupport

/// What an account or a key may do; each role includes the ones before it.
public enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Reads internal data sets.
    case viewer
    /// Writes sensor data and layers, runs imports.
    case editor
    /// Manages people, keys, settings and restricted data sets.
    case administrator

    public static func < (left: Role, right: Role) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

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

    public init(identity: Identity, role: Role?, writesOpenly: Bool = false) {
        self.identity = identity
        self.role = role
        self.writesOpenly = writesOpenly
    }

    public static let anonymous = Reader(identity: .anonymous, role: nil)
    public static let system = Reader(identity: .system, role: .administrator)

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

extension HTTPContext {
    /// Who asks; anonymous until the access middleware has looked.
    public var reader: Reader {
        get { self[Reader.self] ?? .anonymous }
        set { self[Reader.self] = newValue }
    }
}
