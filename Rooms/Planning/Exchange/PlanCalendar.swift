// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import PlanningModel
import Wire

/// What is due in a plan as a calendar that other programs read (iCalendar, RFC 5545): a day's entry for each due day.
public struct PlanCalendar: Sendable {
    /// A day on which something is due.
    struct Entry: Sendable, Hashable {
        let object: Reference
        /// Which day of the object it is: `due`, `targetDate`.
        let field: String
        /// `20261231`
        let day: String
        let summary: String
        let sequence: Int64
        let changed: Instant
    }

    /// The days of a kind at which something is to be done or reached.
    private static let days: [(ObjectKind, field: String)] = [
        (.journalEntry, "due"), (.need, "due"), (.goal, "targetDate"), (.indicator, "targetDate"),
        (.asset, "contractEnd"),
    ]

    let entries: [Entry]
    private let base: String
    private let name: String

    /// Of what the reader of `plan` sees; `base` is the site's address, such as `https://town.example`.
    public init(_ plan: Plan, base: String, name: String, _ words: (Words) -> String) {
        (self.base, self.name) = (base, name)
        var entries: [Entry] = []
        for (kind, field) in Self.days {
            let label = kind.field(field).map { words($0.label) } ?? field
            for object in plan.objects(of: kind) {
                guard object.state == .active || object.state == .draft, object.flag("done") != true,
                    let day = object.text(field), let digits = Self.digits(day)
                else { continue }
                entries.append(
                    Entry(
                        object: object.reference, field: field, day: digits,
                        summary: "\(label): \(object.title) (\(object.reference))", sequence: object.version,
                        changed: object.modified))
            }
        }
        self.entries = entries.sorted { ($0.day, $0.object, $0.field) < ($1.day, $1.object, $1.field) }
    }

    /// `2026-12-31` as `20261231`; nil for what is no day.
    private static func digits(_ day: String) -> String? {
        let digits = day.replacing("-", with: "")
        return day.utf8.count == 10 && digits.utf8.count == 8 && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
            ? digits : nil
    }

    public var text: String {
        let host = base.split(separator: "/").last.map(String.init) ?? "localhost"
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Allmende//plan//DE", "CALSCALE:GREGORIAN",
            "X-WR-CALNAME:" + Self.escaped(name),
        ]
        for entry in entries {
            lines += [
                "BEGIN:VEVENT", "UID:\(entry.object)-\(entry.field)@\(host)",
                "DTSTAMP:" + Self.stamp(entry.changed), "DTSTART;VALUE=DATE:" + entry.day,
                "SUMMARY:" + Self.escaped(entry.summary),
                "URL:\(base)/planning/\(entry.object.kind.path)/\(entry.object.number)",
                "SEQUENCE:\(entry.sequence)", "TRANSP:TRANSPARENT", "END:VEVENT",
            ]
        }
        lines.append("END:VCALENDAR")
        return lines.map(Self.folded).joined()
    }

    /// `20261231T120000Z`
    private static func stamp(_ instant: Instant) -> String {
        let digits = instant.iso8601.filter { !"-:".contains($0) }
        return digits.prefix(15) + "Z"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
            .replacing("\r\n", with: "\\n").replacing("\n", with: "\\n")
    }

    /// A line of at most 75 octets, continued with a space, characters whole (RFC 5545, 3.1).
    private static func folded(_ line: String) -> String {
        var (result, length) = ("", 0)
        for character in line {
            let size = String(character).utf8.count
            if length + size > 75 {
                result += "\r\n "
                length = 1
            }
            result.append(character)
            length += size
        }
        return result + "\r\n"
    }
}
