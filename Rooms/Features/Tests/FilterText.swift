// SPDX-License-Identifier: EUPL-1.2
import CQL2
@testable import Features
import Storage
import Wire

/// Filters of these tests in their other forms.
enum FilterText {
    static func json(_ text: String) throws -> String { try FilterExpression(text: text).json.text }

    static func condition(_ text: String, on collection: FeatureCollection) throws -> SQL {
        try FeatureFilter.condition(FilterExpression(text: text), on: collection)
    }
}
