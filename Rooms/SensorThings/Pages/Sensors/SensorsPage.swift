// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import SensorThings
package import SensorThingsFrame
package import Site
import Wire

/// The list of sensors with its filters.
package struct SensorsPage: Sendable {
    package enum Order: String, Sendable, CaseIterable {
        case name, urgency, recent

        package var word: Words {
            switch self {
            case .name: .orderName
            case .urgency: .orderUrgency
            case .recent: .orderRecent
            }
        }
    }

    package static let pageSize = 50

    package var lines: [SensorLine]
    package var found: Int
    package var search: String
    package var state: String
    package var dataset: String
    package var order: Order
    package var pager: Pager
    package var datasets: [(slug: String, title: String)]

    /// Filters, sorts and cuts out one page.
    package init(
        all: [SensorLine], search: String, state: String, dataset: String, order: Order, page: Int,
        datasets: [(slug: String, title: String)]
    ) {
        let words = SearchWords(search)
        let matching = all.filter { line in
            if state == "attention" {
                guard line.state.needsAttention else { return false }
            } else if let wanted = SensorState(rawValue: state) {
                guard line.state == wanted else { return false }
            }
            guard dataset.isEmpty || line.datasetSlug == dataset else { return false }
            guard !words.isEmpty else { return true }
            return words.areAll(in: ([line.name, line.dataset ?? ""] + line.measured).joined(separator: " "))
        }
        let sorted: [SensorLine]
        switch order {
        case .name: sorted = matching.sorted { ($0.name, $0.thing) < ($1.name, $1.thing) }
        case .urgency:
            sorted = matching.sorted { ($1.state, $0.name, $0.thing) < ($0.state, $1.name, $1.thing) }
        case .recent:
            let never = Instant.minimum
            sorted = matching.sorted { ($1.last ?? never, $0.thing) < ($0.last ?? never, $1.thing) }
        }
        pager = Pager(page: page, items: sorted.count, size: Self.pageSize)
        lines = Array(pager.part(of: sorted, size: Self.pageSize))
        found = sorted.count
        self.search = search
        self.state = state
        self.dataset = dataset
        self.order = order
        self.datasets = datasets
    }
}
