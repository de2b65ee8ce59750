// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Decision

@Suite struct ContextSimilarityTests {
    @Test(.enabled(if: Oracle.isThere), arguments: ["transferability_context", "transferability_context_tau"])
    func theOracleAgrees(name: String) throws {
        let oracle = try Oracle.planning(name)
        var scale = ContextSimilarity.Scale(weights: oracle.numbers("weights"))
        if name == "transferability_context" {
            scale.population = oracle.number("log10_pop_range")
            scale.density = oracle.number("log10_density_range")
        }
        func place(_ key: Substring) throws -> ContextSimilarity.Place {
            let unit = try #require(oracle["units"]?[String(key)])
            return ContextSimilarity.Place(
                population: unit.number("population"), density: unit.number("population") / unit.number("area_ha"),
                regionType: (unit["regiostar7"] ?? unit["rt7"])?.integer.map { Int($0) })
        }
        let pairs = try #require(oracle["pairs"]?.object).members
        #expect(pairs.count == 3)
        for (key, wanted) in pairs {
            let keys = key.split(separator: "|")
            let similarity = ContextSimilarity(try place(keys[0]), try place(keys[1]), scale: scale)
            #expect(isClose(similarity.components.compactMap(\.self), wanted.numbers("components")))
            #expect(isClose(similarity.score.lowerBound, wanted.number("score")))
            #expect(similarity.score.lowerBound == similarity.score.upperBound)
        }
        for (key, wanted) in oracle["rt7_similarity"]?.object?.members ?? [] {
            #expect(ContextSimilarity.regionTypes[key.split(separator: "-").compactMap { Int($0) }] == wanted.double)
        }
    }

    @Test func twoTowns() {
        let guetersloh = ContextSimilarity.Place(
            population: 102_393, density: 102_393.0 / 11_202, regionType: 73)
        let gelsenkirchen = ContextSimilarity.Place(
            population: 263_000, density: 263_000.0 / 10_494, regionType: 72)
        let similarity = ContextSimilarity(guetersloh, gelsenkirchen)
        #expect(
            isClose(similarity.components.compactMap(\.self), [0.590314519035929, 0.5619600105655272, 0.7]))
        #expect(isClose(similarity.score.lowerBound, 0.6216158102557534))
    }

    @Test func whatIsNotKnownIsAnInterval() {
        let known = ContextSimilarity.Place(population: 20_000, density: 4, regionType: 73)
        let vague = ContextSimilarity.Place(population: 20_000, density: nil, regionType: 73)
        let similarity = ContextSimilarity(known, vague)
        #expect(isClose(similarity.score.lowerBound, 0.75) && isClose(similarity.score.upperBound, 1))
        #expect(similarity.components[1] == nil)
        #expect(ContextSimilarity(known, known).score == 1...1)
    }
}
