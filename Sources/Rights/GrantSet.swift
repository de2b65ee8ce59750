// SPDX-License-Identifier: EUPL-1.2
import Storage

/// The grants of somebody, with what each question needs of them made once: they are asked with every request.
final class GrantSet: Sendable, Hashable {
    let grants: Set<Rights.Grant>
    /// The data sets that are open at a level or a higher one; none where nothing is.
    private let open: [Rights.Level: NumberSet]
    private let hash: Int

    static let none = GrantSet([])

    /// Of several grants for a data set the highest counts.
    init(_ all: Set<Rights.Grant>) {
        var highest: [Int64: Rights.Level] = [:]
        for grant in all { highest[grant.dataset] = max(grant.level, highest[grant.dataset] ?? grant.level) }
        let grants = Set(highest.map { Rights.Grant(dataset: $0.key, level: $0.value) })
        self.grants = grants
        var open: [Rights.Level: NumberSet] = [:]
        for level in Rights.Level.allCases {
            let datasets = grants.filter { $0.level >= level }.map(\.dataset)
            if !datasets.isEmpty { open[level] = NumberSet(Set(datasets)) }
        }
        self.open = open
        hash = grants.hashValue
    }

    /// Holds where the column holds a data set that is open at the level; nil where none is.
    func holds(_ dataset: SQL, _ level: Rights.Level) -> SQL? { open[level]?.holds(dataset) }

    static func == (left: GrantSet, right: GrantSet) -> Bool {
        left === right || (left.hash == right.hash && left.grants == right.grants)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
