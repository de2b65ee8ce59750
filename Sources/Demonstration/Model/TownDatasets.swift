// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Wire

/// The data sets of the fictional town.
enum TownDatasets {
    static let townName = "Musterstadt (fiktiv)"

    /// What imprint and statements of the town that does not exist say.
    static let profile = TownProfile([
        .name: townName, .street: "Rathausplatz 1 (erfunden)", .postalCode: "00000", .place: "Musterstadt",
        .telephone: "+49 30 23125 000", .email: "rathaus@example.org", .website: "https://example.org",
        .representative: "Die Bürgermeisterin (erfunden)",
        .supervision: "Kommunalaufsicht des Musterkreises (erfunden)",
        .editor: "Pressestelle, Anschrift wie oben", .privacyOfficer: "datenschutz@example.org",
        .privacyAuthority: "Landesbeauftragte für Datenschutz des Musterlandes (erfunden)",
        .accessibilityDate: "2026-11-28",
        .accessibilityMethod: TownProfile.AccessibilityMethod.selfAssessment.rawValue,
        .accessibilityContact: "barrierefrei@example.org",
        .enforcement: "Durchsetzungsstelle des Musterlandes (erfunden)",
    ])
    static let attribution = "Stadt Musterstadt (fiktiv)"

    static func all(issued: Instant, modified: Instant) -> [Dataset] {
        func dataset(
            _ slug: String, _ title: String, _ english: String, _ description: String, _ englishDescription: String,
            owner: String, licence: String, theme: String, keywords: [String], access: Dataset.Access = .public
        ) -> Dataset {
            Dataset(
                slug: "musterstadt-\(slug)", title: title, titleEnglish: english,
                description: description + " Alle Werte sind erfunden.",
                descriptionEnglish: englishDescription + " All values are made up.", owner: owner,
                contact: "opendata@musterstadt.example", licence: licence,
                attributions: [Dataset.Attribution(text: attribution)], keywords: keywords + ["fiktiv"], theme: theme,
                access: access, issued: issued, modified: modified)
        }
        return [
            dataset(
                "radverkehr", "Radverkehr: Dauerzählstellen", "Bicycle traffic: permanent counters",
                "Fahrräder je Richtung an zwölf Zählstellen, Summen je 15 Minuten oder Stunde.",
                "Bicycles per direction at twelve counters, sums per 15 minutes or hour.",
                owner: "Amt für Mobilität und Tiefbau", licence: "dl-by-de/2.0", theme: "TRAN",
                keywords: ["Radverkehr", "Verkehrszählung"]),
            dataset(
                "wetter", "Wetter in der Stadt", "Weather in town",
                "Temperatur, Niederschlag, Wind, Feuchte und Druck an zwei Stationen.",
                "Temperature, precipitation, wind, humidity and pressure at two stations.",
                owner: "Umweltamt", licence: "cc-by/4.0", theme: "ENVI", keywords: ["Wetter", "Klima"]),
            dataset(
                "parken", "Freie Parkplätze", "Free parking spaces",
                "Freie Stellplätze in sechs Parkhäusern, alle 30 Minuten.",
                "Free spaces in six car parks, every 30 minutes.", owner: "Parkhausgesellschaft Musterstadt",
                licence: "dl-by-de/2.0", theme: "TRAN", keywords: ["Parken", "Verkehr"]),
            dataset(
                "luft", "Luftqualität", "Air quality",
                "Stickstoffdioxid und Feinstaub, Stundenmittel an zwei Stationen.",
                "Nitrogen dioxide and fine dust, hourly means at two stations.", owner: "Umweltamt",
                licence: "dl-zero-de/2.0", theme: "ENVI", keywords: ["Luft", "Gesundheit"]),
            dataset(
                "see", "Wasserqualität im Mustersee", "Water quality of the lake",
                "Temperatur, Sauerstoff und pH-Wert einer Messboje, stündlich.",
                "Temperature, oxygen and pH of a buoy, hourly.", owner: "Umweltamt", licence: "dl-by-de/2.0",
                theme: "ENVI", keywords: ["Gewässer", "Baden"]),
            dataset(
                "stadtgruen", "Stadtbäume und Bodenfeuchte", "Town trees and soil moisture",
                "Baumkataster und Bodenfeuchte an fünf Bäumen aus dem Sensornetz der Stadt.",
                "Tree cadastre and soil moisture at five trees from the town's sensor network.",
                owner: "Grünflächenamt", licence: "dl-by-de/2.0", theme: "ENVI", keywords: ["Bäume", "Bewässerung"]),
            dataset(
                "entsorgung", "Wertstoffbehälter und Füllstände", "Recycling containers and fill levels",
                "Standorte der Sammelbehälter; zehn melden ihren Füllstand über das Sensornetz der Stadt.",
                "Places of containers; ten report their fill level through the town's sensor network.",
                owner: "Abfallwirtschaftsbetrieb", licence: "dl-by-de/2.0", theme: "ENVI",
                keywords: ["Abfall", "Altglas"]),
            dataset(
                "nahverkehr", "Haltestellen und Fahrgäste", "Bus stops and passengers",
                "Bushaltestellen; an sechs zählt das Sensornetz der Stadt einsteigende Fahrgäste je Stunde.",
                "Bus stops; at six of them the town's sensor network counts boarding passengers per hour.",
                owner: "Verkehrsbetriebe Musterstadt", licence: "cc-by/4.0", theme: "TRAN",
                keywords: ["Nahverkehr", "Bus"]),
            dataset(
                "sensornetz", "Betrieb des Sensornetzes", "Operation of the sensor network",
                "Batteriespannung der Funksensoren, für die Wartung. Nur für Beschäftigte.",
                "Battery voltage of the radio sensors, for maintenance. For staff only.",
                owner: "Amt für Digitalisierung", licence: "other-closed", theme: "GOVE",
                keywords: ["LoRaWAN", "Wartung"], access: .internal),
            dataset(
                "gebiete", "Stadtteile, Gewässer, Wege", "Districts, water, roads",
                "Stadtteile mit Einwohnerzahl, Gewässer, Straßen und Radwege.",
                "Districts with residents, water, roads and cycle paths.", owner: "Vermessungs- und Katasteramt",
                licence: "dl-zero-de/2.0", theme: "REGI", keywords: ["Karte", "Stadtteile"]),
            dataset(
                "orte", "Spielplätze und Ladepunkte", "Playgrounds and charging points",
                "Spielplätze mit Angebot, öffentliche Ladepunkte mit Leistung.",
                "Playgrounds and public charging points.", owner: "Presseamt", licence: "dl-by-de/2.0", theme: "SOCI",
                keywords: ["Spielplatz", "Elektromobilität"]),
        ]
    }
}
