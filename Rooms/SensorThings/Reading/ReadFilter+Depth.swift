// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
import Storage

extension BinaryOperator {
    /// `and` and `or`: a chain of them is as deep as one.
    var isLogical: Bool { self == .and || self == .or }
}

extension Expression {
    /// The operands of a chain `a and b and c`, in their order.
    func chain(of operation: BinaryOperator) -> [Expression] {
        var parts: [Expression] = []
        var rest = self
        while case .binary(operation, let left, let right, _) = rest {
            parts.append(right)
            rest = left
        }
        parts.append(rest)
        return parts.reversed()
    }

    /// Symbols that SQLite's parser keeps waiting while it reads an operand of this expression; an upper bound.
    var symbols: Int {
        switch self {
        case .literal, .path, .quantified: 0
        case .not, .negated: 2
        case .membership: 4
        case .binary(let operation, _, _, _):
            switch operation {
            case .and, .or: 3
            case .add, .sub, .mul, .div: 5
            case .mod: 14
            default: 6
            }
        case .call(let function, _, _):
            switch function {
            case .year, .month, .day: 16
            case .endswith: 13
            case .round: 12
            case .startswith, .substringof, .indexof: 9
            default: 7
            }
        }
    }
}

extension NavigationProperty {
    /// Symbols that SQLite's parser keeps waiting while it reads the condition on the related entity.
    var symbols: Int { target == .featureOfInterest ? 19 : 10 }
}

extension ReadScope {
    /// Holds for an Observation whose series is a Datastream and no MultiDatastream; both share their ids.
    var isOfSingleDatastream: SQL {
        """
        \(column("datastream_id")) NOT IN (SELECT m.id FROM datastream m \
        WHERE m.multi_observation_data_types IS NOT NULL)
        """
    }
}
