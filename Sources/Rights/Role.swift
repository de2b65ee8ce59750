// SPDX-License-Identifier: EUPL-1.2

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
