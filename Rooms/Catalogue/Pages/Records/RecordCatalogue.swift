// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual

/// The catalogues of `/records`: what is ours and what is of others stand apart, so that who reads ours reads nothing twice.
enum RecordCatalogue: String, Sendable, CaseIterable {
    /// The town's own data sets.
    case own = "datasets"
    /// Those of catalogues that are read here.
    case others = "harvested"

    /// Below the public address.
    var path: String { "/records/collections/" + rawValue }

    static func named(_ name: String) throws(Problem) -> RecordCatalogue {
        guard let catalogue = RecordCatalogue(rawValue: name) else {
            throw Problem.notFound(
                "There is no catalogue \"\(name.prefix(60))\"; there are datasets and harvested.",
                german: "Einen Katalog \"\(name.prefix(60))\" gibt es nicht; es gibt datasets und harvested.")
        }
        return catalogue
    }
}
