// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Metering
import Randomness
import Testing
import Wire

@Suite("Identifiers of points and registers", .enabled(if: EnergyOracle.isThere))
struct IdentifierTests {
    @Test("market locations", arguments: EnergyOracle.part("identifiers", "malo").array ?? [])
    func market(_ value: JSONValue) {
        let id = value.text("id")
        let isValid = (try? MarketLocation(id)) != nil
        #expect(value["valid"] == .bool(isValid), "\(id)")
    }

    @Test("drawn ones, and how many typing errors the digit finds")
    func drawn() throws {
        let value = EnergyOracle.part("identifiers", "maloGenerated")
        var random = SeededRandom(seed: UInt64(value.whole("seed")))
        var missed = (single: 0, singleOf: 0, swapped: 0, swappedOf: 0)
        for id in value["ids"]?.texts ?? [] {
            var digits = [1 + random.below(9)]
            for _ in 0..<9 { digits.append(random.below(10)) }
            digits.append(MarketLocation.checkDigit(of: digits))
            #expect(digits.map(String.init).joined() == id)
            #expect(try MarketLocation(id).description == id)
            for place in 0..<11 {
                for digit in 0..<10 where digit != digits[place] {
                    var other = digits
                    other[place] = digit
                    missed.singleOf += 1
                    if (try? MarketLocation(other.map(String.init).joined())) != nil { missed.single += 1 }
                }
            }
            for place in 0..<10 where digits[place] != digits[place + 1] {
                var other = digits
                other.swapAt(place, place + 1)
                missed.swappedOf += 1
                if (try? MarketLocation(other.map(String.init).joined())) != nil { missed.swapped += 1 }
            }
        }
        let expected = EnergyOracle.part("identifiers", "maloErrorsFound")
        #expect(missed.singleOf == expected.whole("singleDigitOf"))
        #expect(missed.swappedOf == expected.whole("neighbourSwapOf"))
        #expect(missed.swapped == expected.whole("neighbourSwapMissed"))
        #expect(missed.single == expected.whole("singleDigitMissed"))
    }

    @Test("metering locations", arguments: EnergyOracle.part("identifiers", "melo").array ?? [])
    func metering(_ value: JSONValue) {
        let id = value.text("id")
        let isValid = (try? MeteringLocation(id)) != nil
        #expect(value["valid"] == .bool(isValid), "\(id)")
    }

    @Test("registers", arguments: EnergyOracle.part("identifiers", "obis").array ?? [])
    func registers(_ value: JSONValue) throws {
        let text = value.text("obis")
        guard let parts = value["parts"]?.array else {
            #expect(throws: IdentifierError.self) { _ = try OBISCode(text) }
            return
        }
        let code = try OBISCode(text)
        let found = [code.medium, code.channel, code.quantity, code.measurement, code.tariff, code.history]
        #expect(found == parts.map { $0 == .null ? nil : $0.whole })
        #expect(code.direction.rawValue == value.text("direction"))
        #expect(code.description == text)
    }

    @Test("what is wrong is named")
    func reasons() {
        #expect(throws: IdentifierError.checkDigit(expected: 1, found: 2)) { _ = try MarketLocation("41373559242") }
        #expect(throws: IdentifierError.character("A", at: 11)) { _ = try MarketLocation("4137355924A") }
        #expect(throws: IdentifierError.length(expected: 11, found: 10)) { _ = try MarketLocation("4137355924") }
        #expect(throws: IdentifierError.length(expected: 33, found: 8)) { _ = try MeteringLocation("BADID000") }
        #expect(throws: IdentifierError.medium(7)) { _ = try OBISCode("7-0:3.0.0") }
        for text in ["1-0:1", "1-0:1.8.0.0", "1-0:1..0", "1:1.8.0", "1-0:1.8.0*", "1-0:1.8.0*2*3", "-:..", "1.8.0 "] {
            #expect(throws: IdentifierError.form, "\(text)") { _ = try OBISCode(text) }
        }
    }
}
