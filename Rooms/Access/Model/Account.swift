// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// A person who can sign in.
public struct Account: Sendable, Hashable {
    public let id: Int64
    public let login: String
    public let name: String
    public let role: Role
    public let created: Instant
    public let disabled: Instant?
}

/// A key of a program; the secret itself is shown once and never stored.
public struct AccessKey: Sendable, Hashable {
    public let id: Int64
    public let name: String
    public let role: Role
    public let created: Instant
    public let expires: Instant?
    public let revoked: Instant?
}
