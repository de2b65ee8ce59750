// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Wire

/// A German municipality of the register: what the first questions of a plan are filled with.
public struct Municipality: Sendable, Hashable {
    /// Official municipality key (AGS), eight digits.
    public let key: String
    /// As in the register: "Münster, Stadt".
    public let name: String
    public let areaHectares: Int64?
    public let population: Int64?
    /// Code of its kind in the register (Textkennzeichen 60 to 67).
    public let kindCode: String?
    public let postcode: String?
    /// RegioStaR 7 type, 71 to 77.
    public let regionType: Int64?

    /// People per square kilometre.
    public var density: Double? {
        guard let population, let areaHectares, areaHectares > 0 else { return nil }
        return Double(population) / (Double(areaHectares) / 100)
    }

    /// The state, by the first two digits of the key.
    public var state: String? { Self.states[String(key.prefix(2))] }

    public var kind: Words? {
        switch kindCode {
        case "60": Words("Markt", "Market town")
        case "61": Words("Kreisfreie Stadt", "City that is its own district")
        case "62": Words("Stadtkreis", "City district")
        case "63": Words("Stadt", "Town")
        case "64": Words("Kreisangehörige Gemeinde", "Municipality of a district")
        case "65": Words("Gemeindefreies Gebiet, bewohnt", "Unincorporated area, inhabited")
        case "66": Words("Gemeindefreies Gebiet, unbewohnt", "Unincorporated area, uninhabited")
        case "67": Words("Große Kreisstadt", "Major district town")
        default: nil
        }
    }

    public var regionTypeName: Words? {
        switch regionType {
        case 71: Words("Stadtregion: Metropole", "Urban region: metropolis")
        case 72: Words("Stadtregion: Regiopole und Großstadt", "Urban region: regiopolis or large city")
        case 73: Words("Stadtregion: Mittelstadt, städtischer Raum", "Urban region: medium-sized town")
        case 74: Words("Stadtregion: kleinstädtisch, dörflich", "Urban region: small town or village")
        case 75: Words("Ländliche Region: zentrale Stadt", "Rural region: central town")
        case 76: Words("Ländliche Region: Mittelstadt, städtischer Raum", "Rural region: medium-sized town")
        case 77: Words("Ländliche Region: kleinstädtisch, dörflich", "Rural region: small town or village")
        default: nil
        }
    }

    public var json: JSONValue {
        func number(_ value: Int64?) -> JSONValue { value.map { .init($0) } ?? .null }
        return [
            "ags": .string(key), "name": .string(name), "state": state.map { .string($0) } ?? .null,
            "population": number(population), "areaHectares": number(areaHectares),
            "density": density.map { .init(($0 * 10).rounded() / 10) } ?? .null, "kind": kind?.json ?? .null,
            "postcode": postcode.map { .string($0) } ?? .null, "regionType": number(regionType),
            "regionTypeName": regionTypeName?.json ?? .null,
        ]
    }

    private static let states = [
        "01": "Schleswig-Holstein", "02": "Hamburg", "03": "Niedersachsen", "04": "Bremen",
        "05": "Nordrhein-Westfalen", "06": "Hessen", "07": "Rheinland-Pfalz", "08": "Baden-Württemberg",
        "09": "Bayern", "10": "Saarland", "11": "Berlin", "12": "Brandenburg", "13": "Mecklenburg-Vorpommern",
        "14": "Sachsen", "15": "Sachsen-Anhalt", "16": "Thüringen",
    ]
}
