// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Days, instants and ends of intervals as both forms write them.
enum FilterTime {
    static func isDay(_ text: String) -> Bool {
        text.utf8.count == 10 && (try? Instant(iso8601: text + "T00:00:00Z")) != nil
    }

    static func instant(_ text: String) -> Instant? {
        guard text.utf8.count > 10 else { return nil }
        return try? Instant(iso8601: text)
    }

    static func bound(_ text: String, at place: FilterFault.Place) throws(FilterFault) -> FilterExpression {
        if text == ".." { return try FilterExpression(.unbounded, at: place) }
        if isDay(text) { return try FilterExpression(.date(text), at: place) }
        if let instant = instant(text) { return try FilterExpression(.timestamp(instant), at: place) }
        throw fault(at: place)
    }

    static func fault(at place: FilterFault.Place) -> FilterFault {
        FilterFault(
            at: place, german: "eine Zeit sieht aus wie '2026-07-31' oder '2026-07-31T12:00:00Z'",
            english: "a time looks like '2026-07-31' or '2026-07-31T12:00:00Z'")
    }
}

extension FilterExpression {
    /// An operation with as many arguments as it takes.
    init(operation: FilterOperator, _ arguments: [FilterExpression], at place: FilterFault.Place) throws(FilterFault) {
        guard operation.arity.contains(arguments.count) else {
            let (name, number) = (operation.rawValue, operation.arity.lowerBound)
            throw FilterFault(
                at: place, german: "\(name) nimmt \(number) Argumente, hier stehen \(arguments.count)",
                english: "\(name) takes \(number) arguments, here are \(arguments.count)")
        }
        try self.init(.operation(operation, arguments), at: place)
    }

    /// A box of four numbers, or six with heights.
    init(box numbers: [JSONNumber], at place: FilterFault.Place) throws(FilterFault) {
        guard numbers.count == 4 || numbers.count == 6 else {
            throw FilterFault(
                at: place, german: "ein Rahmen hat vier Zahlen, mit Höhen sechs",
                english: "a box has four numbers, with heights six")
        }
        guard numbers[1].double <= numbers[numbers.count / 2 + 1].double else {
            throw FilterFault(
                at: place, german: "der Süden des Rahmens liegt über seinem Norden",
                english: "the box has its south above its north")
        }
        try self.init(.box(numbers), at: place)
    }
}
