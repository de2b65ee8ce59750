// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Energy
import PowerBills
package import Settlement
package import Sharing

/// Words of this room.
extension Words {
    package static let power = Words("Bürgerstrom", "Shared power")
    static let powerLead = Words(
        "Strom aus dem Ort, gemeinsam genutzt: zugeteilt, abgerechnet, für jeden nachprüfbar.",
        "Power from the town, used together: shared out, billed, and for everybody to check.")
    static let powerHow = Words(
        "Die Anlagen im Ort speisen ein. Viertelstunde für Viertelstunde wird ihr Strom nach dem vereinbarten Schlüssel auf die Haushalte verteilt, höchstens so viel, wie jeder gerade verbraucht. Den Rest liefert der eigene Stromlieferant wie bisher; auch der Überschuss bleibt nicht liegen, er geht ins Netz.",
        "The plants in town feed in. Quarter hour by quarter hour their power is shared among the households by the agreed key, never more than each uses at the time. The rest comes from one's own supplier as before; what is left over goes to the grid."
    )
    static let powerSharings = Words("Gemeinschaften", "Sharings")
    static let powerNew = Words("Gemeinschaft anlegen", "Make a sharing")
    static let powerNewHelp = Words(
        "Sie bekommt einen eigenen, geschlossenen Datensatz: Wer ihn bearbeiten darf, führt die Gemeinschaft.",
        "It gets a closed data set of its own: who may write to it runs the sharing.")
    static let powerName = Words("Name der Gemeinschaft", "Name of the sharing")
    package static let powerMine = Words("Mein Strom", "My power")
    static let powerProofTitle = Words("Was bewiesen ist und was nicht", "What is proved and what is not")
    package static let powerSetup = Words("Verträge und Messstellen", "Contracts and metering points")
    static let powerReadings = Words("Messwerte", "Readings")
    static let powerRuns = Words("Abrechnungen", "Runs")
    static let powerNoRuns = Words("Noch ist nichts abgerechnet.", "Nothing is settled yet.")
    static let powerSettle = Words("Zeitraum abrechnen", "Settle a period")
    static func powerNotOver(_ month: String, _ day: String) -> Words {
        Words(
            "Als Nächstes ist \(month) abzurechnen, ab dem \(day): Abgerechnet wird, was zu Ende ist.",
            "Next to settle is \(month), from \(day) on: what is over is settled.")
    }
    static func powerNotYet(_ days: Int) -> Words {
        Words(
            days == 1
                ? "Abgerechnet werden kann noch nicht: An einem Tag einer Messstelle fehlen Werte, die sich nicht schätzen lassen."
                : "Abgerechnet werden kann noch nicht: An \(days) Tagen von Messstellen fehlen Werte, die sich nicht schätzen lassen.",
            days == 1
                ? "It cannot be settled yet: on one day of a metering point values are missing that cannot be estimated."
                : "It cannot be settled yet: on \(days) days of metering points values are missing that cannot be estimated."
        )
    }
    static let powerOnlyEstimated = Words(
        "Es fehlen Werte, die sich schätzen lassen: Abgerechnet werden kann vorläufig, mit den Schätzwerten unten.",
        "Values are missing that can be estimated: it can be settled provisionally, with the estimates below.")
    static let powerNo = Words("Nr.", "no.")
    package static let powerFrom = Words("Erster Tag", "First day")
    package static let powerThrough = Words("Letzter Tag", "Last day")
    static let powerThroughOpen = Words("Letzter Tag (leer: offen)", "Last day (empty: open)")
    package static let powerSince = Words("Gilt ab", "From")
    package static let powerSave = Words("Speichern", "Save")
    static let powerMissing = Words("Was noch fehlt", "What is missing")
    static let powerMissingLead = Words(
        "Ohne diese Werte wird nicht abgerechnet. Eine Lücke ist keine Null.",
        "Nothing is settled without these values. A gap is no nought.")
    static let powerNothingMissing = Words(
        "Alle Werte sind da. Es kann abgerechnet werden.", "All values are there. The period can be settled.")
    static let powerProvisional = Words(
        "Auch vorläufige Werte nehmen (vorläufige Abrechnung; wird später korrigiert)",
        "Take provisional values, too (a provisional run, corrected later)")
    static let powerIsProvisional = Words("vorläufig", "provisional")
    static let powerDoSettle = Words("Abrechnen", "Settle")
    static let powerMonth = Words("Monat", "Month")
    static let powerShow = Words("Anzeigen", "Show")
    package static let powerDay = Words("Tag", "Day")
    package static let powerPoint = Words("Messstelle", "Metering point")
    static let powerSlots = Words("Viertelstunden", "Quarter hours")
    static let powerWhy = Words("Warum", "Why")
    static let powerNoValue = Words("kein Wert", "no value")
    static let powerOnlyProvisional = Words("nur vorläufig", "provisional only")
    static let powerMoreGaps = Words("Weitere Tage:", "Further days:")

    // MARK: Who and what

    static let powerParties = Words("Beteiligte", "People and firms")
    package static let powerParty = Words("Beteiligte Person oder Firma", "Person or firm")
    package static let powerPoints = Words("Messstellen", "Metering points")
    package static let powerPlants = Words("Anlagen", "Plants")
    package static let powerPlant = Words("Anlage", "Plant")
    package static let powerRelations = Words("Teilnahmen", "Relations")
    package static let powerPrices = Words("Preise", "Prices")
    static let powerTerms = Words("Bedingungen", "Terms")
    static let powerPersonName = Words("Name", "Name")
    package static let powerStreet = Words("Straße und Hausnummer", "Street and number")
    package static let powerAddress = Words("Anschrift", "Address")
    package static let powerPlace = Words("Postleitzahl und Ort", "Postcode and town")
    static let powerSmall = Words(
        "Kleinunternehmer (§ 19 UStG): ohne Umsatzsteuer", "Small business (§ 19 UStG): no tax")
    package static let powerMalo = Words("Marktlokation (elf Ziffern)", "Market location (eleven digits)")
    package static let powerMeter = Words("Zählernummer", "Meter number")
    package static let powerGrid = Words("Netzbetreiber", "Grid operator")
    package static let powerDirection = Words("Zählt", "Counts")
    package static let powerConsumes = Words("Bezug", "consumption")
    package static let powerFeedsIn = Words("Einspeisung", "feeding in")
    static let powerFuse = Words("Hauptsicherung in Ampere", "Main fuse in amperes")
    static let powerCheckPoint = Words("Bitte vergleichen", "Please compare")
    static let powerCheckPointHelp = Words(
        "Die Prüfziffer stimmt. Sie übersieht aber einen von zwanzig Tippfehlern: Stimmen auch Anschrift und Zählernummer mit dem Vertrag überein?",
        "The check digit is right. It misses one typing error of twenty, though: do address and meter number agree with the contract, too?"
    )
    static let powerConfirmPoint = Words("Stimmt, anmelden", "It is right, enrol it")
    static let powerAddPoint = Words("Messstelle anmelden", "Enrol a metering point")
    static let powerAddParty = Words("Beteiligte anlegen", "Add a person or firm")
    static let powerAddPlant = Words("Anlage anmelden", "Add a plant")
    static let powerAddRelation = Words("Teilnahme eintragen", "Add a relation")
    static let powerEndRelation = Words("Teilnahme beenden", "End a relation")
    static let powerRelation = Words("Teilnahme", "Relation")
    static let powerAddPrice = Words("Preis festlegen", "Set a price")
    static let powerSetTerms = Words("Bedingungen festlegen", "Set the terms")
    static let powerMembers = Words("Wer seinen Strom sieht", "Who sees their power")
    static let powerDismiss = Words("Zugang nehmen", "Withdraw access")
    static let powerAdmit = Words("Zugang für Mitglied", "Access for a member")
    static let powerAdmitHelp = Words(
        "Das Konto sieht dann die eigenen Messwerte und Rechnungen, sonst nichts.",
        "The account then sees its own readings and bills, nothing else."
    )
    static let powerAccount = Words("Anmeldename des Kontos", "Login of the account")
    package static let powerPart = Words("Anteil am Schlüssel", "Part of the key")
    package static let powerSize = Words("Leistung in Watt", "Size in watts")
    package static let powerRegister = Words(
        "Nummer im Marktstammdatenregister", "Number in the market register (MaStR)")
    static let powerForm = Words("Veräußerungsform", "Form of selling")
    package static let powerRunner = Words("Betreiber", "Operator")
    package static let powerLine = Words("Posten", "Line")
    static let powerValue = Words(
        "Preis: Tausendstel Cent je kWh netto, Cent im Jahr beim Grundpreis, Prozent bei der Steuer",
        "Price: thousandths of a cent per kWh net, cents a year for the base price, per cent for the tax")
    static let powerReplaces = Words(
        "Löst den geltenden Preis ab", "Takes the place of the present price")
    static let powerPriceHelp = Words(
        "Je Posten gilt an einem Tag ein Preis. Ein neuer Preis beendet den geltenden am Tag davor, wenn Sie es ankreuzen; beginnen beide am selben Tag, ersetzt er ihn. Was abgerechnet ist, bleibt.",
        "A line has one price on a day. A new one ends the present one the day before where you tick it; where both begin on the same day it replaces it. What is settled stays."
    )
    package static let powerPriceColumn = Words("Preis", "Price")
    package static let powerModel = Words("Wie zugeteilt wird", "How it is shared")
    static let powerMeaning = Words("Was ein Anteil bedeutet", "What a part means")
    static let powerSetting = Words("Wer verkauft", "Who sells")
    static let powerLines = Words("Posten jeder Rechnung", "Lines of each bill")
    static let powerProvider = Words("Dienstleister, der abrechnet", "Provider that bills")
    static let powerTaxNumber = Words("Steuernummer", "Tax number")
    static let powerPayDays = Words("Tage bis zur Fälligkeit", "Days until due")
    static let powerPoolWarning = Words(
        "Wer kauft und weiterverkauft, wird selbst Lieferant: Stromsteuer fällt an, und Lieferantenpflichten gelten (zu prüfen).",
        "Who buys and sells again becomes a supplier: electricity tax is due and a supplier's duties hold (to be checked)."
    )
    static let powerFewMembers = Words(
        "Weniger als fünf Mitglieder und ein Schlüssel, der mit dem Verbrauch wandert: Aus der eigenen Menge lässt sich auf die der anderen schließen. Entweder bekommt jeder einen festen Anteil, oder alle stimmen dem im Vertrag zu (zu prüfen).",
        "Fewer than five members and a key that moves with consumption: from one's own quantity that of the others can be told. Either each gets a fixed part, or all agree to it in the contract (to be checked)."
    )
    static let powerOpenEnd = Words("offen", "open")

    package static func model(_ model: SharingModel) -> Words {
        switch model {
        case .fixed: Words("fester Anteil (statisch)", "fixed part (static)")
        case .dynamic:
            Words("nach dem Verbrauch der Viertelstunde (dynamisch)", "by the use of the quarter hour (dynamic)")
        case .cascade: Words("fester Anteil, Rest weiterverteilt", "fixed part, the rest shared on")
        }
    }

    /// How it is shared, with the steps from near to far.
    package static func model(_ terms: Terms) -> Words {
        let model = model(terms.model)
        guard !terms.tiers.isEmpty else { return model }
        let steps = (terms.tiers.map(\.rawValue) + [Terms.Tier.last]).map { tier($0) }
        return Words(
            "von nah zu fern (\(steps.map(\.german).joined(separator: ", "))), je Stufe: \(model.german)",
            "from near to far (\(steps.map(\.english).joined(separator: ", "))), in each step: \(model.english)")
    }

    /// A step from near to far, by its name in records.
    static func tier(_ name: String) -> Words {
        switch Terms.Tier(rawValue: name) {
        case .building: Words("im Gebäude", "in the building")
        case .neighbourhood: Words("in der Nachbarschaft", "in the neighbourhood")
        case nil: Words("in der ganzen Gemeinschaft", "in the whole sharing")
        }
    }

    static func tierFirst(_ tier: Terms.Tier) -> Words {
        switch tier {
        case .building: Words("Zuerst im selben Gebäude", "First in the same building")
        case .neighbourhood:
            Words("Dann in der Nachbarschaft, danach alle", "Then in the neighbourhood, after that all")
        }
    }

    static let powerSharePoint = Words(
        "Messstelle einer anderen Gemeinschaft übernehmen", "Take a point of another sharing")
    static let powerSharePointHelp = Words(
        "Eine Messstelle kann an mehreren Gemeinschaften dieses Hauses teilnehmen, jede mit einem Teil ihres Verbrauchs. Anschrift, Zähler und Messwerte sind dieselben; wer eine davon betreut, sieht sie. Übernehmen kann sie nur, wer beide betreut.",
        "A point can take part in several sharings of this house, each with a part of its use. Address, meter and readings are the same; who runs one of them sees them. Only who runs both can take it."
    )
    static let powerPercent = Words(
        "Vom Verbrauch zählt hier (Prozent)", "Of its use counts here (per cent)")
    static let powerCounts = Words("Zählt hier", "Counts here")
    static let powerPlantPercent = Words(
        "Von der Erzeugung ist hier (Prozent)", "Of what it makes is here (per cent)")
    static let powerTiers = Words("Von nah zu fern", "From near to far")
    static let powerTiersHelp = Words(
        "Ohne Haken teilen alle zugleich. Mit Haken teilt jede Stufe, was die davor übrig ließ, nach der Regel oben; wer zusammengehört, steht bei den Messstellen (Gebäude, Nachbarschaft). Anlagen mit Einspeisevergütung passen dazu nicht.",
        "Without a tick all share at once. With one each step shares what the one before left, by the rule above; who belongs together stands at the metering points (building, neighbourhood). Plants with the feed-in tariff do not fit."
    )
    static let powerTierStep = Words("Stufe", "Step")
    package static let powerNear = Words("Wer nah ist", "Who is near")
    package static let powerBuilding = Words(
        "Gebäude (leer: nach der Anschrift)", "Building (empty: by the address)")
    package static let powerNeighbourhood = Words("Nachbarschaft", "Neighbourhood")

    /// As the head of a column.
    static func shortModel(_ model: SharingModel) -> Words {
        switch model {
        case .fixed: Words("fester Anteil", "fixed part")
        case .dynamic: Words("nach Verbrauch", "by use")
        case .cascade: Words("fest, Rest weiter", "fixed, rest on")
        }
    }

    package static func meaning(_ meaning: Sharers.Meaning) -> Words {
        meaning == .weights
            ? Words("Gewicht: nur das Verhältnis zählt", "weight: only the proportion counts")
            : Words(
                "Millionstel der Erzeugung; der Rest geht ins Netz",
                "millionths of what is made; the rest is the grid's")
    }

    package static func setting(_ setting: Terms.Setting) -> Words {
        switch setting {
        case .direct:
            Words("der Betreiber; der Dienstleister rechnet für ihn ab", "the operator; the provider bills for it")
        case .pool: Words("der Dienstleister kauft und verkauft weiter", "the provider buys and sells again")
        case .inHouse: Words("im selben Gebäude, ohne Netz", "in one building, without the grid")
        }
    }

    package static func form(_ form: Plant.Form) -> Words {
        switch form {
        case .other: Words("sonstige Direktvermarktung", "other direct selling")
        case .premium: Words("Marktprämie", "market premium")
        case .tariff: Words("Einspeisevergütung", "feed-in tariff")
        }
    }

    package static func line(_ kind: LineKind?) -> Words {
        switch kind {
        case nil: Words("Umsatzsteuer", "Value added tax")
        case .community: Words("Strom aus der Gemeinschaft", "Power from the sharing")
        case .fee: Words("Entgelt des Dienstleisters", "Provider's fee")
        case .residual: Words("Reststrom", "Power from elsewhere")
        case .grid: Words("Netzentgelt", "Grid charge")
        case .kwkg: Words("KWKG-Umlage", "KWKG levy")
        case .offshore: Words("Offshore-Netzumlage", "Offshore levy")
        case .specialGridUse: Words("Aufschlag für besondere Netznutzung", "Levy for special grid use")
        case .electricityTax: Words("Stromsteuer", "Electricity tax")
        case .concession: Words("Konzessionsabgabe", "Concession levy")
        case .base: Words("Grundpreis", "Base price")
        }
    }

    /// To whom the money of a line goes.
    static func receiver(_ kind: LineKind?) -> Words {
        switch kind {
        case nil: Words("Finanzamt", "Tax office")
        case .community: Words("Betreiber der Anlagen", "Operators of the plants")
        case .fee, .base: Words("Dienstleister", "Provider")
        case .residual: Words("Lieferant des Reststroms", "Supplier of the rest")
        case .grid: Words("Netzbetreiber", "Grid operator")
        case .kwkg, .offshore, .specialGridUse: Words("Übertragungsnetzbetreiber", "Transmission operators")
        case .electricityTax: Words("Hauptzollamt", "Customs office")
        case .concession: Words("Kommune", "Municipality")
        }
    }

    static func document(_ kind: PowerDocument.Kind) -> Words {
        switch kind {
        case .bill: Words("Rechnung", "Bill")
        case .billReversal: Words("Stornorechnung", "Reversal of a bill")
        case .credit: Words("Gutschrift", "Credit note")
        case .creditReversal: Words("Storno einer Gutschrift", "Reversal of a credit note")
        }
    }
}
