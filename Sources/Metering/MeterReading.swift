// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// What one meter counted in a period, as two readings in watt-hours.
public struct MeterPeriod: Sendable, Hashable {
    /// Digits of the counter before the point, in kWh: six roll over at 1,000,000 kWh.
    public let digits: Int
    public let start: Int
    public let end: Int

    public init(digits: Int, start: Int, end: Int) {
        self.digits = digits
        self.start = start
        self.end = end
    }
}

/// Why readings cannot be a consumption.
public enum ReadingError: Error, Sendable, Hashable {
    /// The reading went back, and a counter that rolled over would mean more than the fuse lets through.
    case wentBack(ifRolledOver: Int, limit: Int)
    /// More than the fuse lets through, as when W, Wh and kWh are mixed up.
    case aboveFuse(wattHours: Int, limit: Int)
    /// A reading that the counter cannot show.
    case beyondCounter(Int)

    /// In whole sentences, what is wrong and what helps.
    public var words: Words {
        switch self {
        case .wentBack(let wattHours, let limit):
            Words(
                """
                Der Stand ist kleiner als der vorige. Ein Zählerüberlauf hieße \(wattHours) Wh, die Sicherung lässt \
                höchstens \(limit) Wh zu: Bitte die Ablesung prüfen.
                """,
                """
                The reading is below the one before. A rollover would mean \(wattHours) Wh, the fuse allows at most \
                \(limit) Wh: please check the reading.
                """)
        case .aboveFuse(let wattHours, let limit):
            Words(
                "\(wattHours) Wh sind mehr, als die Sicherung zulässt (\(limit) Wh): Bitte die Einheit prüfen.",
                "\(wattHours) Wh are more than the fuse allows (\(limit) Wh): please check the unit.")
        case .beyondCounter(let reading):
            Words(
                "Einen Stand von \(reading) Wh kann dieser Zähler nicht anzeigen.",
                "This counter cannot show a reading of \(reading) Wh.")
        }
    }
}

/// What a connection can carry, and what follows for readings.
public struct Fuse: Sendable, Hashable {
    /// Of each of three phases.
    public let amperes: Int
    /// The ratio of current transformers; 1 for a meter that all the current passes.
    public let transformerFactor: Int

    /// Both are at least 1; a fuse of more than 100,000 A is none.
    public init?(amperes: Int, transformerFactor: Int = 1) {
        guard (1...100_000).contains(amperes), (1...100_000).contains(transformerFactor) else { return nil }
        self.amperes = amperes
        self.transformerFactor = transformerFactor
    }

    /// The most watt-hours of a quarter hour: three phases of 230 V.
    public var wattHoursInQuarterHour: Int { 3 * 230 * amperes / 4 }

    /// What meters counted one after the other over a number of quarter hours, in watt-hours.
    ///
    /// A counter may roll over once, if the result is still plausible; the transformer's factor comes last.
    public func consumption(of meters: [MeterPeriod], slots: Int) throws(ReadingError) -> Int {
        let limit = wattHoursInQuarterHour * slots
        var sum = 0
        for meter in meters {
            var span = 1000
            for _ in 0..<max(1, min(meter.digits, 12)) { span *= 10 }
            for reading in [meter.start, meter.end] where !(0..<span).contains(reading) {
                throw .beyondCounter(reading)
            }
            let difference = meter.end - meter.start
            if difference < 0 {
                guard difference + span <= limit else { throw .wentBack(ifRolledOver: difference + span, limit: limit) }
                sum += difference + span
            } else {
                sum += difference
            }
        }
        guard sum <= limit else { throw .aboveFuse(wattHours: sum, limit: limit) }
        return sum * transformerFactor
    }
}
