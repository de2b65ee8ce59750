// SPDX-License-Identifier: EUPL-1.2
package import Energy
package import Metering

/// What happens in every sharing, from a day on: nobody edits the past for it.
package enum OrdinaryCase: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case joins, leaves, moves
        case handsOver = "hands-over"
        case swaps
    }

    /// Somebody who is known by number, or who is entered with the case.
    package enum Person: Sendable, Hashable {
        case known(Int64)
        case new(Party)
    }

    /// A metering point of consumption that is known by number, or that is enrolled with the case.
    package enum Place: Sendable, Hashable {
        case known(Int64)
        case new(Point)
    }

    /// Who takes part at a point after somebody moved out of it.
    package struct Occupant: Sendable, Hashable {
        package let person: Person
        package let part: Int
        package let from: CivilDay

        package init(_ person: Person, part: Int, from: CivilDay) {
            (self.person, self.part, self.from) = (person, part, from)
        }
    }

    /// Somebody takes part from a day on.
    case joins(Person, at: Place, part: Int, from: CivilDay)
    /// A relation ends with a day; the party stays for its bills.
    case leaves(relation: Int64, through: CivilDay)
    /// A relation goes on at another point; with `takesAddress` the party's address becomes that of the point.
    case moves(relation: Int64, to: Place, from: CivilDay, takesAddress: Bool, next: Occupant?)
    /// A plant has another runner from a day on.
    case handsOver(plant: Int64, to: Person, from: CivilDay)
    /// A point has another meter from a day on; an empty metering location and a kind that is not said stay as they are.
    case swaps(point: Int64, meter: String, melo: String, kind: MeterKind? = nil, from: CivilDay)

    package var kind: Kind {
        switch self {
        case .joins: .joins
        case .leaves: .leaves
        case .moves: .moves
        case .handsOver: .handsOver
        case .swaps: .swaps
        }
    }
}
