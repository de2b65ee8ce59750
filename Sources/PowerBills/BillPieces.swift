// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import Wire

extension ClosedRange<CivilDay> {
    package var all: [CivilDay] { (lowerBound.number...upperBound.number).map { CivilDay(number: $0) } }

    /// `2026-10-01/2026-10-31`
    package var text: String { "\(lowerBound)/\(upperBound)" }

    /// Reads what `text` wrote.
    package init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = CivilDay(parts[0]), let last = CivilDay(parts[1]), first <= last else {
            return nil
        }
        self = first...last
    }
}

extension JSONObject {
    package func text(_ name: String) -> String { self[name]?.string ?? "" }
    package func whole(_ name: String) -> Int? { self[name]?.integer.map { Int($0) } }
}
