// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Decision
public import PlanningModel

/// What differs today from what a decision was made on.
public struct DecisionReview: Sendable, Hashable {
    /// One object that is not as it was.
    public struct Item: Sendable, Hashable {
        public let reference: Reference
        public let then: Int64
        /// Nil when it was removed.
        public let now: Int64?
        /// Empty when the words of then are not kept here, or only a state changed.
        public let changes: [AnswerChange]
        /// The words of then are not kept here: the decision was imported without its history.
        public let isWordingLost: Bool
    }

    /// One amount then and now, as a cost above zero.
    public struct Amount: Sendable, Hashable {
        public let measure: Reference
        public let name: Words
        public let then: Money
        /// Nil when no cost is stated any more.
        public let now: Money?

        public var differs: Bool { now != then }
    }

    public let items: [Item]
    public let amounts: [Amount]
    /// Objects that changed and are not public, of which nothing more is said.
    public let hidden: Int

    public var isSame: Bool { items.isEmpty && hidden == 0 && !amounts.contains(where: \.differs) }
}

extension Plan {
    /// What differs today; `old` holds the versions of then, as far as the reader may see them.
    ///
    /// `all` is the whole plan, in which amounts are computed and changes are counted; `seesAll` says that the reader
    /// may see all of it.
    public func review(
        of record: DecisionRecord, old: [Reference: PlanningVersion], all: Plan, seesAll: Bool
    ) -> DecisionReview {
        var items: [DecisionReview.Item] = []
        var hidden = 0
        for (reference, then) in record.versions.sorted(by: { $0.key < $1.key }) {
            guard let now = all[reference] else {
                guard seesAll || old[reference] != nil else {
                    hidden += 1
                    continue
                }
                items.append(.init(reference: reference, then: then, now: nil, changes: [], isWordingLost: false))
                continue
            }
            guard now.version != then else { continue }
            guard let seen = self[reference] else {
                hidden += 1
                continue
            }
            let before = old[reference]
            items.append(
                .init(
                    reference: reference, then: then, now: seen.version,
                    changes: before.map { reference.kind.changes(from: $0.document, to: seen.document) } ?? [],
                    isWordingLost: before == nil))
        }
        let amounts = record.amounts.filter { seesAll || self[$0.measure] != nil }
            .flatMap { then -> [DecisionReview.Amount] in
                let now = all[then.measure].flatMap { all.amounts(of: $0) }
                return zip(then.named.indices, then.named).map { index, entry in
                    .init(measure: then.measure, name: entry.name, then: entry.value, now: now?.named[index].value)
                }
            }
        return DecisionReview(items: items, amounts: amounts, hidden: hidden)
    }

    /// The decisions on an object, the latest first.
    public func decisions(on reference: Reference) -> [PlanningObject] {
        referring(to: reference, kind: .decision).filter { $0.references("about").contains(reference) }
            .sorted { ($0.text("date") ?? "", $0.number) > ($1.text("date") ?? "", $1.number) }
    }

    /// Those of them that said yes, with changes or without.
    func approvals(of reference: Reference) -> [PlanningObject] {
        decisions(on: reference).filter { ["approved", "changed"].contains($0.text("outcome")) }
    }
}
