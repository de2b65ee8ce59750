// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import EnergyChanges

/// Words of ordinary cases: joining, leaving, moving, another owner, another meter.
extension Words {
    static let powerChanges = Words("Änderungen", "Changes")
    static let powerChangesLead = Words(
        "Einzug, Auszug, Umzug, Eigentümerwechsel, Zählertausch: Jeder Fall nennt die Sache und den Tag, zeigt vor dem Speichern, was geschrieben wird, und schreibt alles auf einmal. Vergangenes wird dabei nie geändert: Was bei einer Abrechnung bekannt war, bleibt bekannt.",
        "Joining, leaving, moving, another owner, another meter: each case names the thing and the day, shows what will be written before it is saved, and writes all of it at once. Nothing of the past is edited: what was known when a period was settled stays known."
    )
    static let powerKnownSince = Words("Was wann bekannt wurde", "What became known when")
    static let powerKnownSinceLead = Words(
        "Alles hier hat zwei Zeiten: die Tage, an denen es gilt, und den Augenblick, seit dem es bekannt ist.",
        "Everything here has two times: the days on which it holds, and the moment since which it is known.")
    static let powerKnownAt = Words("Bekannt seit", "Known since")
    static let powerThing = Words("Was", "What")
    static let powerBefore = Words("Bisher", "So far")
    static let powerAfter = Words("Danach", "Afterwards")
    static let powerIsNew = Words("neu", "new")
    static let powerHoldsNoMore = Words("gilt nicht mehr", "holds no longer")
    static let powerOlder = Words("Frühere", "Earlier ones")
    static let powerCheckChange = Words("Bitte prüfen", "Please check")
    static let powerNotWritten = Words(
        "Gespeichert ist noch nichts. Das wird geschrieben, alles in einem Schritt:",
        "Nothing is saved yet. This is what will be written, all in one step:")
    static let powerWritten = Words("Geschrieben. Bekannt ist es seit", "Written. It is known since")
    static let powerBy = Words("von", "by")
    static let powerChangedMeanwhile = Words(
        "Inzwischen ist etwas anderes bekannt geworden: Bitte noch einmal prüfen. Gespeichert wurde nichts.",
        "Something else has become known meanwhile: please check again. Nothing was saved.")
    static let powerWrite = Words("Stimmt, speichern", "It is right, save it")
    static let powerBack = Words("Zurück zum Formular", "Back to the form")
    static let powerShowFirst = Words("Prüfen", "Check")
    static let powerTouched = Words("Abgerechnete Zeiträume", "Settled periods")
    static let powerNoneTouched = Words(
        "Kein abgerechneter Zeitraum ist betroffen.", "No settled period is concerned.")
    static let powerTouchedNow = Words(
        "An Tagen dieser Abrechnungen gilt nun etwas anderes. Sie bleiben, wie sie sind, bis Sie sie korrigieren: Storno und neuer Lauf. Vorher müssen alle Messwerte da sein.",
        "On days of these runs something else holds now. They stay as they are until you correct them: a reversal and a new run. All readings have to be there first."
    )
    static let powerTouchedThen = Words(
        "Nach dem Speichern gilt an Tagen dieser Abrechnungen etwas anderes. Sie bleiben, wie sie sind, bis Sie sie korrigieren: Storno und neuer Lauf.",
        "After saving, something else holds on days of these runs. They stay as they are until you correct them: a reversal and a new run."
    )
    static let powerOpenRun = Words("öffnen und korrigieren", "open and correct")
    static let powerWhatComes = Words("Was noch zu tun ist", "What is still to be done")
    static let powerNewPerson = Words("neu, unten eingetragen", "new, as entered below")
    static let powerNobody = Words("niemand", "nobody")
    static let powerPersonNew = Words("Neue Person oder Firma", "New person or firm")
    static let powerPointNew = Words("Neue Messstelle", "New metering point")
    static let powerPointStreet = Words(
        "Straße und Hausnummer der Messstelle (leer: wie oben)", "Street and number of the point (empty: as above)")
    static let powerPointPlace = Words(
        "Postleitzahl und Ort der Messstelle (leer: wie oben)", "Postcode and town of the point (empty: as above)")
    static let powerStreetOfPoint = Words("Straße und Hausnummer der Messstelle", "Street and number of the point")
    static let powerPlaceOfPoint = Words("Postleitzahl und Ort der Messstelle", "Postcode and town of the point")
    static let powerNewPoint = Words("An welcher Messstelle", "At which metering point")
    static let powerFirstDayThere = Words("Erster Tag an der neuen Messstelle", "First day at the new point")
    static let powerTakesAddress = Words(
        "Auch Rechnungen gehen von diesem Tag an dorthin", "Bills go there from that day on, too")
    static let powerNext = Words("Wer zieht an der alten Messstelle ein?", "Who moves in at the old point?")
    static let powerNextName = Words("Name, falls neu", "Name, where new")
    static let powerNextPart = Words("Anteil am Schlüssel (leer: derselbe)", "Part of the key (empty: the same)")
    static let powerNextFrom = Words(
        "Erster Tag dort (leer: derselbe Tag)", "First day there (empty: the same day)")
    static let powerLastDayOf = Words("Letzter Tag der Teilnahme", "Last day of the relation")
    static let powerNewRunner = Words("Neuer Betreiber", "New operator")
    static let powerFirstDayOwner = Words("Erster Tag des neuen Betreibers", "First day of the new operator")
    static let powerNewMeter = Words("Neue Zählernummer", "New meter number")
    static let powerNewMelo = Words(
        "Neue Messlokation (leer: bleibt; 33 Zeichen)", "New metering location (empty: stays; 33 characters)")
    static let powerSwapDay = Words("Tag des Tauschs", "Day of the swap")
    static func powerSwapReadings(_ day: String, _ known: String, _ all: String) -> Words {
        Words(
            "Vom \(day) sind \(known) von \(all) Viertelstunden da.",
            "Of \(day) \(known) of \(all) quarter hours are there.")
    }
    static let powerKindStays = Words("wie bisher", "as before")
    static func powerSaysPoint(_ meter: String, _ kind: Words?, _ address: String, _ melo: String) -> Words {
        let german = (kind.map { ", \($0.german)" } ?? "") + (melo.isEmpty ? "" : ", Messlokation \(melo)")
        let english = (kind.map { ", \($0.english)" } ?? "") + (melo.isEmpty ? "" : ", metering location \(melo)")
        return Words("Zähler \(meter), \(address)\(german)", "meter \(meter), \(address)\(english)")
    }
    static func powerSaysPlant(_ runner: String, _ form: Words) -> Words {
        Words("Betreiber \(runner), \(form.german)", "operator \(runner), \(form.english)")
    }
    static func powerSaysRelation(_ malo: String, _ part: String) -> Words {
        Words("Messstelle \(malo), Anteil \(part)", "point \(malo), part \(part)")
    }

    static func change(_ kind: OrdinaryCase.Kind) -> Words {
        switch kind {
        case .joins: Words("Jemand kommt dazu", "Somebody joins")
        case .leaves: Words("Jemand geht", "Somebody leaves")
        case .moves: Words("Jemand zieht innerhalb der Gemeinschaft um", "Somebody moves within the sharing")
        case .handsOver: Words("Eine Anlage wechselt den Eigentümer", "A plant changes its owner")
        case .swaps: Words("Ein Zähler wird getauscht", "A meter is swapped")
        }
    }

    /// What the address does.
    static func writeChange(_ kind: OrdinaryCase.Kind) -> Words {
        let name = change(kind)
        return Words("\(name.german): prüfen und speichern", "\(name.english): check and save")
    }

    /// What the case is about, before the form.
    static func changeHelp(_ kind: OrdinaryCase.Kind) -> Words {
        switch kind {
        case .joins:
            Words(
                "Person, Messstelle und Teilnahme in einem Schritt. Wer schon eingetragen ist, wird ausgewählt.",
                "Person, point and relation in one step. Who is entered already is chosen.")
        case .leaves:
            Words(
                "Die Teilnahme endet mit diesem Tag. Die Person bleibt eingetragen: Ihre letzte Rechnung kommt mit der Abrechnung des Zeitraums.",
                "The relation ends with that day. The person stays entered: the last bill comes when the period is settled."
            )
        case .moves:
            Words(
                "Die Teilnahme endet an der alten Messstelle am Tag davor und geht an der neuen weiter, mit demselben Anteil. Wer an der alten einzieht, kann gleich mit eingetragen werden.",
                "The relation ends at the old point the day before and goes on at the new one, with the same part. Who moves in at the old one can be entered at once."
            )
        case .handsOver:
            Words(
                "Der Strom bis zum Tag davor wird dem bisherigen Betreiber gutgeschrieben, ab diesem Tag dem neuen; auf den Rechnungen stehen beide mit ihren Mengen.",
                "The power up to the day before is credited to the present operator, from that day on to the new one; bills name both with their quantities."
            )
        case .swaps:
            Words(
                "Die Messstelle bleibt, der Zähler ist von diesem Tag an ein anderer. Auf einer Rechnung steht der Zähler ihres letzten Tages.",
                "The point stays, its meter is another one from that day on. A bill names the meter of its last day.")
        }
    }

    /// What is to be done afterwards.
    static func changeThen(_ kind: OrdinaryCase.Kind) -> [Words] {
        switch kind {
        case .joins:
            [
                Words(
                    "Die drei Warnungen müssen vor der Unterschrift verschickt sein (§ 42c Abs. 6 EnWG; zu prüfen): „Hinweise an Mitglieder“.",
                    "The three warnings have to be sent before signing (§ 42c(6) EnWG; to be checked): “Notices to members”."
                ),
                Words(
                    "Mandat und Konto, wenn die Person einziehen lässt, und ihr Zugang: „Verträge und Messstellen“.",
                    "Mandate and account where bills are collected, and the person's access: “Contracts and metering points”."
                ),
                Words(
                    "Messwerte der Messstelle vom ersten Tag an, in Viertelstunden.",
                    "Readings of the point from the first day on, by quarter hour."),
            ]
        case .leaves:
            [
                Words(
                    "Messwerte der Messstelle bis zum letzten Tag; danach werden keine mehr gebraucht.",
                    "Readings of the point up to the last day; later ones are not needed."),
                Words(
                    "Ein Zugang zu den eigenen Rechnungen bleibt, bis Sie ihn nehmen.",
                    "Access to the own bills stays until you withdraw it."),
            ]
        case .moves:
            [
                Words(
                    "Messwerte der alten Messstelle bis zum Tag davor und der neuen von diesem Tag an: Es entstehen zwei Rechnungen, je Messstelle eine.",
                    "Readings of the old point up to the day before and of the new one from that day on: there will be two bills, one for each point."
                ),
                Words(
                    "Wer an der alten Messstelle einzieht, braucht die drei Warnungen vor der Unterschrift (§ 42c Abs. 6 EnWG; zu prüfen).",
                    "Who moves in at the old point needs the three warnings before signing (§ 42c(6) EnWG; to be checked)."
                ),
            ]
        case .handsOver:
            [
                Words(
                    "Ein Vertrag besteht zwischen Betreiber und Verbraucher: Ob er auf den neuen Betreiber übergeht oder neu zu schließen ist, ist zu prüfen (§ 42c Abs. 1 EnWG).",
                    "A contract is between operator and consumer: whether it passes to the new operator or has to be made anew is to be checked (§ 42c(1) EnWG)."
                ),
                Words(
                    "Konto und Steuermerkmal des neuen Betreibers für die Gutschrift: „Verträge und Messstellen“. Die Änderung im Marktstammdatenregister meldet der Betreiber.",
                    "Account and tax status of the new operator for the credit note: “Contracts and metering points”. The operator reports the change to the market register (MaStR)."
                ),
            ]
        case .swaps:
            [
                Words(
                    "Die Werte dieses Tages kommen von beiden Zählern: bis zum Tausch vom alten, danach vom neuen. Beide dürfen in getrennten Dateien kommen, in jeder Reihenfolge.",
                    "The values of that day come from both meters: from the old one up to the swap, then from the new one. They may come in two files, in any order."
                ),
                Words(
                    "Für die Viertelstunde des Tauschs gibt der Messstellenbetreiber einen Wert an, gemessen oder als Ersatzwert (§ 55 Abs. 2 MsbG; zu prüfen). Fehlt er, ist es eine Lücke und keine Null.",
                    "For the quarter hour of the swap the metering operator gives one value, measured or a substitute (§ 55(2) MsbG; to be checked). Where it is missing it is a gap and no nought."
                ),
                Words(
                    "Abgerechnet werden Viertelstunden, nicht Zählerstände: Endstand und Anfangsstand gehören auf das Protokoll des Tauschs.",
                    "Quarter hours are settled, not readings of the register: the last and the first reading belong on the protocol of the swap."
                ),
            ]
        }
    }

    // MARK: - Sums by quarter hour

    static let powerSums = Words("Summen je Viertelstunde", "Sums by quarter hour")
    static let powerSumsLead = Words(
        "Eine feste Liste, gemacht mit der Abrechnung und nie erweitert: Jede Summe ist eine von mindestens fünf Mitgliedern, und keine Verknüpfung mehrerer, auch mit denen früherer Abrechnungen derselben Tage, sagt etwas über weniger als fünf.",
        "A fixed list, made with the run and never made wider: each sum is one of at least five members, and no combination of several, also with those of earlier runs of the same days, tells of fewer than five."
    )
    static let powerSumsFile = Words("Summen als CSV", "Sums as CSV")
    static let powerSumOf = Words("Summe", "Sum")
    static let powerMembersCount = Words("Mitglieder", "Members")
    static let powerSumState = Words("Wird gezeigt?", "Is it told?")
    static let powerNoSumsYet = Words(
        "Eine vorläufige Abrechnung hat keine Liste: Der Unterschied zur endgültigen verriete einzelne Mitglieder.",
        "A provisional run has no list: the difference to the final one would give single members away.")
    static let powerNoSums = Words(
        "Zu dieser Abrechnung wurde keine Liste gemacht; nachträglich wird es keine.",
        "No list was made with this run, and none is made afterwards.")
    static let powerAgreesToSums = Words(
        "Bei weniger als fünf Mitgliedern: Alle haben im Vertrag zugestimmt, dass ein Schlüssel, der mit dem Verbrauch wandert, auf die Mengen der anderen schließen lässt",
        "With fewer than five members: all have agreed in the contract that a key that moves with consumption tells of the others' quantities"
    )
    static func powerFewNote(_ count: Int) -> Words {
        Words(
            "Diese Gemeinschaft hat \(count) Mitglieder, und ihr Schlüssel folgt dem Verbrauch: Aus der eigenen Menge lässt sich auf die der anderen schließen. Dem haben alle im Vertrag zugestimmt.",
            "This sharing has \(count) members, and its key follows consumption: from one's own quantity that of the others can be told. All have agreed to that in the contract."
        )
    }

    static func sum(_ sum: RunSum, _ plants: [Int64: String]) -> Words {
        let name = plants[sum.number] ?? "\(sum.number)"
        switch sum.kind {
        case .community: return Words("alle Mitglieder", "all members")
        case .plant: return Words("alle Mitglieder aus „\(name)“", "all members from “\(name)”")
        case .tier:
            let tier =
                Terms.Tier.allCases.indices.contains(Int(sum.number)) ? Terms.Tier.allCases[Int(sum.number)] : nil
            return .tier(tier?.rawValue ?? Terms.Tier.last)
        }
    }

    static func state(_ state: RunSum.State) -> Words {
        switch state {
        case .told: Words("ja", "yes")
        case .few: Words("verdeckt: weniger als fünf Mitglieder", "masked: fewer than five members")
        case .apart:
            Words(
                "verdeckt: unterscheidet sich von einer schon gezeigten Summe um weniger als fünf Mitglieder",
                "masked: differs from a sum that is told already by fewer than five members")
        case .shield:
            Words(
                "verdeckt: sonst ließe sich aus der Summe des Zeitraums auf die verdeckten Tage schließen",
                "masked: else the masked days could be found from the sum of the period")
        }
    }
}
