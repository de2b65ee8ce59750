// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts about how long sensor values are kept.
extension Words {
    static let retentionTitle = Words("Wie lange Werte bleiben", "How long values are kept")
    static let retentionLead = Words(
        "Einzelne Messwerte lassen sich nach einer Zeit durch Stunden- und Tageswerte ersetzen: Anzahl, Summe, kleinster, "
            + "größter und letzter Wert. Ohne Regel bleibt alles.",
        "Single values can give way to hourly and daily ones after a time: count, sum, least, greatest and last value. "
            + "Without a rule everything is kept.")
    static let retentionRule = Words("Die Regel", "The rule")
    static let rawValues = Words("Einzelne Messwerte", "Single values")
    static let hourlyValues = Words("Stundenwerte", "Hourly values")
    static let dailyValues = Words("Tageswerte", "Daily values")
    static let retentionEmpty = Words("Leer heißt: unbegrenzt.", "Empty means: for ever.")
    static let retentionOrder = Words(
        "Stundenwerte bleiben mindestens so lange wie einzelne Messwerte, Tageswerte mindestens so lange wie Stundenwerte.",
        "Hourly values are kept at least as long as single ones, daily values at least as long as hourly ones.")
    static let inDays = Words("Tage", "days")
    static let inMonths = Words("Monate", "months")
    static let inYears = Words("Jahre", "years")
    static let retentionChange = Words("Regel ändern", "Change the rule")
    static let retentionCheck = Words("Folgen ansehen", "See what it would do")
    static let retentionForecast = Words("Was die neue Regel tut", "What the new rule does")
    static let retentionSave = Words("Regel so setzen", "Set this rule")
    static let retentionNothing = Words("Zurzeit wird nichts gelöscht.", "Nothing is deleted at present.")
    static let retentionForGood = Words(
        "Gelöschte Einzelwerte kommen nicht wieder. Sichern Sie vorher, wenn Sie unsicher sind.",
        "Deleted values do not come back. Make a backup first if you are not sure.")
    static let retentionWhen = Words(
        "Der Server beginnt damit innerhalb einer Stunde und löscht in kleinen Schritten.",
        "The server begins within an hour and deletes in small steps.")
    static let retentionJournal = Words("Was gelöscht wurde", "What was deleted")
    static let retentionNone = Words("Bisher wurde nichts gelöscht.", "Nothing was deleted so far.")
    static let retentionAt = Words("Wann", "When")
    static let retentionSeries = Words("Messreihe", "Series")
    static let retentionKind = Words("Art", "Kind")
    static let retentionUntil = Words("Bis", "Until")
    static let retentionDeleted = Words("Gelöscht", "Deleted")
    static let retentionNotNumber = Words(
        "Geben Sie eine ganze Zahl ab 1 ein, oder lassen Sie das Feld leer.",
        "Enter a whole number from 1, or leave the field empty.")
    static let retentionTooLong = Words("Höchstens 100 Jahre.", "100 years at most.")
    static let retentionNeedsRaw = Words(
        "Stunden- und Tageswerte können nur enden, wenn einzelne Messwerte enden.",
        "Hourly and daily values can end only where single values do.")
    static let retentionTooShort = Words(
        "Das ist kürzer als die Stufe darüber.", "This is shorter than the level above.")
    static func retentionDeletes(_ count: String, from: String, until: String) -> Words {
        Words(
            "\(count) einzelne Messwerte vom \(from) bis vor dem \(until) werden durch Stunden- und Tageswerte ersetzt.",
            "\(count) single values from \(from) until before \(until) give way to hourly and daily ones.")
    }
    static func retentionDeletesHourly(_ count: String) -> Words {
        Words("Gelöschte Stundenwerte: \(count)", "Hourly values deleted: \(count)")
    }
    static func retentionDeletesDaily(_ count: String) -> Words {
        Words("Gelöschte Tageswerte: \(count)", "Daily values deleted: \(count)")
    }
    static func atLeast(_ count: String) -> Words { Words("Mindestens \(count)", "At least \(count)") }
    static func retentionKeeps(_ until: String) -> Words {
        Words(
            "Kein Messwert ist älter als der \(until): zurzeit wird nichts gelöscht.",
            "No value is older than \(until): nothing is deleted at present.")
    }
    static func retentionSeriesCount(_ count: String) -> Words {
        Words("Messreihen, die der Regel folgen: \(count)", "Series that follow the rule: \(count)")
    }
    static func retentionOwnRules(_ count: String) -> Words {
        Words(
            "Messreihen mit eigener Regel (properties.retention), für die diese nicht gilt: \(count)",
            "Series with a rule of their own (properties.retention), to which this does not apply: \(count)")
    }
}
