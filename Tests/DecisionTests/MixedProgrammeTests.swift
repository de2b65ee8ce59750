// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import Decision

@Suite struct MixedProgrammeTests {
    @Test func `the smallest and the largest are found, whole where they must be`() throws {
        // 3x + 2y with x + y ≤ 4.5, x ≤ 3, y whole
        func programme(_ direction: MixedProgramme.Direction) -> MixedProgramme {
            var programme = MixedProgramme(direction)
            let x = programme.add(to: 3, worth: 3)
            let y = programme.add(to: 10, worth: 2, isWhole: true)
            programme.add([(x, 1), (y, 1)], .atMost, 4.5)
            programme.add([(x, 2), (y, 1), (y, 1)], .atLeast, 2)
            return programme
        }
        let most = try #require(programme(.maximise).solve(seconds: 5).solution)
        #expect(most.isProven && most.value == 11.5 && most.columns == [2.5, 2] && most.bound == 11.5)
        let least = try #require(programme(.minimise).solve(seconds: 5).solution)
        #expect(least.isProven && abs(least.value - 2) < 1e-9, "a row that names a column twice counts it twice")
    }

    @Test func `without a whole column it is solved all the same`() throws {
        var programme = MixedProgramme(.maximise)
        let (x, y) = (programme.add(to: 3, worth: 1), programme.add(to: 3, worth: 2))
        programme.add([(x, 1), (y, 2)], .atMost, 5)
        programme.add([(x, 1), (y, -1)], .exactly, 0.25)
        let found = try #require(programme.solve(seconds: 5).solution)
        #expect(found.isProven && abs(found.value - 5) < 1e-9 && found.columns.count == 2 && found.bound == found.value)
    }

    @Test func `what cannot be is said, and no time is no answer`() {
        var programme = MixedProgramme(.minimise)
        let x = programme.add(to: 1, worth: 1, isWhole: true)
        programme.add([(x, 1)], .exactly, 0.5)
        #expect(programme.solve(seconds: 5) == .infeasible)
        #expect(programme.solve(seconds: 0) == .outOfTime)
    }
}
