// SPDX-License-Identifier: EUPL-1.2

/// Texts about how long sensor values are kept.
extension Text {
    static let valuesKept = Text("Werte bleiben", "Values are kept")
    static let keptForEver = Text("unbegrenzt", "for ever")
    static let retentionTitle = Text("Wie lange Werte bleiben", "How long values are kept")
    static let retentionLead = Text(
        "Einzelne Messwerte lassen sich nach einer Zeit durch Stunden- und Tageswerte ersetzen: Anzahl, Summe, kleinster, "
            + "größter und letzter Wert. Ohne Regel bleibt alles.",
        "Single values can give way to hourly and daily ones after a time: count, sum, least, greatest and last value. "
            + "Without a rule everything is kept.")
    static let retentionRule = Text("Die Regel", "The rule")
    static let rawValues = Text("Einzelne Messwerte", "Single values")
    static let hourlyValues = Text("Stundenwerte", "Hourly values")
    static let dailyValues = Text("Tageswerte", "Daily values")
    static let retentionEmpty = Text("Leer heißt: unbegrenzt.", "Empty means: for ever.")
    static let retentionOrder = Text(
        "Stundenwerte bleiben mindestens so lange wie einzelne Messwerte, Tageswerte mindestens so lange wie Stundenwerte.",
        "Hourly values are kept at least as long as single ones, daily values at least as long as hourly ones.")
    static let inDays = Text("Tage", "days")
    static let inMonths = Text("Monate", "months")
    static let inYears = Text("Jahre", "years")
    static let retentionChange = Text("Regel ändern", "Change the rule")
    static let retentionCheck = Text("Folgen ansehen", "See what it would do")
    static let retentionForecast = Text("Was die neue Regel tut", "What the new rule does")
    static let retentionSave = Text("Regel so setzen", "Set this rule")
    static let retentionNothing = Text("Zurzeit wird nichts gelöscht.", "Nothing is deleted at present.")
    static let retentionForGood = Text(
        "Gelöschte Einzelwerte kommen nicht wieder. Sichern Sie vorher, wenn Sie unsicher sind.",
        "Deleted values do not come back. Make a backup first if you are not sure.")
    static let retentionWhen = Text(
        "Der Server beginnt damit innerhalb einer Stunde und löscht in kleinen Schritten.",
        "The server begins within an hour and deletes in small steps.")
    static let retentionJournal = Text("Was gelöscht wurde", "What was deleted")
    static let retentionNone = Text("Bisher wurde nichts gelöscht.", "Nothing was deleted so far.")
    static let retentionAt = Text("Wann", "When")
    static let retentionSeries = Text("Messreihe", "Series")
    static let retentionKind = Text("Art", "Kind")
    static let retentionUntil = Text("Bis", "Until")
    static let retentionDeleted = Text("Gelöscht", "Deleted")
    static let retentionNotNumber = Text(
        "Geben Sie eine ganze Zahl ab 1 ein, oder lassen Sie das Feld leer.",
        "Enter a whole number from 1, or leave the field empty.")
    static let retentionTooLong = Text("Höchstens 100 Jahre.", "100 years at most.")
    static let retentionNeedsRaw = Text(
        "Stunden- und Tageswerte können nur enden, wenn einzelne Messwerte enden.",
        "Hourly and daily values can end only where single values do.")
    static let retentionTooShort = Text(
        "Das ist kürzer als die Stufe darüber.", "This is shorter than the level above.")

    static func duration(years: Int64) -> Text {
        years == 1 ? Text("1 Jahr", "1 year") : Text("\(years) Jahre", "\(years) years")
    }
    static func duration(months: Int64) -> Text {
        months == 1 ? Text("1 Monat", "1 month") : Text("\(months) Monate", "\(months) months")
    }
    static func duration(days: Int64) -> Text {
        days == 1 ? Text("1 Tag", "1 day") : Text("\(days) Tage", "\(days) days")
    }

    static func retentionDeletes(_ count: String, from: String, until: String) -> Text {
        Text(
            "\(count) einzelne Messwerte vom \(from) bis vor dem \(until) werden durch Stunden- und Tageswerte ersetzt.",
            "\(count) single values from \(from) until before \(until) give way to hourly and daily ones.")
    }
    static func retentionDeletesHourly(_ count: String) -> Text {
        Text("Gelöschte Stundenwerte: \(count)", "Hourly values deleted: \(count)")
    }
    static func retentionDeletesDaily(_ count: String) -> Text {
        Text("Gelöschte Tageswerte: \(count)", "Daily values deleted: \(count)")
    }
    static func atLeast(_ count: String) -> Text { Text("Mindestens \(count)", "At least \(count)") }
    static func retentionKeeps(_ until: String) -> Text {
        Text(
            "Kein Messwert ist älter als der \(until): zurzeit wird nichts gelöscht.",
            "No value is older than \(until): nothing is deleted at present.")
    }
    static func retentionSeriesCount(_ count: String) -> Text {
        Text("Messreihen, die der Regel folgen: \(count)", "Series that follow the rule: \(count)")
    }
    static func retentionOwnRules(_ count: String) -> Text {
        Text(
            "Messreihen mit eigener Regel (properties.retention), für die diese nicht gilt: \(count)",
            "Series with a rule of their own (properties.retention), to which this does not apply: \(count)")
    }
}
