// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Energy
import Site

/// Words of deliveries, runs and bills.
extension Words {
    static let powerHandIn = Words("Messwerte einlesen", "Hand in readings")
    package static let powerFind = Words(
        "Name, Anschrift, Marktlokation oder Zähler", "Name, address, metering point or meter")
    package static func powerNothingFound(_ text: String) -> Words {
        Words("Nichts passt zu „\(text)“.", "Nothing fits “\(text)”.")
    }
    static let powerFile = Words("Datei des Messstellenbetreibers", "File of the metering operator")
    static let powerFileHelp = Words(
        "CSV mit Viertelstunden (Marktlokation; von; bis; Wert [kWh]; Status) oder MSCONS, bis 32 MB. Bessere Werte ersetzen schlechtere, nie umgekehrt.",
        "CSV with quarter hours (Marktlokation; von; bis; Wert [kWh]; Status) or MSCONS, up to 32 MB. Better values take the place of worse ones, never the other way round."
    )
    static let powerDeliveries = Words("Was eingelesen wurde", "What was handed in")
    static let powerNoDeliveries = Words("Noch wurde nichts eingelesen.", "Nothing was handed in yet.")
    static let powerNewValues = Words("neu", "new")
    static let powerChangedValues = Words("besser geworden", "bettered")
    static let powerSameValues = Words("schon bekannt", "known already")
    static let powerWorseValues = Words("schlechter, nicht übernommen", "worse, not taken")
    static let powerRefused = Words("abgelehnt", "refused")
    static let powerFaults = Words("Was abgelehnt wurde", "What was refused")
    static let powerFileLine = Words("Zeile", "Line")
    static let powerSettledChanged = Words(
        "Diese Abrechnungen beruhen auf Werten, die sich damit geändert haben; sie können korrigiert werden:",
        "These runs rest on values that have changed with it; they can be corrected:")
    static let powerCalendar = Words("Vollständigkeit", "Completeness")
    static let powerCalendarHelp = Words(
        "● alle Viertelstunden gemessen oder Ersatzwert · ◐ vorläufige darunter · ○ es fehlen welche · – nicht angemeldet",
        "● all quarter hours measured or substitute · ◐ provisional ones among them · ○ some are missing · – not enrolled"
    )
    static let powerComplete = Words("vollständig", "complete")
    static let powerHalf = Words("vorläufig", "provisional")
    static let powerHole = Words("unvollständig", "incomplete")
    static let powerRun = Words("Abrechnung", "Run")
    static let powerRunState = Words("Stand", "State")
    static let powerStands = Words("gilt", "stands")
    static let powerCorrected = Words("korrigiert", "corrected")
    static let powerChangedSince = Words(
        "Seit dieser Abrechnung ist Neues bekannt geworden, was sie betreffen kann:",
        "Since this run something has become known that may matter to it:")
    static let powerCorrect = Words("Korrigieren", "Correct")
    static let powerCorrectHelp = Words(
        "Jede Rechnung, die anders ausfällt, wird storniert und neu geschrieben; wo Mengen, Preise und Beträge gleich bleiben, bleibt sie stehen. Wie viele das sind, sagt die Abrechnung danach.",
        "Each bill that comes out otherwise is reversed and written anew; where quantities, prices and amounts are the same it stands. The run tells how many those are."
    )
    static let powerKeepAmounts = Words(
        "Rechnungen, auf denen kein Betrag anders wird, stehen lassen, auch wenn sich ihre Menge etwas verschiebt (bei wandernden Schlüsseln trifft ein Tag eines Haushalts alle um einige Wattstunden)",
        "Leave bills alone on which no amount changes, even if their quantity shifts a little (with keys that move, one day of one household touches all by a few watt-hours)"
    )
    static func powerPapers(_ format: Format, bills: Int, credits: Int) -> Words {
        Words(
            "\(format.counted(Int64(bills), "Rechnung", "Rechnungen")) und \(format.counted(Int64(credits), "Gutschrift", "Gutschriften"))",
            "\(format.counted(Int64(bills), "bill", "bills")) and \(format.counted(Int64(credits), "credit note", "credit notes"))"
        )
    }
    static func powerWrittenAnew(_ written: Words, _ left: Words) -> Words {
        Words(
            "Neu geschrieben: \(written.german). So geblieben: \(left.german).",
            "Written anew: \(written.english). Left as they are: \(left.english).")
    }
    static func powerKeptAmounts(_ bills: String, _ energy: String) -> Words {
        Words(
            "Von den gebliebenen Rechnungen verschiebt sich bei \(bills) nur die Menge, zusammen um \(energy); kein Betrag ändert sich.",
            "Of the bills left, \(bills) would differ in quantity only, by \(energy) in sum; no amount changes.")
    }
    static let powerNoPapers = Words(
        "Dieser Lauf hat kein neues Papier: Alle früheren bleiben, wie sie sind.",
        "This run has no new paper: all earlier ones stay as they are.")
    static let powerConfirmed = Words(
        "Eine spätere Korrektur des Zeitraums hat an den Beträgen dieses Papiers nichts geändert: Es gilt, endgültig.",
        "A later correction of the period changed no amount of this paper: it stands and is final.")
    static let powerReason = Words("Grund, wie ihn die Mitglieder lesen", "Reason, as members read it")
    static let powerBills = Words("Rechnungen und Gutschriften", "Bills and credits")
    static let powerDocumentKind = Words("Art", "Kind")
    static let powerNumber = Words("Nummer", "Number")
    package static let powerWho = Words("Für", "For")
    static let powerAmount = Words("Betrag", "Amount")
    static let powerShared = Words("aus der Gemeinschaft", "from the sharing")
    static let powerResidual = Words("von anderswo", "from elsewhere")
    static let powerTotal = Words("Verbrauch", "Use")
    static let powerMade = Words("erzeugt", "made")
    static let powerSurplus = Words("ins Netz", "to the grid")
    static let powerOld = Words("Alt", "Old")
    static let powerNewer = Words("Neu", "New")
    static let powerDifference = Words("Unterschied", "Difference")
    static let powerChange = Words("Was sich geändert hat", "What has changed")
    static let powerMoney = Words("Wohin das Geld geht", "Where the money goes")
    static let powerToWhom = Words("An wen", "To whom")
    static let powerSum = Words("Summe", "Sum")
    static let powerPercentOfUse = Words(
        "Vom Verbrauch der Messstelle zählt hier", "Of the point's use counts here")
    static let powerPercentMade = Words(
        "Von der Erzeugung der Anlage ist hier", "Of what the plant makes is here")
    static let powerOfThat = Words("davon", "of that")
    static let powerClosed = Words(
        "Auf den Cent geschlossen: Was die Mitglieder zahlen, ist, was Betreiber, Dienstleister, Dritte und Staat bekommen.",
        "Closed to the cent: what members pay is what operators, provider, others and the state receive.")
    package static let powerPDF = Words("Als PDF", "As PDF")
    static let powerBundle = Words("Mit Nachweis (ZIP)", "With its proof (ZIP)")
    static let powerVerify = Words(
        "Ohne Netz und ohne uns nachprüfen:", "Check it without a network and without us:")
    static let powerVerifyWith = Words(
        "„allmende“ ist freie Software, die jeder herunterladen darf. Der Nachweis folgt offenen Vorschriften (C2SP); auch fremde Programme prüfen ihn.",
        "“allmende” is free software that everybody may download. The proof follows open rules (C2SP); programs of others check it, too."
    )
    static let powerQuantity = Words("Menge", "Quantity")
    static let powerUnitPrice = Words("Preis", "Price")
    static let powerNet = Words("Netto", "Net")
    static let powerGross = Words("Zu zahlen", "To be paid")
    static let powerGrossBack = Words("Betrag", "Amount")
    static let powerDue = Words("Fällig am", "Due on")
    static let powerIssued = Words("Datum", "Date")
    package static let powerPeriod = Words("Zeitraum", "Period")
    static let powerSubstitutes = Words("Viertelstunden mit Ersatzwert", "Quarter hours with a substitute value")
    static let powerReverses = Words("Storniert", "Takes back")
    static let powerFromPlant = Words("Davon aus", "Of it from")
    static let powerSmallNote = Words(
        "Keine Umsatzsteuer: Kleinunternehmer (§ 19 UStG).", "No value added tax: small business (§ 19 UStG).")
    static let powerProvisionalNote = Words(
        "Vorläufige Rechnung: Ein Teil der Werte ist vorläufig und wird später ersetzt; eine Korrektur bestätigt die Rechnung oder schreibt sie neu.",
        "Provisional bill: a part of the values is provisional and will be replaced; a correction confirms the bill or writes it anew."
    )
    static let powerErased = Words(
        "Der Inhalt wurde nach Ablauf der Frist gelöscht; der Nachweis im Hauptbuch bleibt.",
        "The content was erased after the legal term; the proof in the ledger stays.")
    static let powerNotMember = Words(
        "Zu Ihrem Konto gehört keine Teilnahme. Wer die Gemeinschaft führt, kann das eintragen.",
        "No relation belongs to your account. Who runs the sharing can enter it.")
    static let powerOwnDays = Words("Ihre Tage im Monat", "Your days of the month")
    static let powerReplayed = Words("Nachrechnen", "Compute again")
    static let powerReplayGood = Words(
        "Aus dem damals Bekannten noch einmal gerechnet: auf das Byte gleich.",
        "Computed again from what was known then: the same to the byte.")
    static let powerReplayBad = Words(
        "Noch einmal gerechnet kommt etwas anderes heraus: Das darf nicht sein. Bitte Datenbank aufheben und nachsehen.",
        "Computed again it comes out otherwise: this must not be. Please keep the database and look.")
    static let powerReplayGone = Words(
        "Die Messwerte sind gelöscht: Die gespeicherten Rechnungen und ihr Nachweis stehen für sie.",
        "The readings were erased: the stored bills and their proof stand for them.")

    static let powerBillsBy = Words(
        "Rechnungen spätestens am (§ 40c Abs. 2 EnWG; zu prüfen)", "Bills by (§ 40c(2) EnWG; to be checked)")
    static let powerBillsLate = Words("nicht eingehalten", "missed")

    static let powerModels = Words("Was andere Schlüssel brächten", "What other keys would bring")
    static let powerModelsLead = Words(
        "Dieselben Viertelstunden, auf drei Arten zugeteilt: Wer gewinnt, wer verliert, bevor jemand abstimmt.",
        "The same quarter hours, shared in three ways: who gains and who loses, before anybody votes.")
    static let powerModelsNote = Words(
        "In Klammern der Unterschied zum geltenden Schlüssel. Ungleichheit ist der Gini-Koeffizient der Anteile am eigenen Verbrauch: 0 heißt gleich für alle.",
        "In brackets the difference to the present key. Inequality is the Gini coefficient of the parts of own use: 0 means the same for all."
    )
    static let powerSelfSufficiency = Words("Anteil am Verbrauch", "Part of the use")
    static let powerInequality = Words("Ungleichheit", "Inequality")

    // MARK: What is proved

    static let powerProved = Words("Bewiesen ist", "Proved is")
    static let powerNotProved = Words("Nicht bewiesen ist", "Not proved is")
    static let powerProofs = [
        Words(
            "Ihre Rechnung ist genau so, wie sie beim Abrechnen war: Ein geändertes Zeichen fällt auf.",
            "Your bill is just what it was when it was settled: one changed character shows."),
        Words(
            "Sie steht im selben Abrechnungslauf wie alle anderen; niemand kann nachträglich einen Lauf ändern, herausnehmen oder dazwischenschieben, ohne dass das signierte Hauptbuch nicht mehr passt.",
            "It stands in the same run as all others; nobody can later change, remove or insert a run without the signed ledger no longer fitting."
        ),
        Words(
            "Verbrauch = Gemeinschaftsstrom + Reststrom, und jeder Posten einer Rechnung ist Menge mal Preis. Gutschriften setzen sich aus den gerundeten Posten der Rechnungen zusammen, damit die Summen auf den Cent stimmen; Menge mal Preis kann dort um wenige Cent abweichen.",
            "Use = shared power + power from elsewhere, and each line of a bill is quantity times price. Credit notes are made of the rounded lines of the bills, so that all sums meet to the cent; quantity times price may differ there by a few cents."
        ),
    ]
    static let powerWitnesses = Words("Gesehen von Zeugen", "Seen by witnesses")

    package static func witness(_ name: String, signed count: String, _ time: String) -> Words {
        Words("\(name): \(count) Einträge, unterschrieben am \(time)", "\(name): \(count) entries, signed on \(time)")
    }

    package static func witness(_ name: String, refuses refusal: LedgerWitness.Refusal, _ time: String) -> Words {
        let reason =
            switch refusal {
            case .otherTree:
                Words(
                    "Er hat einen anderen Baum gleicher Größe unterschrieben.",
                    "It has signed another tree of the same size.")
            case .moreEntries:
                Words(
                    "Er hat mehr Einträge unterschrieben, als es hier gibt; vielleicht ist dies ein alter Stand aus einer Sicherung.",
                    "It has signed more entries than there are here; perhaps this is an old state from a backup.")
            case .noWay:
                Words(
                    "Von dem Stand, den er unterschrieben hat, führt kein Weg zu diesem.",
                    "No way leads from the state that it signed to this one.")
            }
        return Words(
            "Der Zeuge \(name) hat am \(time) nicht unterschrieben. \(reason.german)",
            "The witness \(name) did not sign on \(time). \(reason.english)")
    }

    package static func ledgerRewritten(_ time: String) -> Words {
        Words(
            "Das Hauptbuch des Bürgerstroms ist nicht mehr, was am \(time) unterschrieben wurde: Jemand hat es am Programm vorbei geändert. Nichts mehr wird unterschrieben. Die Datenbank als Beweis aufheben und mit einer Sicherung vergleichen.",
            "The ledger of shared power is no longer what was signed on \(time): somebody has changed it behind the program's back. Nothing more is signed. Keep the database as evidence and compare it with a backup."
        )
    }

    static let powerNoProofs = [
        Words(
            "dass der Zähler richtig misst; dafür sorgen Messstellenbetreiber und Eichrecht,",
            "that the meter measures rightly; the metering operator and the law of calibration see to that,"),
        Words(
            "dass die Messwerte des Betreibers stimmen, die wir bekommen haben,",
            "that the values are right which the metering operator sent us,"),
        Words(
            "dass niemandem ein anderes Hauptbuch gezeigt wird als Ihnen, solange nicht mehrere ihre Stände vergleichen; heben Sie den unten stehenden Stand auf, vergleichen Sie ihn mit anderen, oder verlangen Sie beim Prüfen die Unterschrift eines Zeugen.",
            "that nobody is shown another ledger than you are, as long as people do not compare: keep the state below, compare it with others, or demand a witness's signature when you check."
        ),
        Words(
            "dass die Preise richtig vereinbart sind.", "that the prices are agreed rightly."),
    ]
    static let powerChain = Words(
        "Eine öffentliche Blockchain würde dazu nur eines beitragen: einen Zeugen mehr, wann ein Stand bekannt war. Denselben Dienst tut ein Stand, den Nachbarn aufheben.",
        "A public blockchain would add just one thing: one more witness of when a state was known. A state that neighbours keep does the same."
    )
    static let powerState = Words("Der signierte Stand des Hauptbuchs", "The signed state of the ledger")
    static let powerNoState = Words("Noch ist nichts signiert.", "Nothing is signed yet.")
    static let powerKey = Words("Der Schlüssel dazu", "Its key")
    static let powerErasure = Words(
        "Rechnungen bleiben acht Jahre (§ 14b UStG). Danach werden Inhalt und Salz gelöscht; was dann noch im Hauptbuch steht, verrät nichts mehr, und alle anderen Nachweise halten.",
        "Bills stay for eight years (§ 14b UStG). Then content and salt are erased; what is left in the ledger tells nothing any more, and all other proofs hold."
    )
    package static let powerNoPrint = Words(
        "Das PDF lässt sich gerade nicht erzeugen; die Seite selbst lässt sich drucken.",
        "The PDF cannot be made at the moment; the page itself can be printed.")

    static let powerYears = Words("Zuletzt und je Jahr", "Last and by year")
    static let powerYear = Words("Jahr", "Year")
    static let powerFromTown = Words("aus dem Ort", "from the town")
    static func powerSharedOf(_ percent: String) -> Words {
        Words("\(percent) aus dem Ort", "\(percent) from the town")
    }
}

/// Words of the own power as series.
extension Words {
    static let ownSeries = Words("Für Programme: meine Messreihen", "For programs: my series")
    static let ownSeriesHelp = Words(
        "Auf Wunsch stehen Ihre abgerechneten Viertelstunden als zwei Messreihen bereit (aus dem Ort, von anderswo), zum Beispiel für eine Hausautomation oder als Kennzahl. Sie liegen in einem eigenen, geschlossenen Datensatz, den außer Ihnen nur die Administration des Hauses sehen kann.",
        "If you like, your settled quarter hours are kept as two series (from the town, from elsewhere), for home automation or as an indicator. They lie in a closed data set of their own, which nobody but you and the administration of the house can see."
    )
    static let ownSeriesOpen = Words("Messreihen bereitstellen", "Keep the series")
    static let ownSeriesClose = Words("Messreihen löschen", "Erase the series")
    static let ownSeriesKey = Words("Schlüssel für meine Messreihen", "Key for my series")
    static let ownSeriesNewest = Words("bis", "until")
    static let ownSeriesEmpty = Words(
        "Noch ist nichts abgerechnet, was hier stehen könnte.", "Nothing is settled yet that could stand here.")
    static let ownSeriesKept = Words(
        "Die Reihen folgen jeder Abrechnung und Korrektur. Wer sie löscht, löscht auch die Werte; die Rechnungen bleiben. Ein Schlüssel gilt ein Jahr und nur für diese Reihen; ein neuer beendet den alten.",
        "The series follow each run and correction. Who erases them erases the values too; bills stay. A key holds for a year and for these series only; a new one ends the old one."
    )
    static let ownKeyOnce = Words(
        "Dieser Schlüssel steht nur jetzt da. Wer ihn hat, liest Ihre Messreihen und sonst nichts.",
        "This key is shown this once. Who has it reads your series and nothing else.")

    static func ownSeries(_ part: OwnSeries.Part) -> Words {
        part == .shared ? Words("Aus dem Ort", "From the town") : Words("Von anderswo", "From elsewhere")
    }
}
