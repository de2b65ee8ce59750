// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Trial

/// The mathematics of trying, measured inside this process.
struct TrialRows {
    let bench: Workbench
    /// An interpreter that has scipy; without it there is no baseline.
    let python: String?

    /// Half of 22 units: 705,432 assignments, beside the same enumeration by scipy in the same rounds.
    func assignments() throws -> [Measurement] {
        var seed: UInt64 = 11
        func next() -> Double {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(seed >> 40) / Double(1 << 24)
        }
        let differences = (0..<22).map { next() + ($0 < 11 ? 0.1 : 0) }
        let test = try PermutationTest(
            design: try TrialDesign(units: 22, treated: Array(0..<11)), differences: differences)
        var mean = Measurement(name: "705,432 assignments, means", bar: "≥ 50 ×, ≤ 1 s", unit: "s")
        mean.baselineName = "scipy.stats.permutation_test"
        mean.isLowerBetter = true
        var rank = Measurement(name: "705,432 assignments, ranks", bar: "≤ 1 s", unit: "s")
        var interval = Measurement(name: "705,432 assignments, interval of means", bar: "≤ 1 s", unit: "s")
        for _ in 0..<bench.rounds {
            var found = 0.0
            mean.ours.append(seconds { found = test.result(.mean).greater })
            rank.ours.append(seconds { Self.sink = test.result(.rank).twoSided })
            interval.ours.append(seconds { Self.sink = test.meanInterval().low })
            guard let python else { continue }
            let answer = try Self.scipy(python, differences, treated: 11)
            guard abs(answer.p - found) < 1e-9 else { throw Disagreement(ours: found, scipy: answer.p) }
            mean.baseline.append(answer.seconds)
        }
        return [mean, rank, interval]
    }

    nonisolated(unsafe) private static var sink = 0.0

    private struct Disagreement: Error {
        let ours: Double
        let scipy: Double
    }

    private struct NoAnswer: Error {
        let text: String
    }

    private static func scipy(
        _ python: String, _ differences: [Double], treated: Int
    ) throws -> (seconds: Double, p: Double) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["permutations.py"]
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        let line = ([String(treated)] + differences.map { "\($0)" }).joined(separator: " ")
        try input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
        try input.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let words = text.split(separator: " ").compactMap { Double($0.trimmingCharacters(in: .newlines)) }
        guard words.count == 3, words[0] == 705_432 else { throw NoAnswer(text: text) }
        return (words[1], words[2])
    }
}
