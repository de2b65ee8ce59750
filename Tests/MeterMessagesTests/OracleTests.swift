// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import EnergyOracles
import Foundation
import MeterMessages
import Metering
import Testing
import Wire

@Suite("The worked files and the samples", .enabled(if: EnergyOracle.isThere))
struct OracleTests {
    private func read(_ name: String) throws -> InterchangeReport {
        MSCONSReader.read(Array(try #require(EnergyOracle.file("mscons/" + name))).span)
    }

    private func series(_ name: String) throws -> (IntervalSeries, [MessageReport.Note]) {
        let report = try read(name)
        #expect(report.isAccepted, "\(report.words.english)")
        let message = try #require(report.messages.first)
        #expect(report.messages.count == 1 && message.series.count == 1)
        return (try #require(message.series.first), message.notes)
    }

    @Test("accepted files", arguments: ["100", "obis-unescaped", "gap", "una-comma"])
    func accepted(_ name: String) throws {
        let file = "lastgang-\(name).edi"
        let value = try #require(
            EnergyOracle.part("mscons", "files").array?.first { $0.text("file") == file })
        let (series, notes) = try series(file)
        #expect(series.location.description == value.text("malo") && series.register.description == value.text("obis"))
        let message = try #require(try read(file).messages.first)
        #expect(message.release == value.text("release") && message.application == value.whole("pid"))
        #expect(series.period.start == (try Instant(iso8601: value.text("utcStart"))))
        #expect(series.period.end == (try Instant(iso8601: value.text("utcEnd"))))
        #expect(series.values.count == value.whole("values") && series.wattHours == value.whole("sumWh"))
        let missing = value["missingSlots"]?.wholes
        #expect(series.gaps.map { [$0.lowerBound, $0.upperBound] } == (missing.map { [$0] } ?? []))
        #expect(series.slotCount == 100)
        if let substitute = value["substitute"]?.wholes {
            #expect(series.values.filter { $0.state == .substitute }.map { Int($0.slot) } == substitute)
        }
        let all = EnergyOracle.part("mscons", "lastgang100Wh").wholes
        #expect(series.values.allSatisfy { Int($0.wattHours) == all[Int($0.slot)] })
        #expect(notes.isEmpty == (name != "gap" && name != "obis-unescaped"))
        if name == "obis-unescaped" { #expect(notes == [.registerUnescaped(series.register)]) }
        if name == "gap" { #expect(notes == [.gap(series.location, slots: 40...43)]) }
    }

    @Test("a value finer than a watt-hour is kept in tenths")
    func finer() throws {
        let (series, notes) = try series("lastgang-sub-wh.edi")
        #expect(series.values[0].tenths == 4534 && series.values[0].wattHours == 453)
        #expect(notes == [.finer(series.location, series.values[0], count: 1)])
    }

    @Test("a withdrawal names what it withdraws")
    func withdrawal() throws {
        let report = try read("storno-of-lastgang-100.edi")
        #expect(report.isAccepted && report.messages.map(\.content) == [.withdrawal(of: "DOC1")])
        #expect(report.messages[0].application == 13006 && report.messages[0].document == "DOC2")
    }

    @Test("refused files")
    func refused() throws {
        #expect(try read("lastgang-unt-wrong.edi").fault?.kind == .segmentCount(stated: 317, found: 314))
        #expect(try read("lastgang-truncated.edi").fault?.kind == .endsEarly)
        for name in ["unt-wrong", "truncated"] {
            #expect(try read("lastgang-\(name).edi").messages.isEmpty)
        }
        let digit = try #require(try read("lastgang-malo-check-digit.edi").messages.first)
        #expect(digit.fault?.kind == .location("41373559242", .checkDigit(expected: 1, found: 2)))
        #expect(digit.content == .nothing && digit.notes.isEmpty)
        let comma = try #require(try read("lastgang-decimal-comma.edi").messages.first)
        #expect(comma.fault?.kind == .decimalMark("0,250") && comma.series.isEmpty)
        #expect(comma.fault?.excerpt.hasPrefix("QTY+220:0,250:KWH") == true)
    }

    @Test("samples of another reader: what is sound is taken or left aside, what is not is named")
    func samples() throws {
        let folder = EnergyOracle.data + "/mscons/"
        let kinds: [String: MessageFault.Kind] = [
            "bad_melo.edi": .location("BADID000", .length(expected: 11, found: 8)), "inverted_period.edi": .periodOrder,
            "missing_sts_z32.edi": .statusMissing("Z32"), "missing_sts_z32_qty201.edi": .statusMissing("Z32"),
        ]
        var seen = 0
        for part in ["valid", "gen", "invalid"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder + part) where name.hasSuffix(".edi")
            {
                let bytes = try #require(FileManager.default.contents(atPath: folder + part + "/" + name))
                let report = MSCONSReader.read(Array(bytes).span)
                seen += 1
                switch part {
                case "valid":
                    #expect(report.isAccepted, "\(name): \(report.words.english)")
                    let application = try #require(report.messages.first?.application)
                    #expect(report.messages.map(\.notes) == [[.applicationLeftAside(application)]])
                case "gen":
                    #expect(report.fault?.kind == .segmentCount(stated: 13, found: 10), "\(name)")
                default:
                    #expect(report.fault == nil && report.messages.first?.fault?.kind == kinds[name], "\(name)")
                }
            }
        }
        #expect(seen == 3 + 4 + 23)
    }
}
