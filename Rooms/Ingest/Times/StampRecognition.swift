// SPDX-License-Identifier: EUPL-1.2

/// Finds the form of a file's stamps where the declared one fits none of them.
package enum StampRecognition {
    package enum Outcome: Sendable, Hashable {
        case form(StampForm)
        /// More than one form fits all stamps and they mean different times.
        case undecided([StampForm])
        case none
    }

    /// Forms in the order in which they are believed; a date's parts in either order are told by the stamps, or asked.
    private static let groups: [[StampForm]] = [
        forms([
            "yyyy-MM-dd HH:mm", "yyyy/MM/dd HH:mm", "yyyy.MM.dd HH:mm", "yyyy-MM-dd HH.mm", "dd.MM.yyyy HH:mm",
            "dd.MM.yyyy HH.mm", "dd.MM.yyyy HH'h'mm", "d. MMMM yyyy HH:mm", "d MMM yyyy HH:mm", "d-MMM-yyyy HH:mm",
            "MMMM d, yyyy HH:mm", "E dd.MM.yyyy HH:mm", "E yyyy-MM-dd HH:mm", "E d. MMMM yyyy HH:mm",
            "E d MMM yyyy HH:mm", "yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMdd HHmmss", "yyyyMMdd HHmm",
            "yyyyMMdd HH:mm", "yyyyMMdd:HHmm",
            "yyyyMMdd HH", "yyyy-MM-dd HH", "dd.MM.yyyy HH",
        ]),
        forms(["yyyyMMdd Hmm", "yyyy-MM-dd Hmm", "dd.MM.yyyy Hmm"]),
        forms(["dd.MM.yy HH:mm", "E dd.MM.yy HH:mm"]), forms(["dd.MM.yy HH.mm"]),
        forms(["dd/MM/yyyy hh:mm a", "MM/dd/yyyy hh:mm a"]),
        forms(["dd/MM/yyyy HH:mm", "MM/dd/yyyy HH:mm"]), forms(["dd/MM/yy HH:mm", "MM/dd/yy HH:mm"]),
        forms(["dd-MM-yyyy HH:mm", "MM-dd-yyyy HH:mm"]),
        forms(["dd-MM-yy HH:mm", "MM-dd-yy HH:mm", "yy-MM-dd HH:mm"]),
        forms([
            "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "dd.MM.yyyy", "d. MMMM yyyy", "d MMM yyyy", "d-MMM-yyyy",
            "MMMM d, yyyy", "E dd.MM.yyyy", "E d. MMMM yyyy", "E yyyy-MM-dd", "yyyyMMdd",
        ]),
        forms(["dd.MM.yy", "E dd.MM.yy"]), forms(["dd/MM/yyyy", "MM/dd/yyyy"]), forms(["dd/MM/yy", "MM/dd/yy"]),
        forms(["dd-MM-yyyy", "MM-dd-yyyy"]),
        forms(["yyyyMMddHH"]), forms(["epoch"]), forms(["epochMilliseconds"]),
        forms([
            "yyyy-MM", "yyyy/MM", "MM.yyyy", "MM/yyyy", "MMMM yyyy", "MMM yyyy", "MMM-yyyy", "MMM yy", "MMM-yy",
            "yyyy MMMM", "yyyy-MMM", "YYYY-'W'ww-e", "YYYY'W'wwe", "YYYY-'W'ww", "YYYY'W'ww", "YYYY-'KW'ww",
            "YYYY 'KW'ww", "YYYY 'KW' ww", "YYYY-'KW' ww", "'KW' ww YYYY", "'KW'ww YYYY", "'KW'ww/YYYY", "'KW' ww/YYYY",
            "ww. 'KW' YYYY", "yyyy-'Q'Q", "yyyy'Q'Q", "yyyy 'Q'Q", "yyyy/'Q'Q", "'Q'Q yyyy", "'Q'Q/yyyy", "'Q'Q-yyyy",
            "Q. 'Quartal' yyyy", "yyyy",
        ]),
        forms(["excel"]),
    ]

    private static func forms(_ texts: [String]) -> [StampForm] { texts.compactMap { try? StampForm($0) } }

    /// The form in which each of the stamps can be read; `finest` is what the mapping's interval needs.
    package static func form(of stamps: [String], finest: WrittenStamp.Span) -> Outcome {
        guard !stamps.isEmpty else { return .none }
        for group in groups {
            let fitting = group.filter { form in
                form.span <= finest && stamps.allSatisfy { isRead($0, by: form) }
            }
            guard let first = fitting.first else { continue }
            let rivals = fitting.filter { rival in
                stamps.contains { rival.read($0)?.local != first.read($0)?.local }
            }
            return rivals.isEmpty ? .form(first) : .undecided([first] + rivals)
        }
        return .none
    }

    /// Numbers without marks could be anything: only times from 1900 to 2100 are believed.
    private static func isRead(_ text: String, by form: StampForm) -> Bool {
        guard let stamp = form.read(text) else { return false }
        if case .serial = form.kind, text.utf8.prefix(while: { $0 &- 0x30 < 10 }).count != 5 { return false }
        if case .seconds = form.kind, text.utf8.prefix(while: { $0 &- 0x30 < 10 }).count != 10 { return false }
        if case .milliseconds = form.kind, text.utf8.prefix(while: { $0 &- 0x30 < 10 }).count != 13 { return false }
        // 1900-01-01 and 2100-01-01
        return stamp.local >= -2_208_988_800_000_000 && stamp.local < 4_102_444_800_000_000
    }
}
