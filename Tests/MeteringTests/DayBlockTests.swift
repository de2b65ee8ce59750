// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import Foundation
import Metering
import Randomness
import Testing

@Suite("A day in few bytes")
struct DayBlockTests {
    private func draw(_ random: inout SeededRandom) -> (values: [UInt32], states: [ValueState]) {
        let count = [92, 96, 100][random.below(3)]
        let size = [1, 2, 900, 70_000, Int(UInt32.max) + 1][random.below(5)]
        var states = [ValueState](repeating: .measured, count: count)
        if random.below(2) == 0 {
            for _ in 0..<(1 + random.below(6)) {
                let state = ValueState.allCases[random.below(5)]
                let start = random.below(count)
                for slot in start..<min(count, start + 1 + random.below(30)) { states[slot] = state }
            }
        }
        let values = states.map { $0 == .missing ? 0 : UInt32(random.below(size)) }
        return (values, states)
    }

    @Test("what is written is read, and written the same again", arguments: 0..<40)
    func roundTrip(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<50 {
            let drawn = draw(&random)
            let block = try DayBlock(drawn.values, states: drawn.states)
            let bytes = block.bytes
            let read = try DayBlock(reading: bytes.span)
            #expect(read == block && read.values == drawn.values && read.states == drawn.states)
            #expect(read.bytes == bytes)
            #expect(read.isComplete == !drawn.states.contains(.missing))
            #expect(read.isFinal == drawn.states.allSatisfy { $0 == .measured || $0 == .substitute })
        }
    }

    @Test("bytes of no day are refused: cut, longer, or changed", arguments: 0..<20)
    func badBytes(_ seed: UInt64) throws {
        var random = SeededRandom(seed: 100 + seed)
        let drawn = draw(&random)
        let bytes = try DayBlock(drawn.values, states: drawn.states).bytes
        for length in bytes.indices {
            #expect(throws: DayBlockError.self) { _ = try DayBlock(reading: bytes.span.extracting(first: length)) }
        }
        #expect(throws: DayBlockError.length) { _ = try DayBlock(reading: (bytes + [0]).span) }
        // A changed byte is refused, or it is another day that is written just so.
        for place in bytes.indices {
            for bit in 0..<8 {
                var other = bytes
                other[place] ^= 1 << UInt8(bit)
                if let read = try? DayBlock(reading: other.span) { #expect(read.bytes == other) }
            }
        }
    }

    @Test("random bytes never do harm")
    func noise() {
        var random = SeededRandom(seed: 4)
        var read = 0
        for _ in 0..<20_000 {
            var bytes = (0..<random.below(60)).map { _ in UInt8(random.below(256)) }
            if !bytes.isEmpty, random.below(2) == 0 { bytes[0] &= 7 }
            if let block = try? DayBlock(reading: bytes.span) {
                read += 1
                #expect(block.bytes == bytes)
            }
        }
        #expect(read == 0)
    }

    @Test("what cannot be a day is named")
    func refusals() {
        #expect(throws: DayBlockError.slotCount(95)) { _ = try DayBlock([UInt32](repeating: 1, count: 95)) }
        let day = [UInt32](repeating: 1, count: 96)
        #expect(throws: DayBlockError.stateCount(values: 96, states: 1)) { _ = try DayBlock(day, states: [.measured]) }
        var states = [ValueState](repeating: .measured, count: 96)
        states[40] = .missing
        #expect(throws: DayBlockError.missingValue(slot: 40)) { _ = try DayBlock(day, states: states) }
    }

    @Test("a better state takes the place of a worse one, never the reverse")
    func states() {
        for (index, state) in ValueState.allCases.enumerated() {
            for (other, second) in ValueState.allCases.enumerated() {
                #expect(state.replaces(second) == (index <= other))
            }
        }
    }

    @Test("real households take less than 1.3 bytes a value", .enabled(if: EnergyOracle.isThere))
    func size() throws {
        let folder = EnergyOracle.data + "/energie-profile/haushalte"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("hh_") }.sorted()
        #expect(names.count == 16)
        var (values, bytes) = (0, 0)
        for name in names {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            let watts = text.split(separator: "\n").dropFirst().compactMap { line in
                line.split(separator: ",").last.flatMap { Double($0) }
            }
            for start in stride(from: 0, to: watts.count - 95, by: 96) {
                let day = watts[start..<(start + 96)].map { UInt32(($0 / 4).rounded()) }
                bytes += try DayBlock(day).bytes.count
                values += 96
            }
        }
        #expect(values > 60_000)
        #expect(Double(bytes) / Double(values) < 1.3, "\(Double(bytes) / Double(values)) bytes a value")
    }
}
