// SPDX-License-Identifier: EUPL-1.2
public import Rights
public import Storage

/// One way by which somebody may use a data set.
public struct AccessReason: Sendable, Hashable {
    public enum Way: Sendable, Hashable {
        /// The data set is public.
        case everybody
        /// The role of the account.
        case role(Role)
        /// The account's department owns the data set and the role manages it.
        case ownDepartment(String)
        /// A grant.
        case grant(AccessGrant)
    }

    public let way: Way
    public let level: Rights.Level
}

/// Why somebody may use a data set: each way by itself, by the same rule as the queries'.
public enum AccessReasons {
    /// The ways of an account, an enabled one; none when it may not even see the data set.
    public static func find(
        account id: Int64, dataset: Int64, on connection: any StorageConnection
    ) throws -> [AccessReason] {
        let account = try connection.firstRow(
            "SELECT role, department FROM account WHERE id = \(id) AND disabled_at IS NULL"
        ) { (role: Role(rawValue: $0.text(0)) ?? .member, department: $0.text(1)) }
        let data = try connection.firstRow("SELECT access, owner FROM dataset WHERE id = \(dataset)") {
            (access: $0.text(0), owner: $0.text(1))
        }
        guard let data else { return [] }
        var reasons: [AccessReason] = []
        if data.access == "public" { reasons.append(AccessReason(way: .everybody, level: .see)) }
        guard let account else { return reasons }
        if account.role == .administrator {
            reasons.append(AccessReason(way: .role(.administrator), level: .manage))
        } else if data.access != "restricted" {
            if account.role >= .editor {
                reasons.append(AccessReason(way: .role(account.role), level: .write))
            } else if account.role >= .viewer, data.access == "internal" {
                reasons.append(AccessReason(way: .role(account.role), level: .see))
            }
        }
        if account.role == .manager, !account.department.isEmpty, account.department == data.owner {
            reasons.append(AccessReason(way: .ownDepartment(account.department), level: .manage))
        }
        for grant in try GrantQueries.list(dataset: dataset, on: connection) {
            let isMine =
                switch grant.subject {
                case .account(id): true
                case .department(account.department): !account.department.isEmpty
                default: false
                }
            if isMine { reasons.append(AccessReason(way: .grant(grant), level: grant.level)) }
        }
        return reasons
    }
}
