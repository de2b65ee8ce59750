// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Wire

/// A measure that many towns take, with the lines of its cost in orders of magnitude, each marked as an assumption.
public struct MeasureTemplate: Sendable {
    /// A line of cost in whole euros.
    struct Line: Sendable {
        let name: Words
        let kind: String
        let phase: String
        let euros: Int64
        let years: ClosedRange<Int64>
    }

    public let name: String
    public let title: Words
    public let summary: Words
    /// The building blocks it is made of.
    public let blocks: [String]
    let lines: [Line]
    let skill: Words
    let posts: Double

    /// What the amounts come from, said with each line.
    public static let source = Words(
        "Vorlage, Größenordnung; durch ein Angebot ersetzen", "template, order of magnitude; replace by an offer")

    public subscript(isGerman german: Bool) -> JSONObject {
        func text(_ words: Words) -> JSONValue { .string(german ? words.german : words.english) }
        let cost = lines.map { line -> JSONValue in
            [
                "name": text(line.name), "kind": .string(line.kind), "phase": .string(line.phase),
                "amount": JSONValue(line.euros * 100), "firstYear": JSONValue(line.years.lowerBound),
                "lastYear": JSONValue(line.years.upperBound), "isAssumption": true, "source": text(Self.source),
            ]
        }
        return [
            "title": text(title), "description": text(summary), "usesTechnology": true, "costLines": .array(cost),
            "staff": [
                [
                    "skill": text(skill), "fullTimeEquivalents": JSONValue(posts), "firstYear": 1, "lastYear": 10,
                    "isAssumption": true,
                ]
            ],
        ]
    }

    public static func named(_ name: String) -> MeasureTemplate? { all.first { $0.name == name } }

    private static func once(_ german: String, _ english: String, _ euros: Int64, _ phase: String = "procurement")
        -> Line
    {
        Line(name: Words(german, english), kind: "goods", phase: phase, euros: euros, years: 0...0)
    }

    private static func yearly(_ german: String, _ english: String, _ euros: Int64, _ kind: String = "goods") -> Line {
        Line(name: Words(german, english), kind: kind, phase: "operation", euros: euros, years: 1...10)
    }

    private static let workshop = Words("Bauhof", "Municipal workshop")

    public static let all: [MeasureTemplate] = [
        MeasureTemplate(
            name: "photovoltaics",
            title: Words("Photovoltaik auf einem Dach (30 kWp)", "Photovoltaics on a roof (30 kWp)"),
            summary: Words(
                "Eine Anlage von 30 kWp auf einem eigenen Dach; rund 28 MWh im Jahr, davon gut die Hälfte selbst verbraucht. Statik und Anschluss sind vorher zu prüfen.",
                "An installation of 30 kWp on a roof of our own; about 28 MWh a year, a good half of it used there. Statics and connection are to be checked before."
            ),
            blocks: ["openems"],
            lines: [
                once("Statik, Planung, Anmeldung", "Statics, planning, registration", 5_000, "concept"),
                once("Module, Wechselrichter, Montage", "Modules, inverter, assembly", 42_000),
                yearly("Wartung, Versicherung, Zähler", "Upkeep, insurance, meters", 900),
                yearly("Strom, der nicht gekauft wird (15 MWh)", "Electricity not bought (15 MWh)", 4_200, "saving"),
                yearly("Einspeisevergütung (13 MWh)", "Feed-in payment (13 MWh)", 900, "income"),
            ], skill: Words("Gebäudewirtschaft", "Facility management"), posts: 0.02),
        MeasureTemplate(
            name: "counters", title: Words("Eine Zählstelle für den Radverkehr", "A counting station for cycling"),
            summary: Words(
                "Eine Dauerzählstelle mit Induktionsschleife in beiden Richtungen; sie erfasst keine Personen.",
                "A permanent station with an induction loop in both directions; it records no persons."),
            blocks: ["radverkehrszaehlstelle"],
            lines: [
                once("Standort und Vergabe", "Site and tender", 1_500, "concept"),
                once("Zählgerät mit Schleife", "Counter with loop", 6_500),
                once("Tiefbau und Einbau", "Civil works and installation", 4_000),
                yearly("Datenübertragung, Batterie, Wartung", "Data transmission, battery, upkeep", 700),
            ], skill: Words("Verkehrsplanung", "Traffic planning"), posts: 0.02),
        MeasureTemplate(
            name: "lighting",
            title: Words("Hundert Straßenleuchten auf regelbare LED", "A hundred street lights to dimmable LED"),
            summary: Words(
                "Tausch von hundert Leuchten gegen LED mit Absenkung in der Nacht und insektenfreundlichem Licht; die Masten bleiben.",
                "A hundred lights become LED with dimming at night and a light that spares insects; the masts stay."),
            blocks: ["smarte-strassenleuchte"],
            lines: [
                once("Planung und Vergabe", "Planning and tender", 6_000, "concept"),
                once("Leuchten und Einbau", "Lights and installation", 55_000),
                yearly("Steuerung und Wartung", "Control and upkeep", 1_500),
                yearly("Strom, der nicht gekauft wird (25 MWh)", "Electricity not bought (25 MWh)", 7_500, "saving"),
            ], skill: workshop, posts: 0.05),
        MeasureTemplate(
            name: "trees", title: Words("Bodenfeuchte an vierzig Jungbäumen", "Soil moisture at forty young trees"),
            summary: Words(
                "Sensoren im Wurzelraum zeigen, wann gegossen werden muss; sie senden über LoRaWAN.",
                "Sensors at the roots show when watering is needed; they send by LoRaWAN."),
            blocks: ["bodenfeuchtesensor", "lorawan-gateway"],
            lines: [
                once("Auswahl der Bäume, Vergabe", "Choice of trees, tender", 2_000, "concept"),
                once("Vierzig Sensoren mit Einbau", "Forty sensors with installation", 8_000),
                once("Ein Gateway", "One gateway", 1_500),
                yearly("Netz, Auswertung, Ersatz", "Network, evaluation, replacement", 1_800),
            ], skill: Words("Grünpflege", "Green space"), posts: 0.1),
        MeasureTemplate(
            name: "containers",
            title: Words("Füllstand von fünfzig Sammelcontainern", "Level of fifty collection containers"),
            summary: Words(
                "Sensoren melden, wie voll die Container sind; geleert wird nach Bedarf statt nach Kalender.",
                "Sensors tell how full the containers are; they are emptied by need and not by calendar."),
            blocks: ["fuellstandssensor", "lorawan-gateway"],
            lines: [
                once("Abstimmung mit dem Entsorger, Vergabe", "Agreement with the collector, tender", 2_500, "concept"),
                once("Fünfzig Sensoren mit Einbau", "Fifty sensors with installation", 11_000),
                yearly("Netz, Software, Ersatz", "Network, software, replacement", 2_400),
            ], skill: Words("Abfallwirtschaft", "Waste management"), posts: 0.05),
        MeasureTemplate(
            name: "parking",
            title: Words("Freie Stellplätze anzeigen (60 Plätze)", "Show free parking spaces (60 spaces)"),
            summary: Words(
                "Bodensensoren melden freie Plätze, eine Anzeige und die Karte der Stadt zeigen sie; Kennzeichen werden nicht erfasst.",
                "Ground sensors tell free spaces, a sign and the town's map show them; no plates are recorded."),
            blocks: ["parksensor"],
            lines: [
                once("Konzept und Vergabe", "Concept and tender", 4_000, "concept"),
                once("Sechzig Bodensensoren mit Einbau", "Sixty ground sensors with installation", 19_000),
                once("Eine Anzeigetafel", "One sign", 6_000),
                yearly("Netz, Software, Ersatz", "Network, software, replacement", 3_500),
            ], skill: Words("Verkehrsplanung", "Traffic planning"), posts: 0.05),
    ]
}
