// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Randomness
import TestSupport
import Testing
import Wire

@testable import Ingest

/// Files that are damaged at random: nothing crashes, and the counts of rows and values add up in each.
@Suite struct MutationTests {
    /// 100,000 with `ALLMENDE_SOAK=1`.
    private static let count = ProcessInfo.processInfo.environment["ALLMENDE_SOAK"] == "1" ? 100_000 : 3000

    private static let formats = [
        #"{"separator":";"}"#, #"{"separator":";","decimal":",","thousands":"."}"#, #"{"separator":"auto"}"#,
        #"{"separator":[";","\t"]}"#, #"{"separator":";","leadingLines":1}"#,
        #"{"separator":";","headerStart":"^zeit"}"#,
        #"{"separator":";","blocks":"^zeit"}"#, #"{"separator":";","blocks":""}"#,
        #"{"separator":";","encoding":"utf-8"}"#,
        #"{"separator":";","encoding":"utf-16"}"#, #"{"separator":";","encoding":"ibm850","surplusFields":"ignore"}"#,
        #"{"separator":";","headerLines":2}"#, #"{"separator":";","headerLines":0,"columns":["zeit","wert"]}"#,
        #"{"separator":";","unpivot":{"columns":"^wert$","into":"x","value":"wert"}}"#, #"{"keyValue":";"}"#,
        #"{"fixedWidth":[{"name":"zeit","start":1,"length":16},{"name":"wert","start":18,"length":9}]}"#,
        #"{"fixedWidth":true}"#, #"{"separator":"blank"}"#, #"{"json":{}}"#,
    ]

    private static let texts: [String] = {
        let days = ["2026-01-01", "2025-10-26", "2025-03-30", "2024-02-29"]
        var texts: [String] = []
        for day in days {
            for form in 0..<4 {
                var text = form == 3 ? "ort;zeit;wert\n" : "zeit;wert\n"
                for hour in (form == 1 ? Array((0..<24).reversed()) : Array(0..<24)) {
                    let time = "\(day) \(hour < 10 ? "0" : "")\(hour):00"
                    let value = ["1", "1,5", "-999", "", "n/a", "1.234", "\"7\""][hour % 7]
                    text += (form == 3 ? "\(hour % 3);" : "") + "\(time);\(value)\n"
                    if hour == 2, form != 2 { text += (form == 3 ? "0;" : "") + "\(time);\(value)\n" }
                }
                texts.append(text)
            }
        }
        return texts
    }()

    private static func mutated(_ text: String, _ random: inout SeededRandom) -> [UInt8] {
        var bytes = Array(text.utf8)
        let special = Array("\";,.\t\n\r 0159-:TZ{}[]äÿ\u{FEFF}\u{0}".utf8) + [0xFF, 0xC3, 0x81, 0xFC]
        for _ in 0..<Int.random(in: 0...6, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...40, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = special.randomElement(using: &random) ?? 0
            case 1: bytes.insert(special.randomElement(using: &random) ?? 0, at: place)
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 4: bytes[place] = UInt8.random(in: 0...255, using: &random)
            default:
                let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).shuffled(using: &random)
                bytes = Array(lines.joined(separator: [0x0A]))
            }
        }
        if Int.random(in: 0..<20, using: &random) == 0 { bytes = [0xFF, 0xFE] + bytes.flatMap { [$0, 0] } }
        return bytes
    }

    @Test func `damaged series neither crash nor lose a row in silence`() throws {
        var random = SeededRandom(seed: 7)
        let rules = [
            OwnMapping.time, #"{"column":"zeit","stamp":"end","interval":"PT1H"}"#,
            #"{"column":"zeit","stamp":"start","interval":"PT1H","repeatedHour":"twice"}"#,
            #"{"column":"zeit","repeatedHour":"sum","interval":"PT1H"}"#, #"{"column":"zeit","interval":"P1D"}"#,
        ]
        let station = [#"{"from":[{"id":"a","name":"A"}]}"#, #"{"from":[{"column":"ort"},{"id":"a","name":"A"}]}"#]
        var read = 0
        for turn in 0..<Self.count {
            let bytes = Self.mutated(Self.texts[turn % Self.texts.count], &random)
            let format = Self.formats.randomElement(using: &random) ?? "{}"
            let changes = [
                "format": format, "time": rules.randomElement(using: &random) ?? OwnMapping.time,
                "station": station.randomElement(using: &random) ?? station[0],
                "series": "[\(OwnMapping.rule(#""column":"wert","reasons":{"n/a":"keine"},"count":true"#))]",
            ]
            guard let file = try? OwnMapping.parse(bytes, changes) else { continue }
            read += 1
            let report = file.report
            let values = file.series.reduce(0) { $0 + $1.values.count }
            // Bytes that are no text are told beside the rows; a flagged value is stored.
            let refused = report.rejections.filter { ![.badEncoding, .unknownStatus].contains($0.reason) }
                .reduce(0) { $0 + $1.count }
            let reasons = report.reasons.values.reduce(0, +)
            #expect(
                report.rows == values + report.empty + reasons + refused + report.unchanged + report.replaced,
                "turn \(turn) \(format)")
            #expect(report.rowsRefused <= refused && report.rowsRefused <= report.rows)
        }
        #expect(read > Self.count / 4)
    }

    @Test func `proposals for damaged files neither crash nor hang`() throws {
        var random = SeededRandom(seed: 11)
        for turn in 0..<(Self.count / 10) {
            let bytes = Self.mutated(Self.texts[turn % Self.texts.count], &random)
            _ = try? Proposer().proposal(FileSample(name: "x.csv", bytes: bytes)).json.text
        }
    }
}
