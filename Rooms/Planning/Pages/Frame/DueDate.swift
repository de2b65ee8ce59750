// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import Site

/// A due day with a word when it has passed.
package struct DueDate {
    let text: String?
    let today: CalendarDay

    package init(_ text: String?, _ today: CalendarDay) { (self.text, self.today) = (text, today) }

    package func html(_ context: PlanningContext) -> HTML {
        guard let text, let day = CalendarDay(parsing: text) else { return "" }
        let isLate = day < today
        let word = context.language(isLate ? .overdue : .due)
        let time: HTML = "<time datetime=\"\(day.iso)\">\(context.format.date(day))</time>"
        return isLate ? "<strong class=\"late\">\(word) \(time)</strong>" : "<span>\(word) \(time)</span>"
    }
}
