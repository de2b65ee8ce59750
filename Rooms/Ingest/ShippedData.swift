// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Collections of real data that the program knows how to show.
public enum ShippedData {
    /// One import of a collection.
    public struct Part: Sendable, Hashable {
        /// A shipped mapping's name.
        public let mapping: String
        /// Paths of files and folders, absolute.
        public let files: [String]
    }

    /// A town's files in the order of their import, and what is said about the town.
    public struct Collection: Sendable, Hashable {
        public let townName: String
        /// Official municipality key (AGS).
        public let townKey: String
        /// Layers first, so that the map is there when the sensors come.
        public let parts: [Part]
        /// Parts whose files are not there, by mapping.
        public let missing: [String]
    }

    /// The files of Münster below a folder of data (`../shared/data`); its "as of" date is that of the newest value.
    public static func muenster(_ folder: String) -> Collection {
        var parts: [Part] = []
        var missing: [String] = []
        for (mapping, names) in muensterFiles {
            let paths = names.map { folder + "/" + $0 }
            let found = paths.filter { FileManager.default.isReadableFile(atPath: $0) }
            if found.isEmpty { missing.append(mapping) } else { parts.append(Part(mapping: mapping, files: found)) }
        }
        return Collection(townName: "Stadt Münster", townKey: "05515000", parts: parts, missing: missing)
    }

    private static let muensterFiles: [(mapping: String, names: [String])] = [
        ("muenster-stadtbezirke", ["muenster-gebiete/stadtbezirke-muenster.geojson"]),
        ("muenster-stadtteile", ["muenster-gebiete/stadtteile-statistische-bezirke-muenster.geojson"]),
        ("muenster-strassennetz", ["muenster-strassennetz/roxel_strassen.geojson"]),
        ("muenster-baeume", ["muenster-baeume/baumkataster_muenster.csv"]),
        ("muenster-glascontainer", ["muenster-entsorgung/awm-glascontainer-combined.csv"]),
        ("muenster-altkleider", ["muenster-entsorgung/awm-altkleider.csv"]),
        ("muenster-elektrokleingeraete", ["muenster-entsorgung/awm-elektrokleingeraete.csv"]),
        ("muenster-spielplaetze", ["muenster-orte/spielplaetze-muenster.csv"]),
        ("muenster-haltestellen", ["muenster-orte/haltestellen_barrierefrei.csv"]),
        ("muenster-park-and-ride", ["muenster-orte/park_and_ride_stationen.csv"]),
        ("muenster-bike-and-ride", ["muenster-orte/bike_and_ride_stationen.csv"]),
        ("muenster-tischtennis", ["muenster-orte/tischtennisplatten_muenster.csv"]),
        ("muenster-ladesaeulen", ["muenster-orte/ladesaeulen-muenster.csv"]),
        ("muenster-grundwasser", ["muenster-grundwasser/grundwasser-messwerte-muenster.csv"]),
        (
            "muenster-luft",
            [
                "muenster-luft/luftqualitaet_muenster_2020-01-01_2022-01-01_station1140.csv.gz",
                "muenster-luft/luftqualitaet_muenster_2020-01-01_2022-01-01_station1303.csv.gz",
                "muenster-luft/luftqualitaet_muenster_2022-01-01_2024-01-01_station1140.csv.gz",
                "muenster-luft/luftqualitaet_muenster_2022-01-01_2024-01-01_station1303.csv.gz",
            ]
        ),
        ("muenster-aasee", ["muenster-aasee/data"]),
        ("muenster-parken", ["muenster-parken/parkhausbelegung_2019-08_2026-07.tar.xz"]),
        ("muenster-radverkehr", ["muenster-radverkehr/radverkehr_2019_2026-07.tar.xz"]),
    ]
}
