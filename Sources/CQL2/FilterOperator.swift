// SPDX-License-Identifier: EUPL-1.2

/// What CQL2 itself defines: the name in JSON is the raw value, names in text are told apart without their case.
public enum FilterOperator: String, Sendable, Hashable, CaseIterable {
    case and, or, not
    case equal = "="
    case unequal = "<>"
    case less = "<"
    case greater = ">"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case like, between
    case isIn = "in"
    case isNull
    case caseInsensitive = "casei"
    case accentInsensitive = "accenti"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case remainder = "%"
    case wholeDivided = "div"
    case power = "^"
    case intersects = "s_intersects"
    case equalsGeometry = "s_equals"
    case disjoint = "s_disjoint"
    case touches = "s_touches"
    case within = "s_within"
    case overlapsGeometry = "s_overlaps"
    case crosses = "s_crosses"
    case contains = "s_contains"
    case after = "t_after"
    case before = "t_before"
    case containsTime = "t_contains"
    case disjointTime = "t_disjoint"
    case during = "t_during"
    case equalsTime = "t_equals"
    case finishedBy = "t_finishedBy"
    case finishes = "t_finishes"
    case intersectsTime = "t_intersects"
    case meets = "t_meets"
    case metBy = "t_metBy"
    case overlappedBy = "t_overlappedBy"
    case overlapsTime = "t_overlaps"
    case startedBy = "t_startedBy"
    case starts = "t_starts"
    case equalsList = "a_equals"
    case containsList = "a_contains"
    case containedBy = "a_containedBy"
    case overlapsList = "a_overlaps"

    /// What an operator takes and gives, as the grammar groups them.
    public enum Group: Sendable, Hashable {
        case logic, comparison, character, arithmetic, spatial, temporal, array
    }

    public var group: Group {
        switch self {
        case .and, .or, .not: .logic
        case .equal, .unequal, .less, .greater, .lessOrEqual, .greaterOrEqual, .like, .between, .isIn, .isNull:
            .comparison
        case .caseInsensitive, .accentInsensitive: .character
        case .plus, .minus, .times, .divided, .remainder, .wholeDivided, .power: .arithmetic
        case .intersects, .equalsGeometry, .disjoint, .touches, .within, .overlapsGeometry, .crosses, .contains:
            .spatial
        case .equalsList, .containsList, .containedBy, .overlapsList: .array
        default: .temporal
        }
    }

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
        switch self {
        case .and, .or: 2...Int.max
        case .not, .isNull, .caseInsensitive, .accentInsensitive: 1...1
        case .between: 3...3
        default: 2...2
        }
    }

    /// Written in text as a name with its arguments in brackets.
    var isCalled: Bool {
        switch group {
        case .character, .spatial, .temporal, .array: true
        default: false
        }
    }

    /// How tightly it binds in text; what is called is a whole of its own.
    var strength: Int {
        switch self {
        case .or: 1
        case .and: 2
        case .not: 3
        case .plus, .minus: 5
        case .times, .divided, .remainder, .wholeDivided: 6
        case .power: 7
        default: isCalled ? 9 : 4
        }
    }

    /// The one that is called by a name, in any case.
    static func called(_ name: String) -> FilterOperator? { byName[name.lowercased()] }

    private static let byName = Dictionary(
        uniqueKeysWithValues: allCases.filter { $0.isCalled || $0 == .isNull }.map { ($0.rawValue.lowercased(), $0) })
}
