// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy

/// Words of the what-if: a device that is moved.
extension Words {
    static let whatIf = Words("Was wäre, wenn ein Gerät sich richten ließe", "What if a device could be moved")
    static let whatIfLead = Words(
        "Zu dem, was gemessen ist, kommt bei einem Haushalt ein Gerät hinzu, das warten kann. Die Seite rechnet aus, wie viel dann noch von anderswo kommt: ohne Steuerung, mit einer einfachen Regel, und höchstens. Nichts davon wird gespeichert oder berechnet.",
        "To what is measured a device that can wait is added in one household. The page works out how much then still comes from elsewhere: without control, by a simple rule, and at best. Nothing of it is stored or billed."
    )
    static let whatIfDevice = Words("Ein Gerät annehmen", "Assume a device")
    static let whatIfAssumed = Words("Was angenommen ist", "What is assumed")
    static let whatIfWho = Words("Haushalt", "Household")
    static let whatIfPower = Words("Leistung (kW)", "Power (kW)")
    static let whatIfDaily = Words("Strom am Tag (kWh)", "Power a day (kWh)")
    static let whatIfCharge = Words("Strom je Ladung (kWh)", "Power a charge (kWh)")
    static let whatIfHolds = Words("Nutzbarer Inhalt (kWh)", "Usable content (kWh)")
    static let whatIfLeast = Words("Lädt mit mindestens (kW)", "Charges with at least (kW)")
    static let whatIfBuffer = Words(
        "Verschiebbar um (Stunden: 1, 2, 3, 4, 6, 8, 12, 24)", "Can be moved by (hours: 1, 2, 3, 4, 6, 8, 12, 24)")
    static let whatIfFrom = Words("Angesteckt ab (Stunde, 0–23)", "Plugged in from (hour, 0–23)")
    static let whatIfUntil = Words("bis (Stunde, 0–23)", "until (hour, 0–23)")
    static let whatIfEfficiency = Words("Davon kommt wieder heraus (%)", "Of it comes out again (%)")
    static let whatIfTry = Words("Durchrechnen", "Work it out")
    static let whatIfResult = Words("Was es brächte", "What it would bring")
    static let whatIfHow = Words("Wie", "How")
    static let whatIfWithout = Words("ohne das Gerät", "without the device")
    static let whatIfUnmoved = Words("ohne Steuerung", "without control")
    static let whatIfByRule = Words("nach der Regel", "by the rule")
    static let whatIfAtBest = Words("höchstens (Woche vorher bekannt)", "at best (week known beforehand)")
    static let whatIfUsed = Words("Verbrauch aller", "Use of all")
    static let whatIfElsewhere = Words("davon von anderswo", "of it from elsewhere")
    static let whatIfOwn = Words("Haushalt: Verbrauch", "Household: use")
    static let whatIfOwnShared = Words("Haushalt: aus dem Ort", "Household: from the town")
    static let whatIfOthers = Words("alle anderen: aus dem Ort", "all others: from the town")

    static func device(_ kind: MovableDevice.Kind) -> Words {
        switch kind {
        case .heatPump: Words("Wärmepumpe", "Heat pump")
        case .car: Words("Auto", "Car")
        case .battery: Words("Batterie", "Battery")
        }
    }

    static func rule(of kind: MovableDevice.Kind) -> Words {
        switch kind {
        case .heatPump:
            Words(
                "Läuft in ganzen Viertelstunden bei voller Leistung, jeden Tag gleich lang, gleichmäßig auf die Abschnitte des Tages verteilt; ohne Steuerung gleichmäßig. Regel: laufen, sobald mindestens die halbe Leistung übrig ist, und den Rest am Ende des Abschnitts. Wärmeverluste durch das Verschieben und das Wetter sind nicht gerechnet.",
                "Runs in whole quarter hours at full power, as long each day, spread evenly over the parts of the day; without control evenly. Rule: run as soon as at least half of the power is left over, and the rest at the end of the part. Losses of heat by moving and the weather are not counted."
            )
        case .car:
            Words(
                "Braucht jedes Mal gleich viel; ohne Steuerung lädt es, sobald es angesteckt ist. Regel: laden, was übrig ist, sobald es mindestens die Hälfte der kleinsten Ladeleistung ist, und den Rest so spät wie nötig. Zeiten am Rand des Zeitraums, die nicht ganz in ihm liegen, bleiben weg.",
                "Needs as much each time; without control it charges as soon as it is plugged in. Rule: charge with what is left over as soon as that is at least half of the least charging power, and the rest as late as it must be. Times at the edge of the period that do not lie in it wholly are left out."
            )
        case .battery:
            Words(
                "Steht hinter dem Zähler des Haushalts und speist nie ein. Am Anfang ist sie leer. Regel: laden, was von den Anlagen übrig ist, und geben, was der Haushalt sonst von anderswo hätte. Alterung, Preis und eigener Verbrauch sind nicht gerechnet.",
                "Stands behind the household's meter and never feeds in. It is empty at the beginning. Rule: take what the plants leave over, and give what the household would have had from elsewhere. Ageing, price and its own use are not counted."
            )
        }
    }

    static let whatIfBound = Words(
        "„Höchstens“ ist gerechnet, als hätte man jede Woche vorher gekannt; jede beginnt und endet, wie die Regel sie verlässt. Keine Steuerung kann das übertreffen, und keine wird es erreichen. „Von anderswo“ zählt alle zusammen: Was Anlagen in der Viertelstunde erzeugen, gilt als genutzt, wer es auch nutzt. Wie viel davon der Haushalt selbst bekommt, hängt vom Schlüssel ab (gerechnet nach dem jetzigen).",
        "“At best” is worked out as if each week had been known beforehand; each begins and ends as the rule leaves it. No control can do better, and none will get there. “From elsewhere” counts all together: what plants make in the quarter hour counts as used, whoever uses it. How much of it the household itself gets depends on the key (worked out by the present one)."
    )

    static func whatIfProven(_ weeks: Int) -> Words {
        Words(
            weeks == 1
                ? "Bewiesen: Weniger geht in dieser Woche nicht."
                : "Bewiesen für alle \(weeks) Wochen: Weniger geht nicht.",
            weeks == 1
                ? "Proven: there is nothing less in this week."
                : "Proven for all \(weeks) weeks: there is nothing less.")
    }

    static func whatIfNotProven(_ proven: Int, of weeks: Int, least: String) -> Words {
        Words(
            "Nicht bewiesen: In 10 Sekunden wurden \(proven) von \(weeks) Wochen zu Ende gerechnet. Gefunden ist der genannte Wert; sicher ist nur, dass es nicht weniger als \(least) sind.",
            "Not proven: within 10 seconds \(proven) of \(weeks) weeks were worked out to the end. The value is what was found; it is certain only that it is not less than \(least)."
        )
    }

    static func whatIfSentence(_ rule: String, _ best: String) -> Words {
        Words(
            "Die Regel holt \(rule) mehr aus dem Ort als ohne Steuerung; mehr als \(best) wären es nie gewesen.",
            "The rule gets \(rule) more from the town than without control; it could never have been more than \(best)."
        )
    }

    static func whatIfBattery(_ rule: String, _ best: String) -> Words {
        Words(
            "Mit der Batterie kommen nach der Regel \(rule) weniger von anderswo; mehr als \(best) wären es nie gewesen.",
            "With the battery, by the rule, \(rule) less come from elsewhere; it could never have been more than \(best)."
        )
    }
}
