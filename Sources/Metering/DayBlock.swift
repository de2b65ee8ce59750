// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// Why bytes are no day of quarter hours, or values cannot be written as one.
public enum DayBlockError: Error, Sendable, Hashable {
    /// A day has 92, 96 or 100 quarter hours.
    case slotCount(Int)
    /// As many states as values are needed.
    case stateCount(values: Int, states: Int)
    /// A missing value that is not nought.
    case missingValue(slot: Int)
    case unknownVersion
    case unknownState(Int)
    /// The bytes end too early, or go on.
    case length
    /// The same day could be written shorter: these bytes were not written by this program.
    case notCanonical

    /// In one sentence.
    public var words: Words {
        switch self {
        case .slotCount(let count):
            Words(
                "Ein Tag hat 92, 96 oder 100 Viertelstunden, nicht \(count).",
                "A day has 92, 96 or 100 quarter hours, not \(count).")
        case .stateCount(let values, let states):
            Words("Zu \(values) Werten gibt es \(states) Zustände.", "There are \(states) states for \(values) values.")
        case .missingValue(let slot):
            Words(
                "Viertelstunde \(slot) fehlt und hat trotzdem einen Wert.",
                "Quarter hour \(slot) is missing and has a value.")
        case .unknownVersion, .unknownState, .length, .notCanonical:
            Words(
                "Die gespeicherten Werte dieses Tages sind beschädigt.", "The stored values of this day are damaged.")
        }
    }
}

/// The quarter hours of one point on one local day in few bytes: whole watt-hours and their states.
///
/// Byte 0 has the number of slots in its lowest two bits (92, 96, 100) and tells with the third whether states
/// follow; the others are 0. States are runs: their number, then state and length of each; a day that is all measured
/// has none. Values stand in frames of eight: a byte with the bits that the largest one needs, then each value in so
/// many bits, the lowest first. A frame ends on a whole byte. There is one way to write a day, and no other is read.
public struct DayBlock: Sendable, Hashable {
    private static let slotCounts = [92, 96, 100]
    private static let frame = 8
    private static let hasStates: UInt8 = 4

    /// Watt-hours by slot; nought where there is no value.
    public let values: [UInt32]
    /// Nil for a day that is all measured.
    private let stored: [ValueState]?

    /// The states by slot.
    public var states: [ValueState] { stored ?? [ValueState](repeating: .measured, count: values.count) }

    public var isComplete: Bool { stored?.contains(.missing) != true }

    /// Whether a final bill may stand on all values of the day.
    public var isFinal: Bool { stored?.allSatisfy(\.isFinal) ?? true }

    /// A day that is all measured.
    public init(_ values: [UInt32]) throws(DayBlockError) {
        guard Self.slotCounts.contains(values.count) else { throw .slotCount(values.count) }
        self.values = values
        stored = nil
    }

    /// A missing value is nought.
    public init(_ values: [UInt32], states: [ValueState]) throws(DayBlockError) {
        guard Self.slotCounts.contains(values.count) else { throw .slotCount(values.count) }
        guard states.count == values.count else { throw .stateCount(values: values.count, states: states.count) }
        for (slot, state) in states.enumerated() where state == .missing && values[slot] != 0 {
            throw .missingValue(slot: slot)
        }
        self.values = values
        stored = states.allSatisfy { $0 == .measured } ? nil : states
    }

    /// As it is stored.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * 2)
        let code = UInt8(Self.slotCounts.firstIndex(of: values.count) ?? 0)
        bytes.append(code | (stored == nil ? 0 : Self.hasStates))
        if let stored { Self.write(stored, to: &bytes) }
        var start = 0
        while start < values.count {
            let frame = values[start..<min(start + Self.frame, values.count)]
            let width = 32 - (frame.max() ?? 0).leadingZeroBitCount
            bytes.append(UInt8(width))
            var (held, heldBits): (UInt64, Int) = (0, 0)
            for value in frame {
                held |= UInt64(value) << UInt64(heldBits)
                heldBits += width
                while heldBits >= 8 {
                    bytes.append(UInt8(truncatingIfNeeded: held))
                    held >>= 8
                    heldBits -= 8
                }
            }
            if heldBits > 0 { bytes.append(UInt8(truncatingIfNeeded: held)) }
            start += Self.frame
        }
        return bytes
    }

    private static func write(_ states: [ValueState], to bytes: inout [UInt8]) {
        var runs: [(state: ValueState, length: UInt8)] = []
        for state in states {
            if let last = runs.last, last.state == state {
                runs[runs.count - 1].length += 1
            } else {
                runs.append((state, 1))
            }
        }
        bytes.append(UInt8(runs.count))
        for run in runs { bytes += [run.state.rawValue, run.length] }
    }

    /// Reads what `bytes` wrote, and nothing else.
    public init(reading bytes: Span<UInt8>) throws(DayBlockError) {
        guard !bytes.isEmpty else { throw .length }
        let code = Int(bytes[0] & 3)
        guard bytes[0] & ~(Self.hasStates | 3) == 0, code < Self.slotCounts.count else { throw .unknownVersion }
        let count = Self.slotCounts[code]
        var position = 1
        let states = bytes[0] & Self.hasStates == 0 ? nil : try Self.readStates(bytes, &position, count)
        var values: [UInt32] = []
        values.reserveCapacity(count)
        while values.count < count {
            guard position < bytes.count else { throw .length }
            let width = Int(bytes[position])
            position += 1
            guard width <= 32 else { throw .notCanonical }
            let places = min(Self.frame, count - values.count)
            let length = (places * width + 7) / 8
            guard length <= bytes.count - position else { throw .length }
            let mask = (UInt64(1) << UInt64(width)) - 1
            var (held, heldBits): (UInt64, Int) = (0, 0)
            var all: UInt64 = 0
            for _ in 0..<places {
                while heldBits < width {
                    held |= UInt64(bytes[position]) << UInt64(heldBits)
                    heldBits += 8
                    position += 1
                }
                let value = held & mask
                held >>= UInt64(width)
                heldBits -= width
                all |= value
                values.append(UInt32(value))
            }
            guard held == 0, 64 - all.leadingZeroBitCount == width else { throw .notCanonical }
        }
        guard position == bytes.count else { throw .length }
        if let states {
            for (slot, state) in states.enumerated() where state == .missing && values[slot] != 0 {
                throw .missingValue(slot: slot)
            }
        }
        self.values = values
        stored = states
    }

    private static func readStates(
        _ bytes: Span<UInt8>, _ position: inout Int, _ count: Int
    ) throws(DayBlockError) -> [ValueState] {
        guard position < bytes.count else { throw .length }
        let runs = Int(bytes[position])
        position += 1
        guard bytes.count - position >= 2 * runs else { throw .length }
        var states: [ValueState] = []
        for _ in 0..<runs {
            let (raw, length) = (bytes[position], Int(bytes[position + 1]))
            position += 2
            guard let state = ValueState(rawValue: raw) else { throw .unknownState(Int(raw)) }
            guard length > 0, states.last != state, states.count + length <= count else { throw .notCanonical }
            states += [ValueState](repeating: state, count: length)
        }
        guard states.count == count, !states.allSatisfy({ $0 == .measured }) else { throw .notCanonical }
        return states
    }
}
