// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import HTTPSupport
import Hummingbird
import Metering
import Settlement
import Sharing
import Site
import Storage

/// A local market, played through for a day.
extension EnergyRoutes {
    var marketRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get(
            "/energy/{number}/market",
            Words(
                "Ein Tag als Markt am Ort: Simulation, keine Abrechnung",
                "A day as a local market: a simulation, no bill")
        ) { request, context in
            try await market(request, context)
        }
        return routes
    }

    private func market(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let community = try await community(context)
        let values = query(request)
        let (calendar, today, language) = (calendar, today, language(request))
        let page = try await context.read(engine, isCostly: true) { connection -> MarketPage in
            // the last day that is settled has all its values
            let last = try RunQueries.settledThrough(community.id, on: connection)
            var day = last ?? CivilDay(number: today.number - 1)
            let prices = try SharedPeriod.known(of: community.id, on: connection)
            var assumption = MarketSimulation.Assumption(prices, on: day)
            func page(
                _ simulation: MarketSimulation? = nil, _ names: [String: String] = [:], _ fault: EnergyFault? = nil,
                _ values: FormBody? = nil
            ) -> MarketPage {
                MarketPage(
                    community: community, day: day, assumption: assumption, simulation: simulation, names: names,
                    fault: fault, values: values)
            }
            do {
                if !values["day"].isEmpty {
                    day = try PowerForms.day(values, "day")
                    assumption = MarketSimulation.Assumption(prices, on: day)
                }
                let asks = ["bid-low", "bid-high", "offer-low", "offer-high"].contains { !values[$0].isEmpty }
                if asks { assumption = try PowerForms.assumption(values) }
            } catch let fault as EnergyFault {
                return page(nil, [:], fault, values)
            }
            do {
                let input = try RunInput.read(community, day...day, in: calendar, on: connection)
                guard input.period.gaps(acceptsProvisional: true).isEmpty else {
                    return page(nil, [:], .noDay(day))
                }
                return page(try MarketSimulation(input.period, assumption), input.names(language))
            } catch let fault as EnergyFault {
                return page(nil, [:], fault)
            }
        }
        return html(
            page.html(try await frame(request, context)), request, status: page.failed == nil ? .ok : .badRequest)
    }
}

extension PowerForms {
    static func assumption(_ form: FormBody) throws(EnergyFault) -> MarketSimulation.Assumption {
        let bids = (low: try thousandths(form, "bid-low"), high: try thousandths(form, "bid-high"))
        let offers = (low: try thousandths(form, "offer-low"), high: try thousandths(form, "offer-high"))
        guard bids.low <= bids.high else { throw .lowAboveHigh(field: "bid-low") }
        guard offers.low <= offers.high else { throw .lowAboveHigh(field: "offer-low") }
        return MarketSimulation.Assumption(bids: bids.low...bids.high, offers: offers.low...offers.high)
    }

    /// A price such as `12,5` or `12.5` ct/kWh in thousandths of a cent; negative ones are possible.
    static func thousandths(_ form: FormBody, _ name: String) throws(EnergyFault) -> Int {
        var text = form[name].filter { $0 != " " && $0 != "\u{202F}" }[...]
        guard !text.isEmpty else { throw .empty(field: name) }
        let isNegative = text.hasPrefix("-") || text.hasPrefix("−")
        if isNegative { text = text.dropFirst() }
        let parts = text.split(separator: text.contains(",") ? "," : ".", omittingEmptySubsequences: false)
        let digits = parts.map { Array($0.utf8) }
        guard parts.count <= 2, digits.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }),
            (1...6).contains(digits[0].count), digits.count == 1 || (1...3).contains(digits[1].count),
            let whole = Int(parts[0]),
            let rest = Int(
                (digits.count == 2 ? String(parts[1]) : "")
                    + String(repeating: "0", count: 3 - (digits.count == 2 ? digits[1].count : 0)))
        else { throw .unreadable(field: name, form[name]) }
        let price = whole * 1000 + rest
        guard price <= MarketOrder.highestPrice else { throw .unreadable(field: name, form[name]) }
        return isNegative ? -price : price
    }

    /// As a field shows it: `12,500`.
    static func thousandths(_ price: Int, _ language: Language) -> String {
        let rest = String(Int(price.magnitude) % 1000)
        let mark = language == .german ? "," : "."
        return
            "\(price < 0 ? "-" : "")\(Int(price.magnitude) / 1000)\(mark)\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }
}
