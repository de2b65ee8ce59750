// SPDX-License-Identifier: EUPL-1.2
public import Storage
public import Wire

/// What is wrong with accounts and keys although the database is sound; for `allmende doctor`.
public enum AccessExamination {
    public static func rules(at now: Instant) -> [ConsistencyRule] {
        let day: Int64 = 86_400_000_000
        let (year, halfYear) = (now.microseconds - 365 * day, now.microseconds - 180 * day)
        let isValid: SQL = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > \(now.microseconds))"
        return [
            ConsistencyRule(
                name: "somebody can administer",
                remedy:
                    "Make an account: allmende user create --role administrator, or start the server and use the code.",
                violations: """
                    SELECT 'no administrator' WHERE NOT EXISTS
                        (SELECT 1 FROM account WHERE role = 'administrator' AND disabled_at IS NULL
                            AND password_hash IS NOT NULL)
                    """),
            ConsistencyRule(
                name: "administrators have a second factor",
                remedy: "They set it up themselves at /account.",
                violations: """
                    SELECT login FROM account WHERE role = 'administrator' AND disabled_at IS NULL
                        AND password_hash IS NOT NULL AND code_secret IS NULL
                        AND NOT EXISTS (SELECT 1 FROM passkey p WHERE p.account_id = account.id) ORDER BY login
                    """),
            ConsistencyRule(
                name: "no key is older than a year without an end",
                remedy: "Make a new one with an end at /account/keys and revoke the old one.",
                violations: """
                    SELECT 'key ' || id || ' ' || name FROM access_key
                    WHERE \(isValid) AND expires_at IS NULL AND created_at < \(year) ORDER BY id
                    """),
            ConsistencyRule(
                name: "each key is used",
                remedy: "Revoke it at /account/keys: nobody has used it for half a year.",
                violations: """
                    SELECT 'key ' || id || ' ' || name FROM access_key
                    WHERE \(isValid) AND created_at < \(halfYear) AND coalesce(used_at, created_at) < \(halfYear)
                    ORDER BY id
                    """),
            ConsistencyRule(
                name: "no key may administer",
                remedy: "Programs rarely need it: make a key for some data sets at /account/keys and revoke this one.",
                violations: """
                    SELECT 'key ' || id || ' ' || name FROM access_key WHERE \(isValid) AND role = 'administrator'
                    ORDER BY id
                    """),
            ConsistencyRule(
                name: "the clock is right",
                remedy: "The audit trail is from the future: set the clock of this machine, best by NTP.",
                violations: """
                    SELECT 'an entry that is ' || ((at - \(now.microseconds)) / 1000000) || ' s ahead' FROM audit_entry
                    WHERE at > \(now.microseconds + 120_000_000) ORDER BY at DESC LIMIT 1
                    """),
        ]
    }
}
