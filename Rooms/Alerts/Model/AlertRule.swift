// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What somebody wants to be told of a series.
struct AlertRule: Sendable, Hashable {
    let id: Int64
    /// The account whose it is: only what that account may see is told.
    let account: Int64
    let datastream: Int64
    let name: String
    let condition: AlertCondition
    let quiet: QuietHours?
    /// To the mail address of the account.
    let sendsMail: Bool
    /// Where a webhook is called; empty for nowhere.
    let hook: String
    /// With it, and without signing in, the alert is stopped.
    let token: String
    let created: Instant
    /// Stopped rules neither look nor tell.
    let isActive: Bool
    let isRaised: Bool
    /// Since when it stands, or since when it does not.
    let since: Instant?
    /// Values up to here were looked at.
    let seen: Instant?
    let told: Instant?

    static let longestName = 120
    static let longestHook = 500
    /// So many an account has at most.
    static let most = 100
}

/// What somebody enters to be told of.
struct NewAlert: Sendable, Hashable {
    var name: String
    var condition: AlertCondition
    var quiet: QuietHours?
    var sendsMail: Bool
    var hook: String
}

/// Something that happened with a rule.
struct AlertEvent: Sendable, Hashable {
    let id: Int64
    let rule: Int64
    let turn: AlertTurn
    /// When this server noticed it.
    let noted: Instant
    /// When it was told, or when it turned out that it may not be.
    let told: Instant?
}
