// SPDX-License-Identifier: EUPL-1.2
import Ledger
package import Metering
package import Wire

/// A quarter hour of one sharer.
package struct BilledQuarter: Sendable, Hashable {
    package let start: Instant
    /// What all plants made, in watt-hours.
    package let generation: Int
    package let load: Int
    package let shared: Int
    package let state: ValueState

    package init(start: Instant, generation: Int, load: Int, shared: Int, state: ValueState) {
        (self.start, self.generation, self.load) = (start, generation, load)
        (self.shared, self.state) = (shared, state)
    }
}

/// The quarter hours of one bill as a table that its record names by hash: one way to write it.
package enum QuarterTable {
    package static let head = "start,plants_wh,consumption_wh,shared_wh,state\n"

    package static func bytes(_ quarters: [BilledQuarter]) -> [UInt8] {
        var bytes = Array(head.utf8)
        bytes.reserveCapacity(48 * quarters.count)
        for quarter in quarters {
            quarter.start.appendISO8601(to: &bytes)
            for value in [quarter.generation, quarter.load, quarter.shared] {
                bytes.append(0x2C)
                append(value, to: &bytes)
            }
            bytes.append(0x2C)
            bytes.append(contentsOf: word(quarter.state).utf8)
            bytes.append(0x0A)
        }
        return bytes
    }

    private static func append(_ value: Int, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(0x2D) }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(0x30 + rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    package static func hash(_ quarters: [BilledQuarter]) -> String {
        SHA256.digest(of: bytes(quarters)).hexadecimal
    }

    package static func word(_ state: ValueState) -> String {
        switch state {
        case .measured: "measured"
        case .substitute: "substitute"
        case .provisional: "provisional"
        case .estimated: "estimated"
        case .missing: "missing"
        }
    }

    /// Reads what `bytes` wrote; nil for anything else.
    package static func read(_ bytes: [UInt8]) -> [BilledQuarter]? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix(head) else { return nil }
        var quarters: [BilledQuarter] = []
        for line in text.dropFirst(head.count).split(separator: "\n") {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == 5, let start = try? Instant(iso8601: cells[0]), let generation = Int(cells[1]),
                let load = Int(cells[2]), let shared = Int(cells[3]),
                let state = ValueState.allCases.first(where: { word($0) == cells[4] })
            else { return nil }
            quarters.append(
                BilledQuarter(start: start, generation: generation, load: load, shared: shared, state: state))
        }
        return Self.bytes(quarters) == bytes ? quarters : nil
    }
}
