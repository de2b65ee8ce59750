// SPDX-License-Identifier: EUPL-1.2
public import Metering
public import Wire

/// Where energy is measured or settled.
public enum Location: Sendable, Hashable, CustomStringConvertible {
    case market(MarketLocation)
    case metering(MeteringLocation)

    public var description: String {
        switch self {
        case .market(let location): location.description
        case .metering(let location): location.description
        }
    }
}

/// The value of one quarter hour as it came.
public struct IntervalValue: Sendable, Hashable {
    /// Quarter hours since the beginning of the series' period.
    public let slot: Int32
    /// The raw quantity in tenths of a watt-hour.
    public let tenths: Int32
    public let state: ValueState

    /// In whole watt-hours, half away from zero.
    public var wattHours: UInt32 { UInt32((Int64(tenths) + 5) / 10) }

    /// Whether the raw quantity is finer than what is shared and billed.
    public var isFiner: Bool { tenths % 10 != 0 }
}

/// The quarter hours of one register in one period, without those that did not come.
public struct IntervalSeries: Sendable, Hashable {
    public let location: Location
    public let register: OBISCode
    public let period: InstantInterval
    /// Ascending by slot, each slot once.
    public let values: [IntervalValue]
    /// Slots of the period that have no value; a gap is not zero.
    public let gaps: [ClosedRange<Int>]

    /// Quarter hours of the period, with and without values.
    public var slotCount: Int {
        Int((period.end.microseconds - period.start.microseconds) / MeteringDay.slotLength)
    }

    public var wattHours: Int { values.reduce(0) { $0 + Int($1.wattHours) } }

    /// When a slot begins.
    public func start(of slot: Int) -> Instant {
        Instant(microseconds: period.start.microseconds + Int64(slot) * MeteringDay.slotLength)
    }

    init(location: Location, register: OBISCode, period: InstantInterval, values: [IntervalValue]) {
        self.location = location
        self.register = register
        self.period = period
        self.values = values
        var gaps: [ClosedRange<Int>] = []
        var next = 0
        for value in values {
            if Int(value.slot) > next { gaps.append(next...(Int(value.slot) - 1)) }
            next = Int(value.slot) + 1
        }
        let count = Int((period.end.microseconds - period.start.microseconds) / MeteringDay.slotLength)
        if next < count { gaps.append(next...(count - 1)) }
        self.gaps = gaps
    }
}
