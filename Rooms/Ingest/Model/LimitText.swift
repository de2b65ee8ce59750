// SPDX-License-Identifier: EUPL-1.2

/// A cell that names a limit instead of a value: `<0,05` is less than a laboratory states, `>2400` more than it counts.
package struct LimitText: Sendable, Hashable {
    /// What a mapping makes of such cells; without it they are refused.
    package enum Rule: String, CaseIterable, Sendable {
        /// The limit itself is the value, and the value is marked.
        case limit
        /// Of what is below a limit half of it, marked; of what is above one the limit.
        case half
        /// No value, counted with its reason.
        case missing
    }

    package let isBelow: Bool
    package let limit: Double

    package init?(_ text: String, _ form: NumberForm) {
        guard let bare = Self.bare(text), let limit = form.read(bare) else { return nil }
        isBelow = text.first == "<"
        self.limit = limit
    }

    /// The number behind the mark; nil where no mark is before it.
    package static func bare(_ text: String) -> String? {
        guard let mark = text.first, mark == "<" || mark == ">" else { return nil }
        return String(text.dropFirst().trimmingPrefix { $0 == "=" }.trimmingPrefix { $0 == " " })
    }

    /// Why there is no value, or only a marked one.
    package var reason: String { isBelow ? "unter der Bestimmungsgrenze" : "über der Messgrenze" }

    package func value(_ rule: Rule) -> Double? {
        switch rule {
        case .limit: limit
        case .half: isBelow ? limit / 2 : limit
        case .missing: nil
        }
    }
}
