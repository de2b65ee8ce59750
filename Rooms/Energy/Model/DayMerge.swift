// SPDX-License-Identifier: EUPL-1.2
package import Metering

/// One day of one point, with what a delivery brings to it.
package struct DayMerge: Sendable, Hashable {
    package private(set) var values: [UInt32]
    package private(set) var states: [ValueState]
    /// Slots without a value before.
    package private(set) var new = 0
    /// Slots that had another value or a worse state.
    package private(set) var changed = 0
    /// Slots that had just this value.
    package private(set) var same = 0
    /// Slots whose value is better than what came; it stays.
    package private(set) var worse = 0
    /// Slots that now have what came, whether it was known before or not.
    package private(set) var taken: [Bool]

    /// From what is known of a day of `slots` quarter hours.
    package init(_ block: DayBlock?, slots: Int) {
        values = block?.values ?? [UInt32](repeating: 0, count: slots)
        states = block?.states ?? [ValueState](repeating: .missing, count: slots)
        taken = [Bool](repeating: false, count: slots)
    }

    package var isChanged: Bool { new + changed > 0 }

    /// Takes a value that is not worse than what is there; among equals the later one counts.
    package mutating func take(_ wattHours: UInt32, _ state: ValueState, at slot: Int) {
        guard state != .missing else { return }
        let known = states[slot]
        if known == .missing {
            new += 1
        } else if known == state, values[slot] == wattHours {
            same += 1
            taken[slot] = true
            return
        } else if state.replaces(known) {
            changed += 1
        } else {
            worse += 1
            return
        }
        (values[slot], states[slot]) = (wattHours, state)
        taken[slot] = true
    }

    package func block() throws(DayBlockError) -> DayBlock { try DayBlock(values, states: states) }
}
