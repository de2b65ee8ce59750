// SPDX-License-Identifier: EUPL-1.2
internal import Metering
internal import Wire

/// What is known while one message is read, segment by segment; the first fault is kept, the rest is only counted.
struct MessageReader {
    /// What the last segment that opens something opened: times belong to it.
    private enum Scope { case header, location, line, quantity }

    private(set) var report = MessageReport()
    private var scope = Scope.header
    private var isProfile = false
    private var location: Location?
    /// Of the header or of the location, for the check of their order.
    private var bounds: (start: Instant?, end: Instant?) = (nil, nil)
    private var period: InstantInterval?
    private var register: OBISCode?
    private var isLeftAside = false
    private var hasLeftAside = false
    private var series: [IntervalSeries] = []
    /// Of the current line.
    private var values: [(start: Int64, tenths: Int32, state: ValueState)] = []
    private var pending: (tenths: Int32, state: ValueState)?
    private var pendingStart: Instant?
    private var pendingEnd: Instant?
    /// Whether the last quantity has the status that its kind of message needs.
    private var hasStatus = true
    private var withdrawn = ""

    /// Takes UNH.
    mutating func begin(_ segment: borrowing SegmentReader) {
        report.reference = segment.text(1)
        report.release = segment.text(2, 4)
        let type = (0..<4).map { segment.text(2, $0) }
        if type != ["MSCONS", "D", "04B", "UN"] {
            fail(.messageType(type.joined(separator: ":")), segment)
        } else if !MSCONSReader.releases.contains(report.release) {
            fail(.release(report.release), segment)
        }
    }

    /// Takes any other segment between UNH and UNT.
    mutating func take(_ segment: inout SegmentReader) {
        guard report.fault == nil else { return }
        let (tag, first) = (segment.word(0), segment.word(1))
        switch tag {
        case SegmentReader.word("DTM"): time(&segment, first)
        case SegmentReader.word("QTY"): quantity(segment, first)
        case SegmentReader.word("STS"): if first == SegmentReader.word("Z32") { hasStatus = true }
        case SegmentReader.word("LIN"):
            closeLine(segment)
            (scope, register, isLeftAside) = (.line, nil, false)
        case SegmentReader.word("PIA"): if first == SegmentReader.word("5") { readRegister(segment) }
        case SegmentReader.word("LOC"): if first == SegmentReader.word("172") { readLocation(segment) }
        case SegmentReader.word("RFF"): reference(segment, first)
        case SegmentReader.word("BGM"): document(segment)
        default: break
        }
    }

    /// The verdict, at UNT.
    mutating func finished(_ segment: borrowing SegmentReader) -> MessageReport {
        closeLine(segment)
        if report.fault == nil { conclude(segment) }
        if report.fault != nil {
            report.content = .nothing
            report.notes = []
        }
        return report
    }

    private mutating func conclude(_ segment: borrowing SegmentReader) {
        guard let application = report.application else { return fail(.applicationMissing, segment) }
        guard location != nil else { return fail(.locationMissing, segment) }
        if application == MSCONSReader.withdrawal {
            guard !withdrawn.isEmpty else { return fail(.withdrawnMissing, segment) }
            report.content = .withdrawal(of: withdrawn)
        } else if isProfile {
            guard !series.isEmpty || hasLeftAside else { return fail(.valuesMissing, segment) }
            report.content = .series(series)
            for series in series { report.notes += series.gaps.map { .gap(series.location, slots: $0) } }
        } else {
            report.notes.append(.applicationLeftAside(application))
        }
    }

    private mutating func fail(_ kind: MessageFault.Kind, _ segment: borrowing SegmentReader) {
        if report.fault == nil { report.fault = segment.fault(kind) }
    }

    private mutating func document(_ segment: borrowing SegmentReader) {
        report.document = segment.text(2)
        // Gas writes its code here, and other references into RFF+Z13.
        if report.document.utf8.count == 8, let code = segment.number(2) { use(code) }
    }

    private mutating func use(_ code: Int) {
        guard (10_000...99_999).contains(code) else { return }
        report.application = code
        isProfile = MSCONSReader.profiles.contains(code)
    }

    private mutating func reference(_ segment: borrowing SegmentReader, _ kind: SegmentReader.Word) {
        if kind == SegmentReader.word("Z13") {
            if let code = segment.number(1, 1) { use(code) }
        } else if kind == SegmentReader.word("ACW") {
            withdrawn = segment.text(1, 1)
        }
    }

    private mutating func readLocation(_ segment: borrowing SegmentReader) {
        closeLine(segment)
        (scope, register, bounds, period) = (.location, nil, (nil, nil), nil)
        let text = segment.text(2)
        do throws(IdentifierError) {
            location =
                text.utf8.count == MeteringLocation.length
                ? .metering(try MeteringLocation(text)) : .market(try MarketLocation(text))
        } catch {
            fail(.location(text, error), segment)
        }
    }

    private mutating func readRegister(_ segment: borrowing SegmentReader) {
        guard isProfile else { return }
        let (first, second) = (segment.text(2), segment.text(2, 1))
        let isUnescaped = !first.contains(":") && second.contains(".")
        let text = isUnescaped ? first + ":" + second : first
        guard !text.isEmpty else { return fail(.registerMissing, segment) }
        do throws(IdentifierError) {
            let code = try OBISCode(text)
            register = code
            isLeftAside = code.direction == .other
            if isLeftAside {
                hasLeftAside = true
                report.notes.append(.registerLeftAside(code))
            } else if !code.isInterval {
                fail(.notInterval(text), segment)
            } else if isUnescaped {
                report.notes.append(.registerUnescaped(code))
            }
        } catch {
            fail(.register(text, error), segment)
        }
    }

    private mutating func quantity(_ segment: borrowing SegmentReader, _ kind: SegmentReader.Word) {
        closeQuantity(segment)
        scope = .quantity
        guard isProfile else {
            // Gas values carry a reason of substitution each; without it the message breaks its own rules.
            hasStatus = report.application != 13002
            return
        }
        guard !isLeftAside else { return }
        guard location != nil else { return fail(.locationMissing, segment) }
        guard register != nil else { return fail(.registerMissing, segment) }
        let state: ValueState
        switch kind {
        case SegmentReader.word("220"): state = .measured
        case SegmentReader.word("67"): state = .substitute
        case SegmentReader.word("Z18"): state = .provisional
        default: return fail(.quantity(segment.text(1)), segment)
        }
        guard segment.word(1, 2) == SegmentReader.word("KWH") else {
            return fail(.unit(segment.text(1, 2)), segment)
        }
        switch segment.amount() {
        case .tenths(let tenths): pending = (tenths, state)
        case .negative: fail(.negative(segment.text(1, 1)), segment)
        case .otherMark: fail(.decimalMark(segment.text(1, 1)), segment)
        case .tooFine: fail(.tooFine(segment.text(1, 1)), segment)
        case .tooLarge, .none: fail(.number(segment.text(1, 1)), segment)
        }
    }

    private mutating func time(_ segment: inout SegmentReader, _ kind: SegmentReader.Word) {
        let isStart = kind == SegmentReader.word("163")
        guard isStart || kind == SegmentReader.word("164") else { return }
        switch segment.stamp() {
        case .instant(let instant):
            guard scope == .quantity else { return bound(instant, isStart, segment) }
            if isStart { pendingStart = instant } else { pendingEnd = instant }
            if pendingStart != nil, pendingEnd != nil { keepQuantity(segment) }
        case .day(let day):
            guard scope != .quantity else {
                if isProfile { fail(.zone(segment.text(1, 1)), segment) }
                return
            }
            bound(Instant(seconds: Int64(day) * 86_400), isStart, segment)
            period = nil
        case .withoutZone: fail(.zone(segment.text(1, 1)), segment)
        case nil: fail(.time(segment.text(1, 1)), segment)
        }
    }

    private mutating func bound(_ instant: Instant, _ isStart: Bool, _ segment: borrowing SegmentReader) {
        if isStart { bounds.start = instant } else { bounds.end = instant }
        guard let start = bounds.start, let end = bounds.end else { return }
        guard start < end else { return fail(.periodOrder, segment) }
        guard scope == .location, isProfile else { return }
        for edge in [start, end] where edge.microseconds % MeteringDay.slotLength != 0 {
            return fail(.interval(minutes: Int((end.microseconds - start.microseconds) / 60_000_000)), segment)
        }
        period = InstantInterval(start: start, end: end)
    }

    /// Keeps a quantity whose times are both read.
    private mutating func keepQuantity(_ segment: borrowing SegmentReader) {
        guard let pending, let start = pendingStart, let end = pendingEnd else { return }
        self.pending = nil
        guard start < end else { return fail(.periodOrder, segment) }
        let length = end.microseconds - start.microseconds
        guard length == MeteringDay.slotLength, start.microseconds % MeteringDay.slotLength == 0 else {
            return fail(.interval(minutes: Int(length / 60_000_000)), segment)
        }
        if let period, start < period.start || end > period.end { return fail(.outsidePeriod, segment) }
        values.append((start.microseconds, pending.tenths, pending.state))
    }

    /// Leaves a quantity, which has got all that belongs to it.
    private mutating func closeQuantity(_ segment: borrowing SegmentReader) {
        guard scope == .quantity else { return }
        if !hasStatus { return fail(.statusMissing("Z32"), segment) }
        if pending != nil { return fail(.timeMissing, segment) }
        (pendingStart, pendingEnd) = (nil, nil)
    }

    /// Makes a series of the quantities of the line that ends.
    private mutating func closeLine(_ segment: borrowing SegmentReader) {
        closeQuantity(segment)
        if scope == .quantity { scope = .line }
        defer { values.removeAll(keepingCapacity: true) }
        guard report.fault == nil, let location, let register, !values.isEmpty else { return }
        if zip(values, values.dropFirst()).contains(where: { $0.start >= $1.start }) {
            values.sort { $0.start < $1.start }
        }
        let period =
            period
            ?? InstantInterval(
                start: Instant(microseconds: values[0].start),
                end: Instant(microseconds: values[values.count - 1].start + MeteringDay.slotLength))
        var kept: [IntervalValue] = []
        kept.reserveCapacity(values.count)
        var (finer, repeated): ([IntervalValue], [IntervalValue]) = ([], [])
        for value in values {
            let slot = Int32((value.start - period.start.microseconds) / MeteringDay.slotLength)
            let next = IntervalValue(slot: slot, tenths: value.tenths, state: value.state)
            if let last = kept.last, last.slot == slot {
                guard last == next else { return fail(.conflict(Instant(microseconds: value.start)), segment) }
                repeated.append(next)
                continue
            }
            if next.isFiner { finer.append(next) }
            kept.append(next)
        }
        if let first = finer.first { report.notes.append(.finer(location, first, count: finer.count)) }
        if let first = repeated.first { report.notes.append(.repeated(location, first, count: repeated.count)) }
        series.append(IntervalSeries(location: location, register: register, period: period, values: kept))
    }
}
