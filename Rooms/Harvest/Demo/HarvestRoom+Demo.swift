// SPDX-License-Identifier: EUPL-1.2
import Catalogue
package import RoomKit
import Storage
import Wire

extension HarvestRoom {
    /// The catalogue of the fictional district around the fictional town, read as a file is: nothing is fetched, now or by night.
    package static func furnish(_ town: DemonstrationTown) async throws {
        let harvest = try FeedHarvest.document(Array(DistrictCatalogue.document.text.utf8))
        try await town.engine.write { connection in
            guard try SettingQueries.value(of: .isFictional, on: connection) == "true",
                try HarvestQueries.sources(on: connection).isEmpty
            else { return }
            _ = try HarvestQueries.takeWhole(
                harvest, from: "file:musterkreis.jsonld", name: "Musterkreis (fiktiv)", by: "system", at: town.now,
                on: connection)
        }
    }
}

/// A catalogue in DCAT-AP.de as districts publish it, JSON-LD; all of it is made up.
enum DistrictCatalogue {
    static let root = "https://daten.musterkreis.example"

    /// A data set of it.
    private struct Entry {
        let name: String
        let title: (german: String, english: String?)
        let text: (german: String, english: String?)
        let theme: String
        let keywords: [String]
        let issued: String
        let years: (first: String, last: String?)?
        /// An address of the list, or what stands there instead.
        let licence: String
        /// Ending of the file and its code in the EU's table.
        let formats: [(ending: String, code: String)]
        var attribution: String?
    }

    private static let listed = "http://dcat-ap.de/def/licenses/"

    private static let entries = [
        Entry(
            name: "radzaehlstellen-kreisstrassen",
            title: ("Radzählstellen an Kreisstraßen", "Bicycle counters on district roads"),
            text: (
                "Räder je Stunde an sechs Zählstellen; die Strecken führen in die Stadt.",
                "Bicycles an hour at six counters; the routes lead into the town."
            ), theme: "TRAN", keywords: ["Radverkehr", "Zählstelle", "Verkehr"], issued: "2023-04-01",
            years: ("2023", nil), licence: listed + "dl-by-de/2.0", formats: [("csv", "CSV")],
            attribution: "Musterkreis (fiktiv), Amt für Mobilität"),
        Entry(
            name: "grundwasserstaende", title: ("Grundwasserstände im Kreis", "Groundwater levels in the district"),
            text: (
                "Tageswerte von vierzehn Messstellen der unteren Wasserbehörde, in Metern über Normalhöhennull.",
                "Daily values of fourteen wells of the water authority, in metres above sea level."
            ), theme: "ENVI", keywords: ["Grundwasser", "Wasser", "Umwelt"], issued: "2021-11-15",
            years: ("1998", "2025"), licence: listed + "dl-zero-de/2.0",
            formats: [("csv", "CSV"), ("geojson", "GEOJSON")]),
        Entry(
            name: "schulen", title: ("Schulen im Musterkreis", "Schools in the district"),
            text: ("Standorte, Schulform und Träger aller Schulen.", "Places, kinds and bodies of all schools."),
            theme: "EDUC", keywords: ["Schule", "Bildung", "Standort"], issued: "2024-08-20", years: nil,
            licence: listed + "cc-by/4.0", formats: [("geojson", "GEOJSON"), ("zip", "SHP")],
            attribution: "Musterkreis (fiktiv)"),
        Entry(
            name: "haltestellen-regionalbus", title: ("Haltestellen der Regionalbusse", nil),
            text: ("Haltestellen mit Steigen und Ausstattung, Stand des Fahrplanwechsels.", nil), theme: "TRAN",
            keywords: ["Haltestelle", "Bus", "ÖPNV"], issued: "2025-12-14", years: ("2026", "2026"),
            licence: "https://creativecommons.org/licenses/by/4.0/", formats: [("csv", "CSV")],
            attribution: "Verkehrsverbund Musterkreis (fiktiv)"),
        Entry(
            name: "naturdenkmale", title: ("Naturdenkmale", "Natural monuments"),
            text: ("Geschützte Bäume, Quellen und Felsen mit Verordnung.", "Protected trees, springs and rocks."),
            theme: "ENVI", keywords: ["Baum", "Naturschutz", "Umwelt"], issued: "2020-05-04", years: nil,
            licence: "Nutzung nach Rücksprache", formats: [("gml", "GML")]),
        Entry(
            name: "haushaltsplan-2026", title: ("Haushaltsplan 2026 des Kreises", "Budget of the district for 2026"),
            text: ("Erträge und Aufwendungen nach Produkten, in Euro.", "Income and expenditure by product, in euros."),
            theme: "GOVE", keywords: ["Haushalt", "Finanzen"], issued: "2026-01-30", years: ("2026", "2026"),
            licence: listed + "dl-by-de/2.0", formats: [("xlsx", "XLSX"), ("csv", "CSV")],
            attribution: "Musterkreis (fiktiv), Kämmerei"),
    ]

    static var document: JSONValue {
        [
            "@context": [
                "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
                "dcatde": "http://dcat-ap.de/def/dcatde/", "foaf": "http://xmlns.com/foaf/0.1/",
                "vcard": "http://www.w3.org/2006/vcard/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
            ], "@graph": .array(entries.map(dataset)),
        ]
    }

    private static func words(_ words: (german: String, english: String?)) -> JSONValue {
        var all: [JSONValue] = [["@value": .string(words.german), "@language": "de"]]
        if let english = words.english { all.append(["@value": .string(english), "@language": "en"]) }
        return .array(all)
    }

    private static func typed(_ text: String, _ type: String) -> JSONValue {
        ["@value": .string(text), "@type": .string(type)]
    }

    private static func dataset(_ entry: Entry) -> JSONValue {
        let address = "\(root)/datasets/\(entry.name)"
        var object: JSONObject = [
            "@id": .string(address), "@type": "dcat:Dataset", "dct:identifier": .string(address),
            "dct:title": words(entry.title), "dct:description": words(entry.text),
            "dcat:theme": [
                "@id": .string("http://publications.europa.eu/resource/authority/data-theme/" + entry.theme)
            ],
            "dcat:keyword": .array(entry.keywords.map { ["@value": .string($0), "@language": "de"] }),
            "dcat:landingPage": ["@id": .string(address)], "dct:issued": typed(entry.issued, "xsd:date"),
            "dct:publisher": [
                "@id": .string(root + "/#kreis"), "@type": "foaf:Agent", "foaf:name": "Musterkreis (fiktiv)",
            ],
            "dcat:contactPoint": [
                "@id": .string(address + "#contact"), "@type": "vcard:Organization", "vcard:fn": "Geoinformation",
                "vcard:hasEmail": ["@id": "mailto:daten@musterkreis.example"],
            ],
        ]
        if let years = entry.years {
            var period: JSONObject = [
                "@id": .string(address + "#period"), "@type": "dct:PeriodOfTime",
                "dcat:startDate": typed(years.first + "-01-01", "xsd:date"),
            ]
            period["dcat:endDate"] = years.last.map { typed($0 + "-12-31", "xsd:date") }
            object["dct:temporal"] = .object(period)
        }
        object["dcat:distribution"] = .array(
            entry.formats.map { format in
                let file = "\(root)/files/\(entry.name).\(format.ending)"
                var inner: JSONObject = [
                    "@id": .string("\(address)#\(format.ending)"), "@type": "dcat:Distribution",
                    "dct:title": words(("\(entry.title.german) (\(format.code))", nil)),
                    "dcat:accessURL": ["@id": .string(file)], "dcat:downloadURL": ["@id": .string(file)],
                    "dct:format": [
                        "@id": .string("http://publications.europa.eu/resource/authority/file-type/" + format.code)
                    ],
                ]
                inner["dct:license"] =
                    entry.licence.hasPrefix("http") ? ["@id": .string(entry.licence)] : .string(entry.licence)
                inner["dcatde:licenseAttributionByText"] = entry.attribution.map { .string($0) }
                return .object(inner)
            })
        return .object(object)
    }
}
