// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// A row of the table: what is measured, its bar, and the figures of the rounds.
struct Measurement {
    let name: String
    let bar: String
    let unit: String
    var ours: [Double] = []
    var baseline: [Double] = []
    /// What the baseline is.
    var baselineName = ""
    var remark = ""
    /// A time or a size: the ratio tells how many times the baseline would fit into ours, turned so that more is better.
    var isLowerBetter = false

    var line: String {
        let ratio: String
        if ours.isEmpty || baseline.isEmpty {
            ratio = "–"
        } else {
            let (mine, plain) = (Self.median(ours), Self.median(baseline))
            ratio = Self.text(isLowerBetter ? plain / max(mine, 1e-9) : mine / max(plain, 1e-9))
        }
        let plain = baseline.isEmpty ? "–" : Self.summary(baseline) + (baselineName.isEmpty ? "" : " (\(baselineName))")
        return "| \(name) | \(bar) | \(Self.summary(ours)) \(unit) | \(plain) | \(ratio) | \(remark) |"
    }

    static let head = """
        | what | bar | Allmende: median (min–max) | baseline: median (min–max) | ratio | remark |
        |---|---|---|---|---|---|
        """

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    private static func summary(_ values: [Double]) -> String {
        guard let least = values.min(), let most = values.max() else { return "–" }
        if values.count == 1 { return text(least) }
        return "\(text(median(values))) (\(text(least))–\(text(most)))"
    }

    private static func text(_ value: Double) -> String {
        switch abs(value) {
        case 1000...: grouped(Int(value.rounded()))
        case 10..<1000: String(Double(Int((value * 10).rounded())) / 10)
        default: String(Double(Int((value * 100).rounded())) / 100)
        }
    }

    private static func grouped(_ value: Int) -> String {
        let digits = String(value)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}

/// What the figures were measured on.
enum Machine {
    static var line: String {
        let processor = line(of: "/proc/cpuinfo", "model name").split(separator: ":").last.map(String.init) ?? "unknown"
        let memory = line(of: "/proc/meminfo", "MemTotal").split(separator: " ").compactMap { Double($0) }.first ?? 0
        let load =
            (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").prefix(3) ?? []
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let system = line(of: "/etc/os-release", "PRETTY_NAME").split(separator: "\"").last.map(String.init) ?? "Linux"
        let name = processor.trimmingCharacters(in: .whitespaces)
        return
            "Machine: \(cores) cores, \(name), \(Int(memory / 1_048_576)) GiB, \(system); load before: \(load.joined(separator: " "))"
    }

    private static func line(of path: String, _ prefix: String) -> String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").first { $0.hasPrefix(prefix) }.map(String.init) ?? ""
    }
}
