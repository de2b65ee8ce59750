// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import Platform

@Suite struct MemoryTests {
    /// MiB at each look → the looks at which memory is given back.
    @Test(
        arguments: [
            ([70, 72, 75, 74, 90, 100], []),
            ([70, 300, 600, 600, 600], [3]),
            ([70, 300, 200, 200], [2]),
            ([100, 60, 95, 95], [3]),
        ] as [([Int], [Int])])
    func `memory is given back when it grew and grows no more`(looks: [Int], expected: [Int]) {
        var rhythm = MemoryService.Rhythm()
        var given: [Int] = []
        for (index, size) in looks.enumerated() where rhythm.isDue(size << 20) {
            given.append(index)
            rhythm.hasGivenBack(size << 20)
        }
        #expect(given == expected)
    }
}
