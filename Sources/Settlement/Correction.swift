// SPDX-License-Identifier: EUPL-1.2

/// A run taken back in full and settled anew, document by document.
///
/// Nothing of the earlier run is changed: each of its documents gets a reversal, each of the new run stands beside it.
public struct Correction: Sendable, Hashable {
    public struct Change<Document: Sendable & Hashable>: Sendable, Hashable {
        /// Member or plant.
        public let id: String
        public let reversals: [Document]
        public let documents: [Document]
    }

    public let bills: [Change<Bill>]
    public let credits: [Change<Credit>]

    public init(of before: SettlementRun, by after: SettlementRun) {
        bills = Self.changes(before.bills, after.bills, \.member, \.reversal)
        credits = Self.changes(before.credits, after.credits, \.plant, \.reversal)
    }

    /// All ids of both runs, those of the earlier one first.
    private static func changes<Document>(
        _ before: [Document], _ after: [Document], _ id: (Document) -> String, _ reversal: (Document) -> Document
    ) -> [Change<Document>] {
        let (old, new) = (Dictionary(grouping: before, by: id), Dictionary(grouping: after, by: id))
        var seen: Set<String> = []
        return (before + after).map(id).filter { seen.insert($0).inserted }.map { id in
            Change(id: id, reversals: (old[id] ?? []).map(reversal), documents: new[id] ?? [])
        }
    }
}

extension Correction.Change<Bill> {
    /// What the member owes more, or less, in cents.
    public var difference: Int { (reversals + documents).reduce(0) { $0 + $1.gross } }
    public var sharedDifference: Int { (reversals + documents).reduce(0) { $0 + $1.shared } }
    public var totalDifference: Int { (reversals + documents).reduce(0) { $0 + $1.total } }
}

extension Correction.Change<Credit> {
    /// What the producer is paid more, or less, in cents.
    public var difference: Int { (reversals + documents).reduce(0) { $0 + $1.gross } }
}
