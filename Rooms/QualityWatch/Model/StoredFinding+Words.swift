// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Quality
import Wire

extension StoredFinding {
    /// Without a subject: "reads zero since 7 August 2025".
    public var headline: Words {
        let lasts = finding.to == nil
        let number = { (value: Double) in Words(Numerals.german.number(value), Numerals.english.number(value)) }
        func evidence(_ name: Evidence) -> Words { number(finding.evidence[name] ?? 0) }
        func said(_ now: (String, String), _ then: (String, String)) -> Words {
            let time = self.time
            let words = lasts ? now : then
            return Words("\(words.0) \(time.german)", "\(words.1) \(time.english)")
        }
        let value = evidence(.value)
        switch finding.rule {
        case .stopped: return said(("liest null", "reads zero"), ("las null", "read zero"))
        case .stuck:
            return said(
                ("zeigt unverändert \(value.german)", "shows nothing but \(value.english)"),
                ("zeigte unverändert \(value.german)", "showed nothing but \(value.english)"))
        case .repeated:
            return said(
                ("wiederholt die Werte des Vortags", "repeats the values of the day before"),
                ("wiederholte die Werte des Vortags", "repeated the values of the day before"))
        case .sum:
            return said(
                ("gleicht nicht mehr der Summe seiner Teile", "no longer equals the sum of its parts"),
                ("glich nicht der Summe seiner Teile", "did not equal the sum of its parts"))
        case .unit:
            let factor = unitWords
            return said(
                ("steht in einer anderen Einheit (\(factor.german))", "comes in another unit (\(factor.english))"),
                ("stand in einer anderen Einheit (\(factor.german))", "came in another unit (\(factor.english))"))
        case .spike:
            return said(
                ("springt auf \(value.german)", "jumps to \(value.english)"),
                ("sprang auf \(value.german)", "jumped to \(value.english)"))
        case .shift:
            let share = (finding.evidence[.change] ?? 0) * 100
            let german = (share > 0 ? "+" : "") + Numerals.german.number(share, decimals: 0) + "\u{202F}%"
            let english = (share > 0 ? "+" : "") + Numerals.english.number(share, decimals: 0) + "%"
            return said(
                (
                    "liegt gegenüber dem Vorjahr um \(german) anders als die übrigen",
                    "differs from the year before by \(english) more than the others do"
                ),
                (
                    "lag gegenüber dem Vorjahr um \(german) anders als die übrigen",
                    "differed from the year before by \(english) more than the others did"
                ))
        }
    }

    /// The numbers behind it, as a sentence.
    public var reasoning: Words {
        func german(_ name: Evidence) -> String { Numerals.german.number(finding.evidence[name] ?? 0) }
        func english(_ name: Evidence) -> String { Numerals.english.number(finding.evidence[name] ?? 0) }
        let share = finding.evidence[.neighbours] ?? 0
        let percent = (Numerals.german.percent(share), Numerals.english.percent(share))
        switch finding.rule {
        case .stopped:
            let isNetwork = finding.evidence[.network] == 1
            return Words(
                (isNetwork ? "Die anderen Messstellen" : "Die übrigen Kanäle")
                    + " lagen dabei bei \(percent.0) ihres Üblichen; hier wären in \(german(.days)) Tagen etwa "
                    + "\(german(.expected)) zu erwarten gewesen.",
                (isNetwork ? "The other sensors" : "The other channels")
                    + " were at \(percent.1) of their usual; here about \(english(.expected)) were to be expected in "
                    + "\(english(.days)) days.")
        case .stuck:
            return Words(
                "An \(german(.days)) Tagen immer \(german(.value)); üblich sind im Mittel \(german(.usual)).",
                "On \(english(.days)) days always \(english(.value)); \(english(.usual)) is the usual mean.")
        case .repeated:
            return Words(
                "An \(german(.days)) Tagen Wert für Wert dasselbe wie am Tag zuvor.",
                "On \(english(.days)) days the same as the day before, value by value.")
        case .sum:
            return Words(
                "In \(german(.days)) Tagen: Summe \(german(.total)), Teile zusammen \(german(.parts)).",
                "In \(english(.days)) days: total \(english(.total)), parts together \(english(.parts)).")
        case .unit:
            return Words(
                "Üblich ist ein Mittel von \(german(.usual)), am Tag der Meldung war es \(german(.value)).",
                "The usual mean is \(english(.usual)), on the day it was named it was \(english(.value)).")
        case .spike:
            return Words(
                "Der größte Wert bisher ist \(german(.usual)).", "The largest value so far is \(english(.usual)).")
        case .shift:
            return Words(
                "Median der Wochen gegen dasselbe Vorjahr, die Änderung der übrigen Messstellen abgezogen; \(german(.days)) Tage.",
                "Median of the weeks against the year before, less the change of the other sensors; \(english(.days)) days."
            )
        }
    }

    /// With what is at fault where that is a part of this series: "contains “outbound”, which reads zero since …".
    public var statement: Words {
        guard isOfPart else { return headline }
        // where a whole place stopped, each of its series says so itself
        if finding.evidence[.network] == 1 { return headline }
        return Words(
            "enthält „\(cause)“: \(headline.german)", "contains “\(cause)”, which \(headline.english)")
    }

    /// What whoever uses the series must know: "Rests on a channel that reads zero since …, not yet judged."
    public var caution: Words {
        switch judgement?.verdict {
        case nil:
            Words(
                "Beruht auf „\(series)“ (\(thingName)): \(statement.german), noch nicht beurteilt.",
                "Rests on a channel that \(statement.english), not yet judged: “\(series)” (\(thingName)).")
        case .broken:
            Words(
                "Beruht auf „\(series)“ (\(thingName)): \(statement.german), als defekt beurteilt; "
                    + "die Werte dieser Tage sind ausgelassen.",
                "Rests on a channel that \(statement.english), judged broken: “\(series)” (\(thingName)); "
                    + "the values of these days are left out.")
        default: Words("", "")
        }
    }

    /// What was multiplied or added.
    private var unitWords: Words {
        let (factor, offset) = (finding.evidence[.factor] ?? 1, finding.evidence[.offset] ?? 0)
        switch (factor, offset) {
        case (1.8, _): return Words("°C → °F", "°C → °F")
        case (_, let offset) where offset < -1 && factor != 1: return Words("°F → °C", "°F → °C")
        case (1, let offset) where offset > 0: return Words("°C → K", "°C → K")
        case (1, _): return Words("K → °C", "K → °C")
        case (let factor, _) where factor < 1:
            return Words("÷ \(Numerals.german.number(1 / factor))", "÷ \(Numerals.english.number(1 / factor))")
        default: return Words("× \(Numerals.german.number(factor))", "× \(Numerals.english.number(factor))")
        }
    }

    /// "seit 7. August 2025", "am …", "vom … bis …"
    private var time: Words {
        let first = Self.day(finding.from)
        guard let to = finding.to else {
            return Words("seit \(first.german)", "since \(first.english)")
        }
        if to == finding.from { return Words("am \(first.german)", "on \(first.english)") }
        let last = Self.day(to)
        return Words("vom \(first.german) bis \(last.german)", "from \(first.english) to \(last.english)")
    }

    private static func day(_ number: Int) -> Words {
        let date = Instant.date(days: number)
        func long(_ numerals: Numerals) -> String {
            numerals.longDate(year: date.year, month: date.month, day: date.day)
        }
        return Words(long(.german), long(.english))
    }
}

extension Rule {
    /// What the rule looks for.
    public var title: Words {
        switch self {
        case .stopped: Words("steht auf null", "stopped at zero")
        case .stuck: Words("bleibt stehen", "stuck at a value")
        case .repeated: Words("wiederholt sich", "repeats itself")
        case .sum: Words("Summe stimmt nicht", "sum does not add up")
        case .unit: Words("andere Einheit", "another unit")
        case .spike: Words("Ausreißer", "spike")
        case .shift: Words("anders als die übrigen", "unlike the others")
        }
    }
}

extension Verdict {
    public var word: Words {
        switch self {
        case .broken: Words("defekt", "broken")
        case .real: Words("echt", "real")
        case .ignored: Words("nicht melden", "ignore")
        }
    }
}
