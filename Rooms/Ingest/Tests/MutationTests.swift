// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Randomness
import Testing
import Wire

@testable import Ingest

/// Files that are damaged at random: nothing crashes, and the counts of rows and values add up in each.
@Suite struct MutationTests {
    /// 100,000 with `ALLMENDE_SOAK=1`, another number with that number.
    private static let count: Int = {
        let asked = ProcessInfo.processInfo.environment["ALLMENDE_SOAK"].flatMap { Int($0) } ?? 3000
        return asked == 1 ? 100_000 : asked
    }()

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
        #"{"fixedWidth":true}"#, #"{"separator":"blank"}"#, #"{"json":{}}"#, #"{"xml":{"records":"row"}}"#,
        #"{"separator":";","fillDown":["zeit"]}"#, #"{"separator":";","units":["a","°C"]}"#,
    ]

    /// The same rows as records and elements.
    private static let documents: [String] = {
        let rows = (0..<24).map { hour in (zeit: "2025-10-26 \(hour < 10 ? "0" : "")\(hour):00", wert: "\(hour)") }
        let records = rows.map { "{\"zeit\":\"\($0.zeit)\",\"wert\":\($0.wert)}" }.joined(separator: ",")
        let elements = rows.map { "<row id=\"1\"><zeit>\($0.zeit)</zeit><wert>\($0.wert)</wert></row>" }.joined()
        return ["[\(records)]", "<r><st name=\"a\">\(elements)</st></r>", "{\"st\":[{\"id\":1,\"w\":[\(records)]}]}"]
    }()

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
            #"{"column":"zeit","end":"zeit","last":"included"}"#,
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

    @Test func `damaged documents neither crash nor lose a record in silence`() throws {
        var random = SeededRandom(seed: 13)
        for turn in 0..<(Self.count / 4) {
            let bytes = Self.mutated(Self.documents[turn % 3], &random)
            let format = [#"{"json":{}}"#, #"{"xml":{"records":"row"}}"#, #"{"json":{"records":"st/*/w"}}"#][turn % 3]
            let changes = ["format": format, "series": "[\(OwnMapping.rule(#""column":"wert""#))]"]
            _ = try? Proposer().proposal(FileSample(name: "x", bytes: bytes)).json.text
            guard let file = try? OwnMapping.parse(bytes, changes, path: "x.json") else { continue }
            let report = file.report
            let values = file.series.reduce(0) { $0 + $1.values.count }
            let refused = report.rejections.filter { $0.reason != .badEncoding }.reduce(0) { $0 + $1.count }
            #expect(report.rows == values + report.empty + refused + report.unchanged, "turn \(turn)")
        }
    }

    private static let sheet: String = {
        let rows = (0..<24).map { hour in
            #"<row r="\#(hour + 2)"><c r="A\#(hour + 2)" t="inlineStr"><is><t>2025-10-26 \#(hour < 10 ? "0" : "")\#(hour):00</t></is></c>"#
                + #"<c r="B\#(hour + 2)" s="1"><v>\#(hour).5</v></c><c r="C\#(hour + 2)" t="s"><v>\#(hour % 3)</v></c></row>"#
        }
        return #"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>zeit</t></is></c>"#
            + #"<c r="B1" t="inlineStr"><is><t>wert</t></is></c></row>"# + rows.joined() + "</sheetData></worksheet>"
    }()
    private static let content: String = {
        let rows = (0..<24).map { hour in
            #"<row:table-row t:number-rows-repeated="1"><t:table-cell o:value-type="date" o:date-value="2025-10-26T0\#(hour % 10):00:00"/>"#
                + #"<t:table-cell o:value-type="float" o:value="\#(hour)"><x:p>\#(hour)</x:p></t:table-cell></row:table-row>"#
        }
        return
            #"<o:d xmlns:o="o" xmlns:t="t" xmlns:x="x" xmlns:row="r"><t:table t:name="A"><t:table-row><t:table-cell><x:p>zeit</x:p></t:table-cell>"#
            + #"<t:table-cell><x:p>wert</x:p></t:table-cell></t:table-row>"# + rows.joined() + "</t:table></o:d>"
    }()

    @Test func `damaged spreadsheets neither crash nor lose a row in silence`() async throws {
        var random = SeededRandom(seed: 17)
        let others = [
            ("xl/workbook.xml", #"<workbook xmlns:r="r"><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>"#),
            (
                "xl/_rels/workbook.xml.rels",
                #"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
            ("xl/sharedStrings.xml", "<sst><si><t>a</t></si><si><t>b</t></si></sst>"),
            ("xl/styles.xml", #"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#),
        ]
        var read = 0
        for turn in 0..<(Self.count / 20) {
            let isExcel = turn % 2 == 0
            let text = Self.mutated(isExcel ? Self.sheet : Self.content, &random)
            var members = isExcel ? others.map { ArchiveEntry.file($0.0, Array($0.1.utf8)) } : []
            members.append(.file(isExcel ? "xl/worksheets/sheet1.xml" : "content.xml", text))
            if !isExcel {
                members.insert(.file("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)), at: 0)
            }
            let entries = members
            var bytes = try await withFolder { folder in
                try writeArchive(folder + "/x.zip", .zip, entries)
                return [UInt8](try #require(FileManager.default.contents(atPath: folder + "/x.zip")))
            }
            // the zip itself is damaged now and then
            if turn % 10 == 9 { bytes[Int.random(in: 30..<bytes.count, using: &random)] ^= 0x55 }
            _ = try? Proposer().proposal(FileSample(name: isExcel ? "x.xlsx" : "x.ods", bytes: bytes)).json.text
            guard let file = try? OwnMapping.parse(bytes, ["format": "{}"], path: isExcel ? "x.xlsx" : "x.ods") else {
                continue
            }
            read += 1
            let report = file.report
            let values = file.series.reduce(0) { $0 + $1.values.count }
            let refused = report.rejections.filter { $0.reason != .badEncoding }.reduce(0) { $0 + $1.count }
            #expect(report.rows == values + report.empty + refused + report.unchanged, "turn \(turn)")
        }
        #expect(read > Self.count / 200)
    }

    @Test func `proposals for damaged files neither crash nor hang`() throws {
        var random = SeededRandom(seed: 11)
        for turn in 0..<(Self.count / 10) {
            let bytes = Self.mutated(Self.texts[turn % Self.texts.count], &random)
            _ = try? Proposer().proposal(FileSample(name: "x.csv", bytes: bytes)).json.text
        }
    }
}
