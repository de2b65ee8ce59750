// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Town, need, goal and indicator.
extension ObjectKind {
    static let townFields: [Field] = [
        .title("Name of the municipality", german: "Name der Kommune"),
        Field(
            "key", "Official municipality key", german: "Amtlicher Gemeindeschlüssel", .text,
            help: Words("Acht Ziffern (AGS)", "Eight digits (AGS)")),
        Field("state", "State", german: "Land", .text),
        Field("population", "Population", german: "Einwohnerzahl", .number(unit: nil)),
        Field("area", "Area", german: "Fläche", .number(unit: "km²")),
        Field(
            "regionType", "Region type (RegioStaR 7)", german: "Raumtyp (RegioStaR 7)", .number(unit: nil),
            help: Words(
                "71 Metropole … 77 kleinstädtisch, dörflich", "71 metropolis … 77 small town or village")),
        Field("source", "Source of the numbers", german: "Quelle der Zahlen", .text),
        Field(
            "systems", "Systems in use", german: "Vorhandene Systeme", .choices(Choice.systems), in: .technology),
        Field(
            "licence", "Licence of our own software", german: "Lizenz eigener Software", .licence, in: .technology,
            help: Words("SPDX-Name; EUPL-1.2, wenn leer", "SPDX name; EUPL-1.2 when empty")),
        Field(
            "rates", "Discount rates", german: "Kalkulationszinssätze",
            .rows([
                Field("from", "From", german: "Ab", .date, isRequired: true),
                Field("rate", "Rate", german: "Zinssatz", .share, isRequired: true),
                Field("source", "Source", german: "Quelle", .text),
            ]), in: .cost),
        Field("priceRise", "Yearly rise of prices", german: "Jährlicher Preisanstieg", .share, in: .cost),
        Field(
            "savingRise", "Yearly rise of what is saved, such as energy",
            german: "Jährlicher Anstieg dessen, was eingespart wird, etwa Energie", .share, in: .cost,
            help: Words("Leer: wie alle Preise", "Empty: like all prices")),
        Field("payRise", "Yearly rise of pay", german: "Jährlicher Anstieg der Personalkosten", .share, in: .cost),
        Field("overheadRate", "Overhead on gross pay", german: "Gemeinkostenzuschlag", .share, in: .staff),
        Field("workplaceFlatRate", "Workplace, per year", german: "Sachkostenpauschale je Jahr", .money, in: .staff),
        Field(
            "costSource", "Where rises and flat rates come from", german: "Woher Anstiege und Pauschalen kommen", .text,
            in: .cost),
    ]

    static let needFields: [Field] = [
        .title(
            "What is wrong?", german: "Was fehlt oder stört?",
            help: Words("Ein Satz, wie man ihn sagt", "One sentence, as people say it")),
        .description,
        Field("place", "Where", german: "Wo", .place, in: .place),
        Field(
            "district", "The place in words", german: "Ort in Worten", .text, in: .place,
            help: Words("Stadtteil, Straße oder Kreuzung", "District, street or crossing")),
        Field("groups", "Who is affected", german: "Wen es betrifft", .choices(Choice.groups), in: .people),
        Field("severity", "How bad is it", german: "Wie schlimm ist es", .choice(Choice.severity)),
        Field(
            "evidence", "How do we know", german: "Woher wissen wir das", .longText, in: .reasons,
            help: Words(
                "Beschwerden, Messwerte, eine Befragung, eigene Erfahrung",
                "Complaints, measurements, a survey, your own experience")),
        Field(
            "evidenceLevel", "How well supported", german: "Wie gut belegt", .choice(Choice.evidenceLevels),
            in: .reasons),
        Field(
            "circumstances", "Circumstances", german: "Begebenheiten", .longText, in: .reasons,
            help: Words("Was hier besonders ist", "What makes it special here")),
        Field(
            "datastreams", "Measured series that show it", german: "Messreihen, die es zeigen", .datastreams, in: .data),
        Field("datasets", "Data sets that show it", german: "Datensätze, die es zeigen", .datasets, in: .data),
        Field("examples", "Examples looked at", german: "Angesehene Beispiele", .examples, in: .relations),
        Field(
            "costOfInaction", "Cost per year while nothing is done", german: "Kosten je Jahr, solange nichts geschieht",
            .money, in: .cost,
            help: Words(
                "Was die Kommune seinetwegen jedes Jahr zahlt; Vorlagen stellen es den Maßnahmen gegenüber",
                "What the town pays each year because of it; papers set it against the measures"),
            range: 0...Field.mostEuros),
        Field("due", "Next step due", german: "Nächster Schritt fällig", .date),
        Field("nextStep", "Next step", german: "Nächster Schritt", .text),
        .department,
        Field(
            "reply", "Reply to who sent it", german: "Antwort an die Person, die es gesendet hat", .longText,
            in: .people),
        Field("contact", "Who sent it", german: "Wer es gemeldet hat", .text, in: .people, isPersonal: true),
    ]

    static let goalFields: [Field] = [
        .title("What shall be reached?", german: "Was soll erreicht werden?"),
        .description,
        Field("parent", "Part of", german: "Teil von", .reference([.goal]), in: .goals),
        .needs,
        Field(
            "sdgs", "Sustainable development goals", german: "Nachhaltigkeitsziele", .choices(Choice.goals), in: .goals),
        Field(
            "charta", "Guidelines of the Smart City Charta", german: "Leitlinien der Smart City Charta",
            .choices(Choice.charta), in: .goals),
        Field("councilDecision", "Council decision", german: "Ratsbeschluss", .text, in: .reasons),
        Field("councilDecisionDate", "Decided on", german: "Beschlossen am", .date, in: .reasons),
        Field("climateAdaptation", "Serves climate adaptation", german: "Dient der Klimaanpassung", .flag, in: .goals),
        Field(
            "scope", "Scope", german: "Rahmen",
            .choice([
                Choice("strategy", "part of a digital strategy", german: "Teil einer Digitalstrategie"),
                Choice("single", "a single measure", german: "einzelne Maßnahme"),
            ])),
        Field("targetDate", "To be reached by", german: "Zu erreichen bis", .date),
        .department,
    ]

    static let indicatorFields: [Field] = [
        .title("What is measured?", german: "Was wird gemessen?"),
        .description,
        .goals,
        Field("needs", "Shows these needs", german: "Zeigt die Bedarfe", .references([.need]), in: .goals),
        Field("level", "Level", german: "Ebene", .choice(Choice.levels)),
        Field("unit", "Unit", german: "Einheit", .text),
        Field(
            "direction", "Better is", german: "Besser ist",
            .choice([
                Choice("up", "more", german: "mehr"), Choice("down", "less", german: "weniger"),
                Choice("hold", "as it is", german: "gleich bleiben"),
            ])),
        Field("baseline", "Baseline", german: "Ausgangswert", .number(unit: nil)),
        Field("baselineDate", "Baseline of", german: "Ausgangswert vom", .date),
        Field(
            "baselineSource", "Where the baseline comes from (count, survey)",
            german: "Woher der Ausgangswert kommt (Zählung, Befragung)", .text),
        Field("target", "Target", german: "Zielwert", .number(unit: nil)),
        Field("targetDate", "Target date", german: "Zieldatum", .date),
        Field(
            "targetSource", "Where the target comes from (decision, plan, law)",
            german: "Woher der Zielwert kommt (Beschluss, Konzept, Gesetz)", .text),
        Field(
            "source", "Where the value comes from", german: "Woher der Wert kommt",
            .choice([
                Choice("datastream", "a measured series", german: "eine Messreihe"),
                Choice("layer", "the number of features of a layer", german: "die Zahl der Objekte einer Kartenebene"),
                Choice("power", "shared power", german: "Bürgerstrom"),
                Choice("manual", "kept by hand", german: "von Hand gepflegt"),
            ]), in: .data),
        Field("datastream", "Measured series", german: "Messreihe", .datastream, in: .data)
            .asked(with: "source", "datastream"),
        Field("aggregate", "Summed up as", german: "Zusammengefasst als", .choice(Choice.aggregates), in: .data)
            .asked(with: "source", "datastream"),
        Field("window", "Over", german: "Über", .choice(Choice.windows), in: .data)
            .asked(with: "source", "datastream", "power"),
        Field(
            "sharing", "Number of the sharing (in its address)",
            german: "Nummer der Gemeinschaft (steht in ihrer Adresse)", .number(unit: nil), in: .data, range: 1...1e9
        ).asked(with: "source", "power"),
        Field("powerMeasure", "What of it", german: "Was davon", .choice(Choice.powerMeasures), in: .data)
            .asked(with: "source", "power"),
        Field("collection", "Layer", german: "Kartenebene", .collection, in: .data).asked(with: "source", "layer"),
        Field(
            "values", "Values", german: "Werte",
            .rows([
                Field("date", "Day", german: "Tag", .date, isRequired: true),
                Field("value", "Value", german: "Wert", .number(unit: nil), isRequired: true),
                Field("note", "Note", german: "Anmerkung", .text),
            ]), in: .data
        ).asked(with: "source", "manual"),
        .department,
    ]
}

extension Choice {
    /// What is told of shared power: of settled periods, five members or more.
    static let powerMeasures = [
        Choice("part", "part of the use that came from the plants", german: "Anteil der Anlagen am Verbrauch"),
        Choice("shared", "power shared", german: "gemeinsam genutzter Strom"),
        Choice("made", "power made", german: "erzeugter Strom"),
        Choice("used", "power used", german: "verbrauchter Strom"),
    ]

    static let systems = [
        Choice("gis", "geographic information system", german: "Geoinformationssystem"),
        Choice("sensors", "sensors", german: "Sensoren"), Choice("lorawan", "LoRaWAN network", german: "LoRaWAN-Netz"),
        Choice("dataPlatform", "data platform", german: "Datenplattform"),
        Choice("openData", "open data portal", german: "Open-Data-Portal"),
        Choice("trafficComputer", "traffic computer", german: "Verkehrsrechner"),
        Choice("parking", "parking guidance", german: "Parkleitsystem"),
        Choice("waste", "waste logistics", german: "Abfalllogistik"),
        Choice("trees", "tree register", german: "Baumkataster"),
        Choice("meters", "meters of the municipal utility", german: "Zähler der Stadtwerke"),
        Choice("participation", "participation portal", german: "Beteiligungsportal"),
        Choice("defects", "defect reporter", german: "Mängelmelder"),
        Choice("documents", "document management", german: "Dokumentenverwaltung"),
        Choice("identity", "single sign-on", german: "Einmalanmeldung"),
    ]

    package static let severity = [
        Choice("1", "1 a nuisance", german: "1 lästig"), Choice("2", "2 inconvenient", german: "2 hinderlich"),
        Choice("3", "3 costly", german: "3 kostspielig"), Choice("4", "4 harmful", german: "4 schädlich"),
        Choice("5", "5 dangerous", german: "5 gefährlich"),
    ]

    static let levels = [
        Choice("input", "input: what we put in", german: "Input: was wir einsetzen"),
        Choice("output", "output: what we make", german: "Leistung: was wir herstellen"),
        Choice("outcome", "outcome: what changes for people", german: "Wirkung: was sich für Menschen ändert"),
        Choice("impact", "impact: what changes for the town", german: "Auswirkung: was sich für die Stadt ändert"),
    ]

    static let aggregates = [
        Choice("mean", "mean", german: "Mittel"), Choice("sum", "sum", german: "Summe"),
        Choice("min", "smallest value", german: "kleinster Wert"),
        Choice("max", "largest value", german: "größter Wert"), Choice("count", "number of values", german: "Anzahl"),
        Choice("last", "latest value", german: "letzter Wert"),
    ]

    static let windows = [
        Choice("day", "the last day", german: "den letzten Tag"),
        Choice("week", "the last seven days", german: "die letzten sieben Tage"),
        Choice("month", "the last full month", german: "den letzten vollen Monat"),
        Choice("year", "the last twelve full months", german: "die letzten zwölf vollen Monate"),
    ]
}
