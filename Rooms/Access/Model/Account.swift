// SPDX-License-Identifier: EUPL-1.2
public import Rights
public import Wire

/// A person who can sign in.
public struct Account: Sendable, Hashable {
    public let id: Int64
    public let login: String
    public let name: String
    public let role: Role
    /// As it stands at data sets as their owner; empty for none.
    public let department: String
    /// Where links go; empty for nowhere.
    public let mail: String
    public let created: Instant
    public let disabled: Instant?
    /// Whether a password was ever set: not before an invitation was taken up.
    public let hasPassword: Bool
    /// Whether there is an app whose codes count.
    public let hasCode: Bool
    public let hasPasskey: Bool
    /// Whether a password alone does not sign in.
    public var hasSecondFactor: Bool { hasCode || hasPasskey }
    /// The last use of any session, and of none when there was none yet.
    public let seen: Instant?
}

/// What an administrator decides about an account.
public struct AccountDecision: Sendable, Hashable {
    public var name: String
    public var login: String
    public var role: Role
    public var department: String
    public var mail: String

    public init(name: String, login: String, role: Role, department: String = "", mail: String = "") {
        self.name = name
        self.login = login
        self.role = role
        self.department = department
        self.mail = mail
    }
}

/// A key of a program; the secret itself is shown once and never stored.
public struct AccessKey: Sendable, Hashable {
    public let id: Int64
    public let name: String
    public let role: Role
    public let created: Instant
    /// Who made it; empty for keys of before it was noted.
    public let creator: String
    public let expires: Instant?
    public let revoked: Instant?
    /// Addresses that it may come from; empty for all.
    public let networks: [Network]
    /// To five minutes.
    public let lastUsed: Instant?
    /// Data sets by slug, with what it may do there.
    public let grants: [String: Rights.Level]
}

/// A browser that somebody is signed in with.
public struct SignedIn: Sendable, Hashable {
    /// The beginning of the token's hash: enough to name it, useless to sign in.
    public let id: String
    public let since: Instant
    /// To five minutes.
    public let seen: Instant
    public let address: String
    /// What the browser says of itself.
    public let program: String
    public let isOwn: Bool
}
