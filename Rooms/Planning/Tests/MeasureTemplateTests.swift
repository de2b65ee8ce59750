// SPDX-License-Identifier: EUPL-1.2
import Decision
import Knowledge
import Planning
import Testing
import Wire

/// Templates of frequent measures hold as measures, and say of each number that it is assumed.
@Suite struct MeasureTemplateTests {
    @Test(arguments: MeasureTemplate.all.map(\.name), [true, false])
    func `a template is a valid measure whose numbers are marked`(name: String, german: Bool) throws {
        let template = try #require(MeasureTemplate.named(name))
        let document = template[isGerman: german]
        #expect(ObjectKind.measure.faults(in: document).isEmpty)
        let measure = MeasureTests.object("M-1", document)
        for row in measure.rows("costLines") + measure.rows("staff") { #expect(row["isAssumption"] == true, "\(name)") }
        #expect(measure.rows("costLines").allSatisfy { $0["source"]?.string?.isEmpty == false })
        let blocks = Set(ShippedKnowledge.entries.filter { $0.kind == .block }.map(\.slug))
        #expect(!template.blocks.isEmpty && blocks.isSuperset(of: template.blocks))
        #expect(measure.rows("costLines").contains { $0["phase"] == "operation" }, "what it costs to run is named")
    }

    @Test func `photovoltaics, counters, lighting, trees, containers and parking are there`() {
        #expect(
            MeasureTemplate.all.map(\.name) == [
                "photovoltaics", "counters", "lighting", "trees", "containers", "parking",
            ])
    }
}
