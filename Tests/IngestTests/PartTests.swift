// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import Ingest

@Suite struct NumberTests {
    private func read(_ text: String, comma: Bool) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { Numbers.double($0, decimalComma: comma) }
    }

    @Test(arguments: [
        ("0", 0.0), ("-273.14", -273.14), (" 8.5 ", 8.5), ("1.10", 1.1), ("+3", 3), ("1e3", 1000), (".5", 0.5),
        ("0.1", 0.1), ("4048.75402188067956", 4048.75402188067956),
    ])
    func `numbers with a point`(text: String, value: Double) {
        #expect(read(text, comma: false) == value)
        #expect(
            read(text.split(separator: ".", omittingEmptySubsequences: false).joined(separator: ","), comma: true)
                == value)
    }

    @Test(arguments: ["", " ", "-", ".", "1,5", "abc", "1 2", "١", "inf", "NaN", "--1", "1-"])
    func `what is no number`(text: String) {
        #expect(read(text, comma: false) == nil)
    }

    @Test func `every short decimal is the nearest double`() {
        for whole in [0, 7, 99, 1464] {
            for part in 0..<1000 {
                let text = "\(whole)." + String(String(1000 + part).dropFirst())
                #expect(read(text, comma: false) == Double(text))
            }
        }
    }
}

@Suite struct WallClockTests {
    @Test func `Berlin knows the lost and the repeated hour`() throws {
        var clock = try #require(WallClock(zone: "Europe/Berlin"))
        // 2025-03-30 02:30 and 2025-10-26 02:30 as seconds of the wall clock.
        #expect(clock.resolve(local: 1_743_301_800) == .none)
        #expect(clock.resolve(local: 1_761_445_800) == .two(first: 1_761_438_600, second: 1_761_442_200))
        #expect(clock.resolve(local: 1_743_301_800 - 3600) == .one(1_743_301_800 - 7200))
        #expect(clock.resolve(local: 1_743_301_800 + 3600) == .one(1_743_301_800 - 3600))
        #expect(WallClock(zone: "Mars/Base") == nil)
    }

    @Test func `each hour of thirty years lands where the calendar puts it`() throws {
        var clock = try #require(WallClock(zone: "Europe/Berlin"))
        var lost = 0
        var twice = 0
        for hour in stride(from: Int64(700_000_000 / 3600), to: 1_700_000_000 / 3600, by: 1) {
            switch clock.resolve(local: hour * 3600) {
            case .none: lost += 1
            case .two: twice += 1
            case .one: break
            }
        }
        #expect(lost == twice)
        #expect((31...32).contains(lost))
    }
}
