// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// Why something cannot be shared; nothing is allocated then.
public enum SharingError: Error, Sendable, Hashable {
    case sameIDTwice(String)
    /// As many values as there are sharers are needed.
    case count(expected: Int, found: Int)
    /// Shares of a million that are more than a million together.
    case sharesAboveAll(sum: Int)
    /// Parts per hundred that are more than a hundred together.
    case factorsAbove100(sum: Int)
    case negative(Int)
    /// More than 2³² − 1: of a key's weights together, or of watt-hours in one quarter hour.
    case tooLarge
    /// A key is needed for all models but the dynamic one.
    case keyMissing
    /// More was allocated than the plants gave.
    case allocatedAboveGeneration(allocated: Int, generation: Int)
    case unknownGroup(String)
    /// Thousandths of a cent per kWh, far beyond what power costs.
    case price(Int)

    /// In whole sentences, what is wrong and what helps.
    public var words: Words {
        switch self {
        case .sameIDTwice(let id):
            Words("„\(id)“ steht zweimal in der Liste.", "\"\(id)\" is listed twice.")
        case .count(let expected, let found):
            Words(
                "Es braucht \(expected) Werte, einen je Teilnehmer; es sind \(found).",
                "\(expected) values are needed, one for each participant; there are \(found).")
        case .sharesAboveAll(let sum):
            Words(
                "Die Anteile ergeben zusammen \(sum) Millionstel, also mehr als 100 %.",
                "The shares sum to \(sum) millionths, more than 100 %.")
        case .factorsAbove100(let sum):
            Words(
                "Die Anteile des Zählpunkts an seinen Gemeinschaften ergeben \(sum) %, höchstens 100 % sind möglich.",
                "The point's factors for its communities sum to \(sum) %; at most 100 % can be.")
        case .negative(let value):
            Words(
                "\(value) ist negativ; Mengen und Schlüssel sind es nie.",
                "\(value) is negative; amounts and keys never are.")
        case .tooLarge:
            Words(
                "Die Summe übersteigt 4.294.967.295: kleinere Gewichte wählen oder die Einheit der Werte prüfen.",
                "The sum exceeds 4,294,967,295: choose smaller weights, or check the unit of the values.")
        case .keyMissing:
            Words("Dieses Modell braucht einen Schlüssel.", "This model needs a key.")
        case .allocatedAboveGeneration(let allocated, let generation):
            Words(
                "Zugeteilt sind \(allocated) Wh, erzeugt wurden nur \(generation) Wh.",
                "\(allocated) Wh are allocated, only \(generation) Wh were generated.")
        case .price(let price):
            Words(
                "Ein Preis von \(price / 1000) ct/kWh liegt über 1.000 € je kWh; bitte die Einheit prüfen.",
                "A price of \(price / 1000) ct/kWh is beyond 1,000 € per kWh; please check the unit.")
        case .unknownGroup(let name):
            Words("„\(name)“ gehört zu keiner der Stufen.", "\"\(name)\" belongs to none of the tiers.")
        }
    }
}
