// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// Which licence of a component may go into a work under which licence (data: OSADL, CC-BY-4.0).
public struct LicenceMatrix: Sendable {
    /// What the matrix says, from best to worst.
    public enum Compatibility: String, Sendable, Hashable, CaseIterable, Comparable {
        case same = "Same"
        case yes = "Yes"
        case checkDependency = "Check dependency"
        case unknown = "Unknown"
        case no = "No"

        private var badness: Int {
            switch self {
            case .same: 0
            case .yes: 1
            case .checkDependency: 2
            case .unknown: 3
            case .no: 4
            }
        }

        public static func < (left: Self, right: Self) -> Bool { left.badness < right.badness }
    }

    private let entries: [String: [String: Compatibility]]

    public init(_ entries: [String: [String: Compatibility]]) { self.entries = entries }

    /// Reads OSADL's JSON: leading licence → subordinate licence → verdict; nil when it has another shape.
    public init?(_ document: JSONValue) {
        guard let rows = document.object else { return nil }
        var entries: [String: [String: Compatibility]] = [:]
        for (leading, row) in rows.members {
            guard let cells = row.object else { continue }
            var read: [String: Compatibility] = [:]
            for (name, cell) in cells.members { read[name] = cell.string.flatMap(Compatibility.init(rawValue:)) }
            entries[leading] = read
        }
        guard entries.contains(where: { !$0.value.isEmpty }) else { return nil }
        self.entries = entries
    }

    public var licences: [String] { entries.keys.sorted() }

    /// May a component under `inbound` go into our work under `outbound`? Of an OR the best counts, of an AND the worst.
    public func compatibility(of inbound: LicenceExpression, with outbound: String) -> Compatibility {
        switch inbound {
        case .or(let parts): parts.map { compatibility(of: $0, with: outbound) }.min() ?? .unknown
        case .and(let parts): parts.map { compatibility(of: $0, with: outbound) }.max() ?? .unknown
        case .licence(let name, let orLater, let exception):
            compatibility(of: name, orLater: orLater, exception: exception, with: outbound)
        }
    }

    private func compatibility(
        of name: String, orLater: Bool, exception: String?, with outbound: String
    ) -> Compatibility {
        let row = entries[outbound] ?? [:]
        // The matrix names "or later" by a suffix, and knows the form the plus sign abbreviates.
        let base = orLater ? Self.orLater(name) : name
        if let exception { return row["\(base) WITH \(exception)"] ?? .unknown }
        if base == outbound { return row[base] ?? .same }
        return row[base] ?? .unknown
    }

    private static func orLater(_ name: String) -> String {
        if name.hasSuffix("-only") { return name.dropLast("-only".count) + "-or-later" }
        return name.hasSuffix("-or-later") ? name : name + "-or-later"
    }
}
