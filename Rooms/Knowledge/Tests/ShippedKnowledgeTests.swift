// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Testing

@testable import Knowledge

@Suite struct ShippedKnowledgeTests {
    @Test func holdsWhatIsPromised() throws {
        let examples = ShippedKnowledge.entries.filter { $0.kind == .example }
        let blocks = ShippedKnowledge.entries.filter { $0.kind == .block }
        #expect(examples.count >= 25)
        #expect(blocks.count >= 40)
        #expect(examples.count { $0.outcome == .failed || $0.outcome == .stopped } >= 5)
        #expect(blocks.contains { $0.openness == .proprietary })
        #expect(Set(ShippedKnowledge.entries.map(\.slug)).count == ShippedKnowledge.entries.count)
        #expect(ShippedKnowledge.entries.allSatisfy { $0.title.translation != nil && $0.summary.translation != nil })
        for entry in examples {
            let example = try ProjectExample(entry)
            #expect(example.isVerified || example.toCheck != nil, "\(entry.slug) says what remains to be checked")
        }
    }

    @Test func criteriaCoverTheFiveGroupsAndTheKnockOuts() {
        let criteria = ShippedKnowledge.criteria
        #expect((28...34).contains(criteria.count))
        #expect(Set(criteria.map(\.group)) == Set(CriterionGroup.allCases))
        #expect(Set(criteria.map(\.id)).count == criteria.count)
        #expect(Set(criteria.compactMap(\.knockOut)) == ["K1", "K2", "K3", "K4", "K5", "K6", "K7"])
    }

    @Test func guidelinesGoalsAndQueries() {
        #expect(ShippedKnowledge.guidelines.count == 4)
        #expect(ShippedKnowledge.sustainableDevelopmentGoals.map(\.id) == (1...17).map(String.init))
        #expect(ShippedKnowledge.searchQueries.count == 50)
        let slugs = Set(ShippedKnowledge.entries.map(\.slug))
        #expect(ShippedKnowledge.searchQueries.allSatisfy { slugs.contains($0.slug) })
    }
}
