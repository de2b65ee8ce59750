// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing

@testable import Site

/// The style sheet's colours keep the contrasts of WCAG 2.1 (1.4.3, 1.4.11) in the light and in the dark set.
@Suite struct ContrastTests {
    /// `--ink: #17232b` of the light set, then of the dark one.
    private func tokens() throws -> [[String: String]] {
        let asset = try #require(Asset.embedded["allmende.css"])
        let text = String(decoding: asset.bytes, as: UTF8.self)
        var sets: [[String: String]] = []
        for block in text.components(separatedBy: ":root {").dropFirst().prefix(2) {
            var set: [String: String] = [:]
            for declaration in block.prefix(while: { $0 != "}" }).split(separator: ";") {
                let parts = declaration.split(separator: ":").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                if parts.count == 2, parts[1].hasPrefix("#"), parts[1].count == 7 { set[parts[0]] = parts[1] }
            }
            sets.append(set)
        }
        return sets
    }

    private func luminance(_ colour: String) throws -> Double {
        let number = try #require(UInt32(colour.dropFirst(), radix: 16))
        let channels = [16, 8, 0].map { shift -> Double in
            let value = Double(number >> UInt32(shift) & 255) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }

    private func contrast(_ first: String, _ second: String) throws -> Double {
        let values = try [luminance(first), luminance(second)].sorted()
        return (values[1] + 0.05) / (values[0] + 0.05)
    }

    @Test(arguments: [0, 1])
    func `texts have at least 4,5 to 1`(index: Int) throws {
        let set = try tokens()[index]
        let pairs = [
            ("--ink", "--page"), ("--ink", "--surface"), ("--ink", "--sunken"), ("--ink", "--accent-soft"),
            ("--muted", "--surface"), ("--muted", "--page"), ("--muted", "--sunken"), ("--accent", "--surface"),
            ("--accent", "--page"), ("--accent", "--accent-soft"), ("--on-accent", "--accent"), ("--good", "--surface"),
            ("--caution", "--surface"), ("--bad", "--surface"), ("--past", "--surface"), ("--ink", "--bad-soft"),
            ("--bad", "--bad-soft"),
        ]
        for (text, ground) in pairs {
            let value = try contrast(try #require(set[text]), try #require(set[ground]))
            #expect(value >= 4.5, "\(text) on \(ground): \(value)")
        }
    }

    @Test(arguments: [0, 1])
    func `controls and lines of charts have at least 3 to 1`(index: Int) throws {
        let set = try tokens()[index]
        for (mark, ground) in [
            ("--control", "--surface"), ("--focus", "--surface"), ("--focus", "--page"), ("--previous", "--surface"),
            ("--accent", "--surface"),
        ] {
            let value = try contrast(try #require(set[mark]), try #require(set[ground]))
            #expect(value >= 3, "\(mark) on \(ground): \(value)")
        }
    }
}
