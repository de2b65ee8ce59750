// SPDX-License-Identifier: EUPL-1.2
package import Energy
import Metering
package import Wire

/// What a version of anything in a sharing says.
package enum PowerThing: Sendable, Hashable {
    case terms(Terms)
    case party(Party)
    case point(Point)
    case plant(Plant)
    case relation(Relation)
    case price(Price)
    /// Of a kind that has no words here.
    case other(kind: String)

    package init(kind: String, _ document: JSONObject) {
        let thing: PowerThing? =
            switch kind {
            case Terms.kind: Terms(document).map { .terms($0) }
            case Party.kind: Party(document).map { .party($0) }
            case Point.kind: Point(document).map { .point($0) }
            case Plant.kind: Plant(document).map { .plant($0) }
            case Relation.kind: Relation(document).map { .relation($0) }
            case Price.kind: Price(document).map { .price($0) }
            default: nil
            }
        self = thing ?? .other(kind: kind)
    }

    package var kind: String {
        switch self {
        case .terms: Terms.kind
        case .party: Party.kind
        case .point: Point.kind
        case .plant: Plant.kind
        case .relation: Relation.kind
        case .price: Price.kind
        case .other(let kind): kind
        }
    }

    /// Nil for what is not ours to write.
    var content: (any EnergyDocument)? {
        switch self {
        case .terms(let content): content
        case .party(let content): content
        case .point(let content): content
        case .plant(let content): content
        case .relation(let content): content
        case .price(let content): content
        case .other: nil
        }
    }
}

/// What becomes of one thing at a revision: what is known of it no longer, and what is known from then on.
package struct ChangedThing: Sendable, Hashable {
    package struct Held: Sendable, Hashable {
        /// 0 for what is not written yet.
        package let row: Int64
        package let days: ValidDays
        package let what: PowerThing
    }

    package let kind: String
    package let number: Int64
    package let before: [Held]
    package let after: [Held]

    package var isNew: Bool { before.isEmpty }
    /// What it is at last.
    package var newest: PowerThing? { (after.last ?? before.last)?.what }

    /// The days on which something else holds afterwards; nil where nothing does.
    package var affected: ValidDays? {
        var edges: Set<Int> = []
        for held in before + after {
            edges.insert(held.days.from.number)
            if let through = held.days.through { edges.insert(through.number + 1) }
        }
        let ordered = edges.sorted()
        func isOther(_ day: Int) -> Bool {
            let day = CivilDay(number: day)
            return before.first { $0.days.contains(day) }?.what != after.first { $0.days.contains(day) }?.what
        }
        guard let first = ordered.firstIndex(where: isOther), let last = ordered.lastIndex(where: isOther) else {
            return nil
        }
        let end = last + 1 < ordered.count ? CivilDay(number: ordered[last + 1] - 1) : nil
        return ValidDays(from: CivilDay(number: ordered[first]), through: end)
    }
}

/// What an ordinary case writes, shown before it is written.
package struct ChangePlan: Sendable, Hashable {
    package let things: [ChangedThing]
    /// Runs that stand and settled days on which something else holds now: each needs a correction.
    package let touched: [StoredRun]
    /// The same for the same plan: what was shown is what is written.
    package let mark: String
}
