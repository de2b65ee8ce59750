// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// A year in a line of a plan: counted from the first one (0, 1 …), or of the calendar.
public enum PlanYear: Sendable, Hashable {
    /// Years since the first; 0 is the year of the decision.
    case counted(Int)
    case calendar(Int)

    /// The last year that may be counted.
    public static let mostCounted = 100
    /// The last year that a portfolio looks at.
    public static let lastOfPortfolio = 10
    public static let calendarYears = 1900...2200

    /// Nil for anything but a whole number 0…100 or a calendar year 1900…2200.
    public init?(_ value: JSONValue?) {
        guard let number = value?.integer else { return nil }
        if (0...Int64(Self.mostCounted)).contains(number) {
            self = .counted(Int(number))
        } else if let year = Int(exactly: number), Self.calendarYears.contains(year) {
            self = .calendar(year)
        } else {
            return nil
        }
    }

    /// Years since the first, below zero before it; nil for a calendar year while the first one is not known.
    public func index(from firstYear: Int?) -> Int? {
        switch self {
        case .counted(let index): index
        case .calendar(let year): firstYear.map { year - $0 }
        }
    }
}

/// The years of a cost line or a need of staff, counted from the first year of its measure.
package enum PlanYears {
    /// Nil when what somebody wrote is no span of years from year 0 on; nothing is moved to fit.
    ///
    /// `usual` holds where nothing was written; an end before `usual` begins stands for itself.
    package static func span(_ row: JSONObject, usual: ClosedRange<Int>, firstYear: Int?) -> ClosedRange<Int>? {
        func index(_ name: String) -> Int?? {
            guard let value = row[name], !value.isNull else { return .some(nil) }
            guard let index = PlanYear(value)?.index(from: firstYear) else { return nil }
            return .some(index)
        }
        guard let first = index("firstYear"), let last = index("lastYear") else { return nil }
        let begins = first ?? min(usual.lowerBound, last ?? usual.lowerBound)
        let ends = last ?? max(usual.upperBound, begins)
        guard begins >= 0, begins <= ends, ends <= PlanYear.mostCounted else { return nil }
        return begins...ends
    }
}
