// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
internal import Metering
internal import Wire

extension InterchangeReport {
    /// The verdict in lines that can be pasted into another system, one for the file and some for each message.
    public var words: Words {
        let head = Words(
            "Übertragungsdatei \(reference) von \(sender) an \(receiver): ",
            "Interchange \(reference) from \(sender) to \(receiver): ")
        if let fault {
            return Words(
                head.german + "abgelehnt. " + fault.words.german, head.english + "refused. " + fault.words.english)
        }
        let verdict =
            isAccepted
            ? Words("angenommen.", "accepted.")
            : messages.allSatisfy { $0.fault != nil }
                ? Words("abgelehnt.", "refused.") : Words("teilweise abgelehnt.", "refused in part.")
        let parts = messages.map(\.words)
        return Words(
            ([head.german + verdict.german] + parts.map(\.german)).joined(separator: "\n"),
            ([head.english + verdict.english] + parts.map(\.english)).joined(separator: "\n"))
    }
}

extension MessageReport {
    /// The verdict on this message.
    public var words: Words {
        let application = application.map(String.init) ?? "?"
        let head = Words(
            "Nachricht \(reference) (MSCONS \(release), \(application)), Dokument \(document): ",
            "Message \(reference) (MSCONS \(release), \(application)), document \(document): ")
        if let fault {
            return Words(
                head.german + "abgelehnt. " + fault.words.german, head.english + "refused. " + fault.words.english)
        }
        var lines: [Words]
        switch content {
        case .withdrawal(let document):
            lines = [
                Words(
                    head.german + "storniert \(document), dessen Werte ab dem Empfang nicht mehr gelten.",
                    head.english + "withdraws \(document), whose values stop counting from the time of receipt.")
            ]
        case .series(let series):
            lines = [Words(head.german + "angenommen.", head.english + "accepted.")] + series.map(\.words)
        case .nothing:
            lines = [Words(head.german + "nicht übernommen.", head.english + "not taken.")]
        }
        lines += notes.map(\.words)
        return Words(lines.map(\.german).joined(separator: "\n  "), lines.map(\.english).joined(separator: "\n  "))
    }
}

extension IntervalSeries {
    /// Register, period, number and sum of the values.
    var words: Words {
        let (start, end) = (period.start.minute, period.end.minute)
        let substitutes = values.count { $0.state == .substitute }
        let provisional = values.count { $0.state == .provisional }
        let (german, english) = (Self.kilowattHours(wattHours, ","), Self.kilowattHours(wattHours, "."))
        return Words(
            """
            \(location) \(register), \(start) bis \(end): \(values.count) von \(slotCount) Werten, davon \
            \(substitutes) Ersatzwerte und \(provisional) vorläufige; zusammen \(german) kWh
            """,
            """
            \(location) \(register), \(start) to \(end): \(values.count) of \(slotCount) values, \
            \(substitutes) of them substitutes and \(provisional) provisional; \(english) kWh together
            """)
    }

    private static func kilowattHours(_ wattHours: Int, _ mark: String) -> String {
        let rest = String(wattHours % 1000)
        return "\(wattHours / 1000)\(mark)" + String(repeating: "0", count: 3 - rest.count) + rest
    }
}

extension MessageReport.Note {
    /// In one sentence.
    public var words: Words {
        switch self {
        case .registerUnescaped(let code):
            Words(
                "Hinweis: In \(code) fehlt vor dem Doppelpunkt das Freigabezeichen; gelesen wurde es trotzdem.",
                "Note: \(code) lacks the release character before its colon; it was read all the same.")
        case .finer(let location, let first, let count):
            Words(
                """
                Hinweis: \(location): \(count) Werte sind feiner als 1 Wh, zuerst Wert \(first.slot) mit \
                \(first.tenths / 10),\(first.tenths % 10) Wh; für die Reihe kaufmännisch gerundet.
                """,
                """
                Note: \(location): \(count) values are finer than 1 Wh, the first is value \(first.slot) with \
                \(first.tenths / 10).\(first.tenths % 10) Wh; rounded half up for the series.
                """)
        case .repeated(let location, let first, let count):
            Words(
                """
                Hinweis: \(location): \(count) Werte stehen zweimal gleich in der Nachricht, zuerst Wert \
                \(first.slot); jeder zählt einmal.
                """,
                """
                Note: \(location): \(count) values are in the message twice and the same, the first is value \
                \(first.slot); each counts once.
                """)
        case .gap(let location, let slots):
            Words(
                "Lücke: \(location), Werte \(slots.lowerBound) bis \(slots.upperBound) fehlen; sie gelten nicht als 0.",
                "Gap: \(location), values \(slots.lowerBound) to \(slots.upperBound) are missing and do not count as 0."
            )
        case .registerLeftAside(let code):
            Words(
                "Hinweis: \(code) ist weder Bezug noch Einspeisung von Wirkarbeit; nicht übernommen.",
                "Note: \(code) is neither import nor export of active energy; not taken.")
        case .applicationLeftAside(let application):
            Words(
                "Hinweis: \(application) wird hier nicht gebraucht (gelesen werden 13025, 13018, 13027 und 13006).",
                "Note: \(application) is not used here (13025, 13018, 13027 and 13006 are read).")
        }
    }
}

extension Instant {
    /// `2026-10-24T22:00Z`
    var minute: String { iso8601.prefix(16) + "Z" }
}
