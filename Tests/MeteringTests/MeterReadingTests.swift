// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Metering
import Testing
import Wire

@Suite("Readings of counters", .enabled(if: EnergyOracle.isThere))
struct MeterReadingTests {
    private let value = EnergyOracle.part("month", "meterSwap")

    private func period(_ value: JSONValue?) throws -> MeterPeriod {
        let value = try #require(value)
        return MeterPeriod(digits: value.whole("digits"), start: value.whole("start"), end: value.whole("end"))
    }

    @Test("a meter that rolled over was swapped in the month")
    func swap() throws {
        let (old, new) = (try period(value["old"]), try period(value["new"]))
        let fuse = try #require(Fuse(amperes: 63))
        #expect(try fuse.consumption(of: [old], slots: 2980) == value.whole("oldWh"))
        #expect(try fuse.consumption(of: [new], slots: 2980) == value.whole("newWh"))
        #expect(try fuse.consumption(of: [old, new], slots: 2980) == value.whole("totalWh"))
        let measured = try #require(Fuse(amperes: 63, transformerFactor: 40))
        #expect(try measured.consumption(of: [old, new], slots: 2980) == value.whole("withTransformerFactor40Wh"))
    }

    @Test("limits of fuses, and a rollover that none allows")
    func plausibility() throws {
        let limits = try #require(value["plausibility"]?["limits"]?.object)
        for limit in limits.members {
            let amperes = try #require(Int(limit.name))
            let fuse = try #require(Fuse(amperes: amperes))
            #expect(fuse.wattHoursInQuarterHour == limit.value.whole)
        }
        let wrong = try #require(value["falseRollover"])
        let fuse = try #require(Fuse(amperes: wrong.whole("fuse")))
        #expect(
            throws: ReadingError.wentBack(
                ifRolledOver: wrong.whole("ifRolledOverWh"), limit: wrong.whole("limitWh"))
        ) {
            _ = try fuse.consumption(of: [try period(wrong)], slots: wrong.whole("days") * 96)
        }
    }

    @Test("readings of another unit and of another counter are refused")
    func units() throws {
        let fuse = try #require(Fuse(amperes: 35))
        #expect(throws: ReadingError.aboveFuse(wattHours: 900_000_000, limit: 579_552)) {
            _ = try fuse.consumption(of: [MeterPeriod(digits: 6, start: 0, end: 900_000_000)], slots: 96)
        }
        #expect(throws: ReadingError.beyondCounter(1_000_000_000)) {
            _ = try fuse.consumption(of: [MeterPeriod(digits: 6, start: 0, end: 1_000_000_000)], slots: 96)
        }
        #expect(throws: ReadingError.beyondCounter(-1)) {
            _ = try fuse.consumption(of: [MeterPeriod(digits: 6, start: -1, end: 5)], slots: 96)
        }
        #expect(Fuse(amperes: 0) == nil && Fuse(amperes: 35, transformerFactor: 0) == nil)
    }
}
