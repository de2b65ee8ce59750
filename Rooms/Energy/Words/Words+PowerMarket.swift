// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Sharing

/// Words of the local market that is played through for a day.
extension Words {
    static let market = Words("Was ein Markt am Ort ergäbe", "What a local market would make")
    static let marketNoBill = Words("Simulation, keine Abrechnung.", "A simulation, no bill.")
    static let marketLead = Words(
        "Die Viertelstunden eines Tages als Börse im Kleinen: Jeder Haushalt fragt nach, was er verbraucht hat, jede Anlage bietet an, was sie erzeugt hat. Gehandelt wird, solange ein Gebot ein Angebot deckt. Nichts davon wird gespeichert oder berechnet, und Verträge ändern sich dadurch nicht.",
        "The quarter hours of a day as a small exchange: each household asks for what it used, each plant offers what it made. Trade goes on while a bid covers an offer. Nothing of it is stored or billed, and no contract changes by it."
    )
    static let marketAssumed = Words("Angenommene Preise", "Assumed prices")
    static let marketAssumedHelp = Words(
        "Niemand hat Gebote abgegeben. Die Preise sind darum gleichmäßig zwischen dem niedrigsten und dem höchsten verteilt, in der Reihenfolge, in der Teilnahmen und Anlagen angelegt sind. Vorgeschlagen sind Werte um den Preis des Gemeinschaftsstroms.",
        "Nobody has named a bid. So the prices are spread evenly from the lowest to the highest, in the order in which relations and plants were entered. What is proposed lies around the price of shared power."
    )
    static let marketBidLow = Words("Niedrigstes Gebot (ct/kWh)", "Lowest bid (ct/kWh)")
    static let marketBidHigh = Words("Höchstes Gebot (ct/kWh)", "Highest bid (ct/kWh)")
    static let marketOfferLow = Words("Niedrigstes Angebot (ct/kWh)", "Lowest offer (ct/kWh)")
    static let marketOfferHigh = Words("Höchstes Angebot (ct/kWh)", "Highest offer (ct/kWh)")
    static let marketResult = Words("Ergebnis des Tages", "Result of the day")
    static let marketRule = Words("Preisregel", "Rule of pricing")
    static let marketPaid = Words("Käufer zahlen", "Buyers pay")
    static let marketReceived = Words("Verkäufer bekommen", "Sellers receive")
    static let marketLeft = Words("bleibt der Gemeinschaft", "left to the community")
    static let marketHours = Words("Stunde für Stunde", "Hour by hour")
    static let marketFrom = Words("Ab", "From")
    static let marketDemand = Words("Nachfrage", "Demand")
    static let marketSupply = Words("Angebot", "Supply")
    static let marketTraded = Words("gehandelt", "traded")
    static let marketUniformPrice = Words("Einheitspreis", "Uniform price")
    static let marketWho = Words("Wer was zahlen und bekommen würde", "Who would pay and receive what")
    static let marketWhoHelp = Words(
        "Gebot und Angebot sind angenommen, nicht das, was diese Person oder Firma zahlen würde.",
        "Bid and offer are assumed, not what this person or firm would pay.")
    static let marketBuyers = Words("Käufer", "Buyers")
    static let marketSellers = Words("Verkäufer", "Sellers")
    static let marketBid = Words("Gebot", "Bid")
    static let marketOffer = Words("Angebotspreis", "Offered price")

    static func marketSentence(traded: String, demand: String, supply: String, shared: String) -> Words {
        Words(
            "Gehandelt würden \(traded) von \(supply) Angebot und \(demand) Nachfrage. Der geltende Schlüssel teilte an diesem Tag \(shared) zu.",
            "\(traded) would be traded of \(supply) offered and \(demand) asked for. The present key shared \(shared) on that day."
        )
    }

    static func pricing(_ pricing: MarketDay.Pricing) -> Words {
        switch pricing {
        case .uniform:
            Words(
                "ein Preis für alle, zu dem niemand, der leer ausging, lieber gehandelt hätte",
                "one price for all, at which nobody who was refused would rather have traded")
        case .discriminatory:
            Words("je Paar die Mitte aus Gebot und Angebot", "for each pair the middle of bid and offer")
        case .payAsBid:
            Words(
                "jeder zum eigenen Preis; der Unterschied bleibt der Gemeinschaft",
                "each at the own price; the difference is the community's")
        }
    }

    /// As the head of a column.
    static func shortPricing(_ pricing: MarketDay.Pricing) -> Words {
        switch pricing {
        case .uniform: Words("ein Preis", "one price")
        case .discriminatory: Words("je Paar", "by pair")
        case .payAsBid: Words("eigener Preis", "own price")
        }
    }
}
