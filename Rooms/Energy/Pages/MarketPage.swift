// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import HTTPSupport
import Metering
import Settlement
import Sharing
import Site

/// A day as a local market would have it: quantities and prices by three rules. A simulation, nobody is billed by it.
struct MarketPage: PageOfForms {
    let community: Community
    let day: CivilDay
    /// What is in the form.
    let assumption: MarketSimulation.Assumption
    let simulation: MarketSimulation?
    /// By the id of a contract or plant.
    let names: [String: String]
    /// Why there is no simulation.
    var fault: EnergyFault?
    /// The fields as they came, where they could not be read.
    var values: FormBody?

    var failed: (form: String, fault: EnergyFault, values: FormBody)? {
        guard let fault, let values else { return nil }
        return ("market", fault, values)
    }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let error: HTML =
            fault.map { "<div class=\"summary\" role=\"alert\"><p>\(language($0.words))</p></div>" } ?? ""
        var result: HTML = ""
        if let simulation, let outcomes = outcomes(simulation) {
            result = """
                <section class="card" aria-labelledby="result"><h2 id="result">\(language(.marketResult))</h2>\
                \(sentence(simulation, frame))\(rules(outcomes, frame))</section>
                <section class="card" aria-labelledby="hours"><h2 id="hours">\(language(.marketHours))</h2>\
                \(hours(simulation, frame))</section>
                <section class="card" aria-labelledby="who"><h2 id="who">\(language(.marketWho))</h2>\
                <p>\(language(.marketWhoHelp))</p>\(buyers(simulation, outcomes, frame))\(sellers(simulation, outcomes, frame))</section>
                """
        }
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.market)): \(frame.date(day))</h1>\
            <p class="gaps"><strong>\(language(.marketNoBill))</strong></p><p class="lead">\(language(.marketLead))</p></div>\(error)\
            <section class="card" aria-labelledby="assumed"><h2 id="assumed">\(language(.marketAssumed))</h2>\(form(language))</section>
            \(result)</div>
            """
        return frame.document(
            title: language(.market), section: .energy,
            breadcrumbs: SharingPage.crumbs(community, language) + [
                Breadcrumb(name: language(.powerModels), url: .sharing(community.id, "models"))
            ], content: content)
    }

    private typealias Outcomes = [(pricing: MarketDay.Pricing, outcome: MarketDay.Outcome)]

    private func outcomes(_ simulation: MarketSimulation) -> Outcomes? {
        try? MarketDay.Pricing.allCases.map { ($0, try simulation.market.outcome($0)) }
    }

    private func form(_ language: Language) -> HTML {
        func price(_ name: String, _ label: Words, _ value: Int) -> HTML {
            field("market", name, label, value: PowerForms.thousandths(value, language), language)
        }
        let fields: [HTML] = [
            field("market", "day", .powerDay, type: "date", value: "\(day)", language),
            price("bid-low", .marketBidLow, assumption.bids.lowerBound),
            price("bid-high", .marketBidHigh, assumption.bids.upperBound),
            price("offer-low", .marketOfferLow, assumption.offers.lowerBound),
            price("offer-high", .marketOfferHigh, assumption.offers.upperBound),
        ]
        return """
            <p>\(language(.marketAssumedHelp))</p>
            <form class="form" method="get" action="\(SiteURL.sharing(community.id, "market"))">\(fields)
            <div><button type="submit">\(language(.powerShow))</button></div></form>
            """
    }

    private func sentence(_ simulation: MarketSimulation, _ frame: PageFrame) -> HTML {
        let shared = simulation.bids.reduce(0) { $0 + (simulation.shared[$1.id] ?? 0) }
        let words = Words.marketSentence(
            traded: frame.energy(simulation.market.wattHours), demand: frame.energy(simulation.demand),
            supply: frame.energy(simulation.supply), shared: frame.energy(shared))
        return "<p class=\"finding\">\(frame.language(words))</p>"
    }

    private func rules(_ outcomes: Outcomes, _ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = outcomes.map { pricing, outcome -> [HTML] in
            [
                "\(language(.pricing(pricing)))", "\(frame.thousandths(outcome.paid))",
                "\(frame.thousandths(outcome.received))", "\(frame.thousandths(outcome.toTheCommunity))",
            ]
        }
        return PowerTable(
            caption: .marketResult, header: [.marketRule, .marketPaid, .marketReceived, .marketLeft], numbers: 3,
            rows: rows
        ).html(language)
    }

    private func hours(_ simulation: MarketSimulation, _ frame: PageFrame) -> HTML {
        let language = frame.language
        var rows = simulation.hours.map { hour -> [HTML] in
            var price = "–"
            if let prices = hour.prices {
                let (low, high) = (
                    frame.price(prices.lowerBound, .community), frame.price(prices.upperBound, .community)
                )
                price = low == high ? low : "\(low) – \(high)"
            }
            return [
                "\(hour.label)", "\(frame.energy(hour.demand))", "\(frame.energy(hour.supply))",
                "\(frame.energy(hour.traded))", "\(price)",
            ]
        }
        let all = simulation.hours
        rows.append([
            "\(language(.powerSum))", "\(frame.energy(all.reduce(0) { $0 + $1.demand }))",
            "\(frame.energy(all.reduce(0) { $0 + $1.supply }))", "\(frame.energy(all.reduce(0) { $0 + $1.traded }))",
            "",
        ])
        return PowerTable(
            caption: .marketHours,
            header: [.marketFrom, .marketDemand, .marketSupply, .marketTraded, .marketUniformPrice], numbers: 4,
            rows: rows, hasSum: true
        ).html(language)
    }

    private func buyers(_ simulation: MarketSimulation, _ outcomes: Outcomes, _ frame: PageFrame) -> HTML {
        participants(
            .marketBuyers, [.powerWho, .marketBid, .marketDemand, .marketTraded], simulation.bids,
            outcomes.map { ($0.pricing, $0.outcome.buyers) }, frame)
    }

    private func sellers(_ simulation: MarketSimulation, _ outcomes: Outcomes, _ frame: PageFrame) -> HTML {
        participants(
            .marketSellers, [.powerPlant, .marketOffer, .marketSupply, .marketTraded], simulation.offers,
            outcomes.map { ($0.pricing, $0.outcome.sellers) }, frame)
    }

    private func participants(
        _ caption: Words, _ header: [Words], _ orders: [MarketSimulation.Order],
        _ parts: [(pricing: MarketDay.Pricing, parts: [MarketDay.Part])], _ frame: PageFrame
    ) -> HTML {
        let language = frame.language
        guard !orders.isEmpty else { return "" }
        let known = parts.map { Dictionary(uniqueKeysWithValues: $0.parts.map { ($0.id, $0) }) }
        var rows = orders.map { order -> [HTML] in
            let traded = known.first?[order.id]?.wattHours ?? 0
            return [
                "\(names[order.id] ?? order.id)", "\(frame.price(order.price, .community))",
                "\(frame.energy(order.wattHours))", "\(frame.energy(traded))",
            ] + known.map { "\(frame.thousandths($0[order.id]?.amount ?? 0))" as HTML }
        }
        let traded = parts.first?.parts.reduce(0) { $0 + $1.wattHours } ?? 0
        rows.append(
            [
                "\(language(.powerSum))", "", "\(frame.energy(orders.reduce(0) { $0 + $1.wattHours }))",
                "\(frame.energy(traded))",
            ] + parts.map { "\(frame.thousandths($0.parts.reduce(0) { $0 + $1.amount }))" as HTML })
        return PowerTable(
            caption: caption, header: header + parts.map { .shortPricing($0.pricing) }, numbers: 3 + parts.count,
            rows: rows, hasSum: true
        ).html(language)
    }
}

extension PageFrame {
    /// Thousandths of a cent, all of them: `1.234,567 ct`.
    func thousandths(_ amount: Int) -> String {
        let text = format.number(Double(amount.magnitude) / 1000, decimals: 3)
        return "\(amount < 0 ? "−" : "")\(text)\u{202F}ct"
    }
}
