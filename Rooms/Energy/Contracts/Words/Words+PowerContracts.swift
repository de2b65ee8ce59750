// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import EnergyContracts

/// Words of contracts, master data and changes of prices.
extension Words {
    static let contracts = Words("Vertragspapiere", "Contract papers")
    static let contractsLead = Words(
        "Je Betreiber und Mitglied zwei Verträge (§ 42c EnWG; zu prüfen): Lieferung und gemeinsame Nutzung. Sie entstehen aus Vorlagen, die Ihre Rechtsberatung pflegt; ein angebotenes Papier bleibt auf das Byte, wie es war.",
        "Two contracts for each operator and member (§ 42c EnWG; to be checked): delivery and common use. They are made from templates that your counsel keeps; a paper that was offered stays to the byte as it was."
    )
    static let contractTemplates = Words("Vorlagen", "Templates")
    static let contractTemplate = Words("Vorlage", "Template")
    static let contractStart = Words(
        "Anfangsvorlage dieses Programms: von der Rechtsberatung der Kommune zu prüfen, bevor sie jemand annimmt.",
        "The starting template of this program: the town's counsel has to check it before anybody accepts it.")
    static let contractOwn = Words("eigene Fassung", "own version")
    static let contractEdit = Words("Ansehen und ändern", "See and change")
    static let contractOthersSell = Words(
        "Die Anfangsvorlagen sind für den Verkauf durch den Betreiber (§ 42c EnWG) geschrieben. Die Bedingungen sagen etwas anderes: bitte die Vorlagen anpassen.",
        "The starting templates are written for operators who sell themselves (§ 42c EnWG). The terms say otherwise: please adapt the templates."
    )
    static let contractTemplateHelp = Words(
        "Zeilen: „# Titel“, „## Überschrift“, „- Aufzählung“, eine leere Zeile zwischen Absätzen. Platzhalter wie {{mitglied.name}} werden je Vertrag gefüllt. Was schon angeboten oder angenommen ist, ändert sich nicht. Die Texte sind keine Rechtsberatung.",
        "Lines: “# title”, “## heading”, “- item”, an empty line between paragraphs. Places such as {{mitglied.name}} are filled in for each contract. What is offered or accepted does not change. The texts are no legal advice."
    )
    static let contractText = Words("Text", "Text")
    static let contractPlaces = Words("Platzhalter", "Places")
    static let contractMeaning = Words("Bedeutung", "Meaning")
    static let contractNeeded = Words("nötig", "needed")
    static let contractVersions = Words("Fassungen", "Versions")
    static let contractKeep = Words("Fassung speichern", "Keep this version")
    static let contractState = Words("Stand", "State")
    static let contractNone = Words("noch nicht angeboten", "not offered yet")
    static let contractEndsWith = Words("die Teilnahme endet am", "the relation ends on")
    static let contractOperator = Words("Betreiber", "Operator")
    static let contractOffer = Words("Beide Verträge anbieten", "Offer both contracts")
    static let contractOfferHelp = Words(
        "Schreibt die Papiere mit den Vorlagen und Angaben von heute fest und zeigt sie dem Mitglied unter „Mein Strom“. Ein Angebot, das heute anders lautete, wird ersetzt; Angenommenes bleibt.",
        "Fixes the papers with the templates and facts of today and shows them to the member at “My power”. An offer that would read otherwise today is replaced; what is accepted stays."
    )
    static let contractNotesNothing = Words(
        "Es gibt nichts Neues anzubieten: Alle Papiere lauten heute wie angeboten oder sind angenommen.",
        "There is nothing new to offer: all papers read today as they were offered, or are accepted.")
    static let contractEnterAccept = Words("Annahme eintragen", "Enter an acceptance")
    static let contractEnterAcceptHelp = Words(
        "Für Mitglieder, die auf Papier oder per E-Mail angenommen haben (Textform).",
        "For members who accepted on paper or by mail (text form).")
    static let contractAll = Words("alle angebotenen", "all that are offered")
    static let contractDay = Words("Tag der Erklärung", "Day on which it was said")
    static let contractProof = Words("Nachweis (Aktenzeichen, Eingang)", "Proof (file number, receipt)")
    static let contractEnterWithdraw = Words("Widerruf eintragen", "Enter a withdrawal")
    static let contractEnterWithdrawHelp = Words(
        "Es zählt der Tag, an dem die Erklärung abgeschickt wurde. Die Teilnahme endet an diesem Tag; hat sie noch nicht begonnen, findet sie nicht statt. Die übrigen Verträge dieser Teilnahme enden mit.",
        "What counts is the day on which it was sent. The relation ends on that day; where it has not begun it never holds. The other contracts of the relation end with it."
    )
    static let contractEnterEnd = Words("Kündigung eintragen", "Enter a notice of termination")
    static let contractEnterEndHelp = Words(
        "Die Teilnahme endet mit dem letzten Tag, und mit ihr alle Verträge daran.",
        "The relation ends with the last day, and all its contracts with it.")
    static let contractReason = Words("Wer und warum", "Who, and why")
    static let contractWay = Words("Auf welchem Weg", "By which way")
    static let contractPapers = Words("Papiere", "Papers")
    static let contractDrafts = Words("So lauten sie heute", "How they read today")
    static let contractDraft = Words("Entwurf", "Draft")
    static let contractUntil = Words("Widerruf möglich bis", "Can be withdrawn until")
    static let contractHistory = Words("Was geschah", "What happened")
    static let contractWhat = Words("Was", "What")
    static let contractWhen = Words("Tag", "Day")
    static let contractBy = Words("Eingetragen von", "Entered by")
    static let contractHash = Words("SHA-256 des Textes", "SHA-256 of the text")
    static let contractAsText = Words("Als Text, auf das Byte", "As text, to the byte")
    static let contractErased = Words(
        "Der Text wurde nach Ablauf der Aufbewahrung gelöscht; seine Prüfsumme bleibt.",
        "The text was erased when its legal term was over; its checksum stays.")
    static let contractAccept = Words("Diesen Vertrag annehmen", "Accept this contract")
    static let contractAcceptHelp = Words(
        "Mit dem Knopf erklären Sie in Textform die Annahme. Tag, Konto und der Text, wie er hier steht, werden aufbewahrt. Lesen Sie vorher die Hinweise vor Vertragsschluss.",
        "With the button you declare your acceptance in text form. Day, account and the text as it stands here are kept. Read the warnings before the contract first."
    )
    static let contractWithdraw = Words("Diesen Vertrag widerrufen", "Withdraw from this contract")
    static func contractWithdrawHelp(_ day: String) -> Words {
        Words(
            "Bis zum \(day) ohne Angabe von Gründen. Ihre Teilnahme endet damit, und alle Verträge daran.",
            "Until \(day), without giving reasons. Your taking part ends with it, and all its contracts.")
    }
    static let contractWarned = Words("Vor dem Vertrag gewarnt am", "Warned before the contract on")
    static let contractPlants = Words("Anlagen und Entfernung", "Plants and distance")
    static let contractDistance = Words("Entfernung", "Distance")
    static let contractDistanceHelp = Words(
        "Höchstens 4,5 km zählen für die Befreiung von der Stromsteuer als räumlicher Zusammenhang (§ 9 StromStG, § 12b StromStV; zu prüfen). Wer teilnehmen darf, hängt davon nicht ab, sondern vom Bilanzierungsgebiet des Netzbetreibers.",
        "At most 4.5 km count as nearby for the exemption from electricity tax (§ 9 StromStG, § 12b StromStV; to be checked). Who may take part does not depend on it but on the grid operator's balancing area."
    )
    static let contractNear = Words("innerhalb von 4,5 km", "within 4.5 km")
    static let contractFar = Words("weiter als 4,5 km", "farther than 4.5 km")
    static let contractNotKnown = Words("nicht bekannt", "not known")
    static let contractNotEntered = Words("nicht eingetragen", "not entered")
    static let contractMap = Words(
        "Karte: die Messstelle, die Anlagen und 4,5 km um sie", "Map: the point, the plants and 4.5 km around them")
    static let contractMapNeedsScript = Words(
        "Die Karte braucht JavaScript; die Tabelle sagt dasselbe.", "The map needs JavaScript; the table says the same."
    )
    static let contractOpenPage = Words("Zur Teilnahme", "To the relation")
    static let contractMeterUnknown = Words(
        "Die Art des Zählers ist nicht eingetragen. Ohne Viertelstundenwerte kann niemand teilnehmen (§ 42c Abs. 1 EnWG; zu prüfen): bitte unter „Stammdaten“ ergänzen.",
        "The kind of the meter is not entered. Without values by the quarter hour nobody can take part (§ 42c(1) EnWG; to be checked): please add it at “Master data”."
    )

    static func verdict(_ kind: OperatorKind?) -> Words {
        guard let kind else {
            return Words(
                "Die Art des Betreibers ist nicht eingetragen.", "The kind of the operator is not entered.")
        }
        switch kind.verdict {
        case .named: return Words("in § 42c Abs. 1 EnWG genannt", "named in § 42c(1) EnWG")
        case .unclear:
            return Words(
                "im Gesetz nicht genannt: zu prüfen; sicher ist eine GmbH oder Genossenschaft mit der Kommune als Mitglied",
                "not named in the law: to be checked; safe is a company or cooperative with the town as a member")
        case .tooLarge:
            return Words(
                "Unternehmen nehmen nur bis zur mittleren Größe teil (§ 42c Abs. 1 Nr. 2 EnWG): zu prüfen",
                "companies take part up to medium size only (§ 42c(1) no. 2 EnWG): to be checked")
        }
    }

    // MARK: Master data

    static let master = Words("Stammdaten", "Master data")
    static let masterLead = Words(
        "Art und Lage von Messstellen und Anlagen, was der Betreiber ist, die Nummer im Marktstammdatenregister. Alles gilt ab einem Tag; was vorher galt, bleibt bekannt. Lagen sieht nur, wer die Gemeinschaft führt.",
        "Kind and position of points and plants, what the operator is, the number in the market register. Everything holds from a day on; what held before stays known. Positions are seen only by who runs the sharing."
    )
    static let masterMeterKind = Words("Art des Zählers", "Kind of the meter")
    static let masterOperatorKind = Words("Der Betreiber ist", "The operator is")
    static let masterPosition = Words("Lage", "Position")
    static let masterFuse = Words("Sicherung", "Fuse")
    static let masterLongitude = Words("Geografische Länge in Grad", "Longitude in degrees")
    static let masterLatitude = Words("Geografische Breite in Grad", "Latitude in degrees")
    static let masterPoint = Words("Messstelle ergänzen", "Complete a metering point")
    static let masterPlant = Words("Anlage ergänzen", "Complete a plant")
    static let masterHelp = Words(
        "Was hier steht, ersetzt alle diese Angaben ab dem Tag; leer heißt: nicht eingetragen.",
        "What is entered here takes the place of all of these from that day on; empty means: not entered.")
    static let masterMandates = Words("Lastschriftmandate", "Direct debit mandates")
    static let masterNoMandates = Words("Niemand lässt einziehen.", "Nobody lets bills be collected.")
    static let masterMandatesHelp = Words(
        "Ein Mandat, das 36 Monate nicht benutzt wird, verfällt; gezählt wird von der letzten Lastschrift, sonst von der Unterschrift. Mit einem verfallenen Mandat wird nicht eingezogen.",
        "A mandate that is not used for 36 months lapses; it is counted from the last debit, else from the signature. Nothing is collected with one that has lapsed."
    )
    static let masterLastUse = Words("Zuletzt benutzt", "Last used")
    static let masterNever = Words("noch nie", "never")
    static let masterLapses = Words("Verfällt nach dem", "Lapses after")
    static let masterLapsed = Words("verfallen: neues Mandat nötig", "lapsed: a new mandate is needed")
    static let masterReference = Words("Referenz", "Reference")

    // MARK: Changes of prices

    static let priceChanges = Words("Preisänderungen mitteilen", "Tell of changes of prices")
    static let priceChangesLead = Words(
        "Ändert sich, was Mitglieder zahlen, müssen sie es vorher in Textform erfahren, mit Grund und dem Recht zu kündigen: Haushalte spätestens einen Monat vorher, andere zwei Wochen (§ 41 Abs. 5 EnWG; ob er für Ihre Anlagen gilt, ist zu prüfen). Für eine unverändert weitergegebene Umsatzsteuer gilt das nicht (§ 41 Abs. 6 EnWG).",
        "When what members pay changes, they must know before in text form, with the reason and the right to terminate: households a month before at the latest, others two weeks (§ 41(5) EnWG; whether it holds for your plants is to be checked). A change of value added tax that is only passed on is exempt (§ 41(6) EnWG)."
    )
    static let priceNoChanges = Words(
        "Keine Preisänderung betrifft jemanden, der teilnimmt.", "No change of prices concerns anybody who takes part.")
    static let priceOld = Words("Bisher", "So far")
    static let priceNew = Words("Neu", "New")
    static let priceReason = Words("Grund der Änderung", "Reason of the change")
    static let priceTell = Words("Allen mitteilen, die es noch nicht wissen", "Tell all who do not know yet")
    static let priceTellHelp = Words(
        "Jedes Mitglied bekommt ein Schreiben mit altem und neuem Preis, Tag, Grund und dem Recht zu kündigen. Wer keine E-Mail-Adresse hat, bekommt einen Brief. Versand und Nachweis stehen unter „Hinweise an Mitglieder“.",
        "Each member gets a letter with the old and the new price, the day, the reason and the right to terminate. Who has no mail address gets a letter on paper. Sending and proof are at “Notices to members”."
    )
    static func priceDeadline(_ month: String, _ weeks: String) -> Words {
        Words(
            "Spätestens mitzuteilen: Haushalten am \(month), anderen am \(weeks).",
            "To be told at the latest: to households on \(month), to others on \(weeks).")
    }
    static let priceDeadlineOver = Words("Der Tag für Haushalte ist vorbei.", "The day for households has passed.")
    static func priceUntold(_ count: String, _ all: String) -> Words {
        Words("\(count) von \(all) Mitgliedern noch nicht mitgeteilt", "\(count) of \(all) members not told yet")
    }
    static let priceAllTold = Words("Allen mitgeteilt.", "Everybody was told.")
    static let priceSentLate = Words("zu spät für Haushalte", "too late for households")
    static let priceToldOn = Words("Mitgeteilt am", "Told on")
}
