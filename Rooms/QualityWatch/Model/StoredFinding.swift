// SPDX-License-Identifier: EUPL-1.2
import Bilingual
public import Quality
public import Wire

/// What a person says of a finding.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// The values of its days are wrong: charts and indicators leave them out, and say so.
    case broken
    /// It was so: a closed street, a festival.
    case real
    /// This rule is silent for this series.
    case ignored
}

/// A finding as it is kept, with the names of what it speaks of.
public struct StoredFinding: Sendable, Hashable {
    public let id: Int64
    public var finding: Finding
    public let found: Instant
    public let judgement: Judgement?
    public let series: String
    public let thing: Int64
    public let thingName: String
    /// Name of the series at fault.
    public let cause: String
    public let unit: String

    public struct Judgement: Sendable, Hashable {
        public let verdict: Verdict
        public let reason: String
        public let by: String
        public let at: Instant
    }

    /// Nobody has said yet what it is.
    public var isOpen: Bool { judgement == nil }
    /// The fault is another series', which this one contains.
    public var isOfPart: Bool { finding.cause != finding.series }
    public var isBroken: Bool { judgement?.verdict == .broken }

    /// Whether it reaches beyond an instant.
    public func lasts(beyond instant: Instant) -> Bool {
        guard let to = finding.to, let calendar = ZonedCalendar(identifier: FindingDay.zone) else { return true }
        return FindingDay.start(of: to + 1, in: calendar) > instant
    }

    /// For programs.
    public var json: JSONValue {
        var evidence = JSONObject()
        for (name, value) in finding.evidence.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            evidence[name.rawValue] = JSONValue(value)
        }
        var object: JSONObject = [
            "number": JSONValue(id), "rule": .string(finding.rule.rawValue),
            "datastream": JSONValue(finding.series), "series": .string(series), "sensor": .string(thingName),
            "cause": JSONValue(finding.cause), "from": .string(FindingDay.iso(finding.from)),
            "to": finding.to.map { .string(FindingDay.iso($0)) } ?? .null, "size": JSONValue(finding.size),
            "evidence": .object(evidence),
            "text": ["de": .string(headline.german), "en": .string(headline.english)],
        ]
        object["verdict"] = judgement.map { .string($0.verdict.rawValue) } ?? .null
        if let judgement {
            object["reason"] = .string(judgement.reason)
            object["judgedBy"] = .string(judgement.by)
            object["judgedAt"] = .string(judgement.at.iso8601)
        }
        return .object(object)
    }
}

/// Local days as numbers: as instants and in words.
public enum FindingDay {
    public static let zone = "Europe/Berlin"

    public static func number(of instant: Instant, in calendar: ZonedCalendar) -> Int {
        let fields = calendar.fields(of: instant)
        return Instant.days(year: fields.year, month: fields.month, day: fields.day)
    }

    /// The first instant of a day.
    public static func start(of day: Int, in calendar: ZonedCalendar) -> Instant {
        calendar.resolve(local: Int64(day) * 86_400_000_000).earliest
    }

    public static func iso(_ day: Int) -> String {
        let date = Instant.date(days: day)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(date.year)-\(two(date.month))-\(two(date.day))"
    }
}
