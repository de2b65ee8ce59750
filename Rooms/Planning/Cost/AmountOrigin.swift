// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import PlanningModel
package import Wire

/// Where an amount of a measure comes from, as far as somebody has said: the source, or whose assumption it is.
package struct AmountOrigin: Sendable, Hashable {
    private let isAssumption: Bool
    private let source: String?
    private let department: String?

    /// Of a row of `costLines` or `staff`, or of a portfolio's limits.
    package init(_ row: JSONObject, of object: PlanningObject) {
        self.init(
            isAssumption: row["isAssumption"]?.bool ?? false, source: row["source"]?.string,
            department: object.text("department"))
    }

    init(isAssumption: Bool, source: String?, department: String?) {
        self.isAssumption = isAssumption
        self.source = source.flatMap { $0.isEmpty ? nil : $0 }
        self.department = department.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whose assumption it is, and the source that was stated; nil where neither is known.
    package func words(_ numerals: Numerals) -> String? {
        var assumed: String?
        if isAssumption {
            let name = numerals.isGerman ? "Annahme" : "assumption"
            let nobody = numerals.isGerman ? "von wem, ist nicht gesagt" : "whose, nobody has said"
            assumed = department.map { "\(name): \($0)" } ?? "\(name) (\(nobody))"
        }
        let parts = [assumed, source].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}
