// SPDX-License-Identifier: EUPL-1.2
import Wire

extension TimeRule {
    init(_ node: MappingNode) throws(MappingError) {
        _ = try node.object(known: [
            "column", "columns", "text", "form", "zone", "stamp", "interval", "repeatedHour", "strip", "yearStart",
            "end", "last", "overlap",
        ])
        pieces = try Self.pieces(node)
        if let formNode = node.optional("form") {
            form = try formNode.stampForm()
        } else {
            form = try node.stampForm("yyyy-MM-dd HH:mm")
        }
        zone = try node.optionalString("zone") ?? "Europe/Berlin"
        // a zone that is asked about stands there as "?"
        guard zone == "?" || ZonedCalendar(identifier: zone) != nil else {
            throw try node.required("zone").fault(
                "\"\(zone.excerpt())\" is no time zone",
                remedy: "Write a name of the IANA list such as \"Europe/Berlin\" or \"UTC\"; a clock that never "
                    + "changes is \"Etc/GMT-1\" for CET.")
        }
        stamp = try node.optional("stamp")?.choice(Stamp.self) ?? .start
        repeatedHour = try node.optional("repeatedHour")?.choice(RepeatedHour.self)
        strip = Set((try node.optionalString("strip") ?? "").utf8)
        yearStart = try node.optional("yearStart").map { start throws(MappingError) in try Self.yearStart(start) }
        if form.isTerm, yearStart == nil {
            throw node.fault(
                "years such as 1998/99 begin on a day that the form does not name",
                remedy: "Add \"yearStart\", for example \"10-01\".")
        }
        if yearStart != nil, form.span != .year {
            throw try node.required("yearStart").fault(
                "only a year alone has a begin of its own", remedy: "Leave it out, or write a form of years.")
        }
        if let intervalNode = node.optional("interval") {
            let text = try intervalNode.string()
            guard let duration = Self.interval(text) else {
                throw intervalNode.fault(
                    "\"\(text.excerpt())\" is not a duration",
                    remedy:
                        "Write an ISO 8601 duration of one unit, such as \"PT15M\", \"P1D\", \"P1W\", \"P1M\" or \"P1Y\"."
                )
            }
            interval = duration
        }
        try readEnd(node)
        if stamp == .end, interval == nil, form.span == .moment {
            throw node.fault("a stamp at the end needs a length", remedy: "Add \"interval\", for example \"PT1H\".")
        }
        if repeatedHour == .sum, interval == nil {
            throw node.fault("a summed hour needs a length", remedy: "Add \"interval\", for example \"PT15M\".")
        }
    }

    /// Where a row names its own end.
    private mutating func readEnd(_ node: MappingNode) throws(MappingError) {
        // that periods overlap is known, and each keeps its own
        _ = try node.optional("overlap")?.choice(Overlap.self)
        guard let own = node.optional("end") else {
            if let last = node.optional("last") {
                throw last.fault("no end is named", remedy: "Add \"end\", the column that holds it.")
            }
            return
        }
        if let single = own.value.string {
            end = [single]
        } else {
            end = try node.strings("end") ?? []
        }
        guard !end.isEmpty else { throw own.fault("no column is named", remedy: "Name at least one.") }
        guard stamp == .start else {
            throw own.fault(
                "a row that names its end names its begin too", remedy: "Write \"stamp\": \"start\", or leave it out.")
        }
        isLastIncluded = try node.optional("last")?.choice(Last.self) == .included
    }

    private enum Overlap: String, CaseIterable { case kept }
    private enum Last: String, CaseIterable { case included, excluded }

    /// `10-01`: month and day.
    private static func yearStart(_ node: MappingNode) throws(MappingError) -> YearStart {
        let parts = try node.string().split(separator: "-").compactMap { Int($0) }
        // 29 February does not come each year.
        guard parts.count == 2, (1...12).contains(parts[0]), parts[1] >= 1,
            parts[1] <= Instant.length(ofMonth: parts[0], year: 2001)
        else { throw node.fault("no day of a year", remedy: "Write month and day: \"10-01\".") }
        return YearStart(month: parts[0], day: parts[1])
    }

    /// A duration of one kind: hours and less, days and weeks, or months and years.
    static func interval(_ text: String) -> CalendarDuration? {
        guard let duration = try? CalendarDuration(iso8601: text) else { return nil }
        let amounts = [duration.months, duration.days, duration.microseconds]
        guard amounts.count(where: { $0 != 0 }) == 1, amounts.allSatisfy({ $0 >= 0 }) else { return nil }
        let isBounded = duration.months <= 12_000 && duration.days <= 400_000 && duration.microseconds < 1 << 50
        return isBounded ? duration : nil
    }

    private static func pieces(_ node: MappingNode) throws(MappingError) -> [Piece] {
        if let textNode = node.optional("text") { return try pieces(of: textNode) }
        if let columns = try node.strings("columns") {
            guard !columns.isEmpty else {
                throw try node.required("columns").fault("no column is named", remedy: "Name at least one.")
            }
            return Array(columns.map { [Piece.column($0)] }.joined(separator: [.literal([0x20])]))
        }
        return [.column(try node.string("column"))]
    }

    /// `{Datum} {Uhrzeit}`: columns in braces, and what stands between them.
    private static func pieces(of node: MappingNode) throws(MappingError) -> [Piece] {
        let text = try node.string()
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { pieces.append(.literal(Array(rest[..<open].utf8))) }
            pieces.append(.column(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.literal(Array(rest.utf8))) }
        let names = pieces.contains { piece in
            if case .column = piece { true } else { false }
        }
        guard names else {
            throw node.fault("the text names no column", remedy: "Write columns in braces: \"{Datum} {Uhrzeit}\".")
        }
        return pieces
    }
}

extension MappingNode {
    func stampForm() throws(MappingError) -> StampForm { try stampForm(try string()) }

    fileprivate func stampForm(_ text: String) throws(MappingError) -> StampForm {
        do throws(StampForm.Fault) {
            return try StampForm(text)
        } catch {
            throw fault(
                "\"\(text.excerpt())\" is no time form: \(error.message)",
                remedy: "Write letters as in \"dd.MM.yyyy HH:mm\", or \"epoch\", \"epochMilliseconds\", \"excel\".")
        }
    }
}
