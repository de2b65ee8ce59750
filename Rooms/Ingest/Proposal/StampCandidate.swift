// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// A column that holds times by itself.
struct StampCandidate {
    let column: Int
    /// How its cells are read, or what stands before the mark where a cell names begin and end.
    let form: StampForm
    /// As a mapping writes it.
    let text: String
    let rivals: [String]
    let strip: String
    /// Where each cell names begin and end: what lies between.
    let length: Int64?
    /// Of two dates in each cell, what they mean.
    let spans: DateSpans?
    let hasOffset: Bool
    let worth: Int
    /// Says when the row was written.
    let isWriting: Bool
    /// Share of the cells far below that are written in this form.
    let laterShare: Double

    init?(_ column: ColumnGuess) {
        self.column = column.index
        let raw = column.distinct.sorted()
        strip = StampText.strip(of: raw)
        let texts = strip.isEmpty ? raw : raw.map(StampText.bare)
        let isDigits = texts.allSatisfy { $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }
        let isTold = column.isTimeNamed || column.index == 0 && column.name.isEmpty || Self.areDates(texts)
        if isDigits, !isTold { return nil }
        // 2.5 and 1,234 are no dates; a date has two marks, or letters.
        if !isDigits, texts.allSatisfy({ NumberForm().read($0) != nil || NumberForm(hasComma: true).read($0) != nil }),
            !column.isTimeNamed
        {
            return nil
        }
        var known: (form: StampForm, rivals: [String])?
        let month = try? StampForm("yyyyMM")
        let isMonth =
            isDigits
            && texts.allSatisfy { text in
                text.utf8.count == 6 && (text.hasPrefix("20") || text.hasPrefix("19")) && month?.read(text) != nil
            }
        if isMonth { known = month.map { ($0, []) } }
        if isDigits, texts.allSatisfy({ $0.utf8.count == 6 }), let short = try? StampForm("yyMMdd"),
            texts.allSatisfy({ short.read($0) != nil })
        {
            // of 2001 to 2012 it may be a month as well
            known = isMonth ? month.map { ($0, [$0.text, short.text]) } : (short, [])
        }
        known = known ?? Self.known(texts)
        if let known {
            if case .serial = known.form.kind, !column.isNamed(Self.clockWords) || column.unit != nil { return nil }
            // a day behind the twelfth may come far below only
            let told = Self.told(known, by: column.later)
            (form, rivals, length, spans) = (told.form, told.rivals, nil, nil)
            text = told.form.text
        } else {
            let ranges = texts.compactMap { StampText.range($0) }
            guard ranges.count == texts.count, let found = Self.known(ranges.map(\.from)) else { return nil }
            let bounds = ranges.compactMap { Self.bounds($0, found.form) }
            guard bounds.count == ranges.count else { return nil }
            let lengths = bounds.map { $0.end - $0.begin }
            let most = Dictionary(grouping: lengths) { $0 }.max { $0.value.count < $1.value.count }
            spans = found.form.span == .day ? DateSpans(bounds) : Self.days(bounds)
            length =
                spans != nil
                ? nil : most.flatMap { $0.value.count * 20 >= lengths.count * 19 && $0.key > 0 ? $0.key : nil }
            (form, rivals) = (found.form, found.rivals)
            text = found.form.text + "*"
        }
        let reader = form
        let isRange = text.hasSuffix("*")
        let fitting = column.later.count { cell in
            reader.read(isRange ? StampText.range(cell)?.from ?? "" : StampText.bare(cell)) != nil
        }
        laterShare = column.later.isEmpty ? 1 : Double(fitting) / Double(column.later.count)
        hasOffset = texts.prefix(50).allSatisfy { cell in
            reader.read(isRange ? StampText.range(cell)?.from ?? "" : cell)?.offset != nil
        }
        // The finest time that changes from row to row.
        let isMoving = column.distinct.count > 1 ? 20 : 0
        let isEnd = column.isEndNamed ? 3 : 0
        isWriting = column.isWritingTime
        worth =
            (isWriting ? 0 : 50) + 60 - 10 * form.span.rawValue + isMoving + (hasOffset ? 6 : 0)
            + (column.isTimeNamed ? 5 : 0) - isEnd - (column.isEventNamed ? 12 : 0)
    }

    /// Moments that are all midnights, each the end of the one before: days or months.
    private static func days(_ bounds: [DateSpans.Bounds]) -> DateSpans? {
        let day: Int64 = 86_400_000_000
        guard bounds.allSatisfy({ $0.begin % day == 0 && $0.end % day == 0 && $0.begin < $0.end }),
            let spans = DateSpans(bounds), spans.isInclusive == false, spans.interval != nil
        else { return nil }
        return spans
    }

    /// Digits that are days or whole minutes of our time, each of them: no numbers of anything else are.
    private static func areDates(_ texts: [String]) -> Bool {
        let forms = [8: "yyyyMMdd", 12: "yyyyMMddHHmm", 14: "yyyyMMddHHmmss"]
        guard texts.count > 2, let width = texts.first?.utf8.count else { return false }
        // whole minutes since 1970, from 1990 to 2040, in seconds or milliseconds
        if width == 10 || width == 13 {
            let minute: Int64 = width == 10 ? 60 : 60_000
            let minutes: Range<Int64> = 10_519_200..<36_816_480
            return texts.allSatisfy { text in
                Int64(text).map { $0 % minute == 0 && minutes.contains($0 / minute) } ?? false
            }
        }
        guard let form = forms[width].flatMap({ try? StampForm($0) }) else { return false }
        // 1950 to 2100
        let span: Range<Int64> = -631_152_000_000_000..<4_102_444_800_000_000
        return texts.allSatisfy { $0.utf8.count == width && form.read($0).map { span.contains($0.local) } ?? false }
    }

    /// Begin and end of a cell that names both; the end may be a time of day alone.
    private static func bounds(
        _ range: (from: String, to: String), _ form: StampForm
    ) -> (begin: Int64, end: Int64)? {
        guard let begin = form.read(range.from)?.local else { return nil }
        if let end = form.read(range.to)?.local { return (begin, end) }
        let day: Int64 = 86_400_000_000
        guard form.span == .moment, let time = StampText.timeOfDay(range.to) else { return nil }
        let end = begin - begin.quotientAndRemainderFloored(by: day).remainder + time
        return (begin, end <= begin ? end + day : end)
    }

    /// The forms that are left where rows far below are read too.
    private static func told(
        _ known: (form: StampForm, rivals: [String]), by later: [String]
    ) -> (form: StampForm, rivals: [String]) {
        guard !known.rivals.isEmpty, !later.isEmpty else { return known }
        let counts = known.rivals.compactMap { try? StampForm($0) }.map { form in
            (form: form, count: later.count { form.read(StampText.bare($0)) != nil })
        }
        guard let most = counts.map(\.count).max(), most * 50 >= later.count * 49 else { return known }
        let left = counts.filter { $0.count == most }.map(\.form)
        return (left[0], left.count > 1 ? left.map(\.text) : [])
    }

    private static let clockWords = ["datum", "date", "zeit", "time"]

    /// The form that all texts have; some few that are none (a line below the table) do not matter.
    private static func known(_ texts: [String]) -> (form: StampForm, rivals: [String])? {
        switch StampRecognition.form(of: texts, finest: .year) {
        case .form(let form): return (form, [])
        case .undecided(let forms): return (forms[0], forms.map(\.text))
        case .none: break
        }
        guard texts.count > 30 else { return flawed(texts) }
        for probe in [texts[0], texts[texts.count / 2], texts[texts.count - 1]] {
            guard case .form(let form) = StampRecognition.form(of: [probe], finest: .day) else { continue }
            if texts.count(where: { form.read($0) != nil }) * 100 >= texts.count * 97 { return (form, []) }
        }
        return nil
    }

    /// The form of all texts but one without a digit: a sum below the rows.
    private static func flawed(_ texts: [String]) -> (form: StampForm, rivals: [String])? {
        let others = texts.filter { $0.contains(where: \.isNumber) }
        guard texts.count >= 6, others.count == texts.count - 1,
            case .form(let form) = StampRecognition.form(of: others, finest: .year)
        else { return nil }
        return (form, [])
    }

    /// The wall time or instant of a row.
    func instant(_ row: [String]) -> Int64? {
        guard column < row.count else { return nil }
        return form.read(StampText.bare(row[column])).map { $0.local - ($0.offset ?? 0) }
    }
}
