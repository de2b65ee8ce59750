// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Texts of the interface.
extension Words {
    static let interfaceTitle = Words(
        "Messwerte nach Ort und Zeit (OGC API – EDR)", "Observations by place and time (OGC API – EDR)")
    static let interfaceDescription = Words(
        "Messwerte der Kommune als CoverageJSON. Eine Sammlung ist ein Datensatz, ein Ort (location) eine Messstelle.",
        "The municipality's observations as CoverageJSON. A collection is a data set, a location a sensor.")
    static let allCollections = Words(
        "Die Datensätze mit Messwerten an festem Ort", "The data sets with observations at a place")
    static let oneCollection = Words(
        "Ein Datensatz: Gebiet, Zeitraum, Messgrößen", "A data set: area, period, observed properties")
    static let atPosition = Words("Messwerte an einem Punkt", "Observations at a point")
    static let allLocations = Words("Die Messstellen eines Datensatzes", "The sensors of a data set")
    static let atLocation = Words("Messwerte einer Messstelle", "Observations of a sensor")

    static let coordsParameter = Words(
        "POINT(Länge Breite) oder MULTIPOINT in Grad; gemeint sind Messstellen, die höchstens \(Int(EDRCollection.reach)) m davon stehen.",
        "POINT(longitude latitude) or MULTIPOINT in degrees; meant are sensors that stand at most \(Int(EDRCollection.reach)) m from it."
    )
    static let parameterName = Words(
        "Messgrößen, durch Komma getrennt, wie sie in parameter_names stehen; sonst alle.",
        "Observed properties, with commas between them, as they stand in parameter_names; else all.")
    static let crsParameter = Words("Bezugssystem: nur CRS84.", "Reference system: CRS84 only.")
    static let formParameter = Words(
        "Form der Werte: CoverageJSON; der Messstellen: GeoJSON.", "Form of values: CoverageJSON; of sensors: GeoJSON.")
    static let collectionParameter = Words("Name eines Datensatzes", "Name of a data set")
    static let locationParameter = Words("Nummer einer Messstelle", "Number of a sensor")
    static let positionQuery = Words("Werte an einem Punkt", "Values at a point")
    static let locationsQuery = Words("Werte einer Messstelle", "Values of a sensor")
}
