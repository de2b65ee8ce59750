// SPDX-License-Identifier: EUPL-1.2

/// What an account or a key may do in the whole house; each role includes the ones before it.
public enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Only what was granted, beside what is public: devices, members of associations, firms that work for the town.
    case member
    /// Reads internal data sets and the whole plan.
    case viewer
    /// Writes the plan.
    case planner
    /// Writes sensor data and layers, runs imports, publishes.
    case editor
    /// Manages the data sets of the own department, restricted ones too.
    case manager
    /// Manages people, keys, settings and restricted data sets.
    case administrator

    private var rank: Int {
        switch self {
        case .member: 0
        case .viewer: 1
        case .planner: 2
        case .editor: 3
        case .manager: 4
        case .administrator: 5
        }
    }

    public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }
}
