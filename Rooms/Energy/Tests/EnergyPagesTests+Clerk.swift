// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import EnergyOracles
import HTTPSupport
import HTTPTypes
import HummingbirdTesting
import Metering
import NIOCore
import PowerBills
import Rights
import Settlement
import Sharing
import Site
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyPages

/// What a clerk meets: names that two have, bills without a mandate, prices that overlap, a day as a market.
extension EnergyPagesTests {
    private static func desk(
        _ engine: any StorageEngine, _ town: EnergyTown, _ deed: @escaping @Sendable (EnergyDesk) throws -> Void
    ) async throws {
        try await engine.write {
            try deed(EnergyDesk(community: town.community, author: EnergyTown.author, connection: $0))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `two members of one name are told apart wherever somebody chooses or pays`(_ kind: TestEngine) async throws {
        try await Self.pages(kind, as: Self.administrator) { client, engine, town in
            try await Self.desk(engine, town) { desk in
                _ = try desk.add(
                    Party(name: "Haushalt m1", street: "Neugasse 4", place: "12345 Musterstadt"),
                    from: EnergyTown.day(1))
            }
            let first = town.parties["m1"] ?? 0
            let known = "Haushalt m1, Dorfstraße 9, 12345 Musterstadt (Nr. \(first))"
            for path in ["accounts", "setup", "notices"] {
                let page = try await Self.text(client, "/energy/1/\(path)")
                #expect(page.status == .ok && page.text.contains(known), "\(path)")
                #expect(page.text.contains("Haushalt m1, Neugasse 4, 12345 Musterstadt (Nr. "), "\(path)")
                #expect(page.text.contains("Haushalt m2") && !page.text.contains("Haushalt m2, Dorfstraße"))
            }
            let items = try await Self.text(client, "/energy/1/accounts")
            #expect(items.text.contains("<th scope=\"row\">\(known)</th>"), "the open item says whose it is")
            let english = try await Self.text(client, "/energy/1/accounts?lang=en")
            #expect(english.text.contains("12345 Musterstadt (no. \(first))"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a bill that nobody collects says where to pay, and a missing account is told before the run`(
        _ kind: TestEngine
    ) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await Self.pages(kind, as: Self.administrator, settled: false) { client, engine, town in
            _ = try await engine.write { try town.take(try EnergyTown.table(input, twelfth: "W"), on: $0) }
            let new = "/energy/1/runs/new?from=2026-10-01&through=2026-10-31"
            let warned = try await Self.text(client, new)
            #expect(warned.text.contains("keine IBAN des Dienstleisters") && warned.text.contains("6 Rechnungen"))
            try await Self.desk(engine, town) { desk in
                var terms = EnergyTown.terms(.cascade)
                (terms.contact.iban, terms.creditor) = ("DE89370400440532013000", "DE98ZZZ09999999999")
                try desk.set(terms, from: EnergyTown.day(1))
                var payer = PowerDocument.Contact()
                payer.iban = "DE02120300000000202051"
                try desk.set(
                    payer, Party.Mandate(reference: "M-3", signed: EnergyTown.day(1)), of: town.parties["m3"] ?? 0,
                    from: EnergyTown.day(1))
            }
            #expect(try await !Self.text(client, new).text.contains("keine IBAN des Dienstleisters"))
            let run = try await engine.write { try town.settle(on: $0) }
            let documents = try await engine.read { try RunQueries.documents(of: run.id, on: $0) }
            for stored in documents {
                let document = try #require(stored.document)
                let page = try await Self.text(client, "/energy/1/documents/\(stored.id)")
                let asks = document.kind == .bill && stored.party != town.parties["m3"]
                #expect(page.text.contains("Bitte überweisen Sie") == asks, "\(document.number)")
                guard stored.party == town.parties["m2"] else { continue }
                #expect(
                    page.text.contains(
                        "Bitte überweisen Sie 239,13\u{202F}€ bis zum 22.11.2026 an Stadtwerk Musterstadt, IBAN DE89 3704 0044 0532 0130 00, Verwendungszweck \(document.number)."
                    ))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a run says how many papers stay, and a price in the way is named in its form`(
        _ kind: TestEngine
    ) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await Self.pages(kind, as: Self.administrator) { client, engine, town in
            _ = try await engine.write { try town.take(try EnergyTown.table(input, twelfth: "W"), on: $0) }
            func post(_ path: String, _ fields: String) async throws -> (HTTPResponse.Status, String) {
                let answer = try await client.execute(
                    uri: "/energy/1/\(path)", method: .post, headers: Self.form, body: ByteBuffer(string: fields))
                return (answer.status, String(buffer: answer.body))
            }
            #expect(try await post("runs/1/correct", "reason=Nachgeliefert").0 == .seeOther)
            let run = try await Self.text(client, "/energy/1/runs/2")
            let written = "Neu geschrieben: 5\u{00A0}Rechnungen und 2\u{00A0}Gutschriften."
            #expect(run.text.contains("\(written) So geblieben: 1\u{00A0}Rechnung und 0\u{00A0}Gutschriften."))
            let stands = try await engine.read { connection in
                try RunQueries.documents(of: 1, on: connection).first { !$0.isReversed }
            }
            let left = try await Self.text(client, "/energy/1/documents/\(stands?.id ?? 0)")
            #expect(stands?.party == town.parties["m6"] && left.text.contains("Es gilt, endgültig."))
            let refused = try await post("setup/price", "line=base&value=5000&from=2026-12-01")
            #expect(refused.0 == .badRequest && refused.1.contains("gilt schon ein Preis"))
            #expect(try await post("setup/price", "line=base&value=5000&from=2026-12-01&replaces=yes").0 == .seeOther)
            let prices = try await Self.text(client, "/energy/1/setup")
            #expect(prices.text.contains("01.10.2026 – 30.11.2026") && prices.text.contains("50,00\u{202F}€ im Jahr"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a day is played through as a market, and nothing of it is kept`(_ kind: TestEngine) async throws {
        try await Self.pages(kind, as: Self.administrator) { client, engine, town in
            func state() async throws -> [Int64?] {
                try await engine.read { connection in
                    [
                        try connection.integer("SELECT count(*) FROM energy_version"),
                        try connection.integer("SELECT count(*) FROM energy_run"),
                        try connection.integer("SELECT count(*) FROM energy_entry"),
                        try connection.integer("SELECT count(*) FROM energy_revision"),
                    ]
                }
            }
            let before = try await state()
            let page = try await Self.text(client, "/energy/1/market?day=2026-10-25")
            #expect(page.status == .ok && page.text.contains("Simulation, keine Abrechnung."))
            // the hour that the clock shows twice
            #expect(page.text.contains(">2A:00<") && page.text.contains(">2B:00<"))
            let simulation = try await engine.read { connection in
                let day = EnergyTown.day(25)
                let input = try RunInput.read(town.community, day...day, in: EnergyTown.berlin, on: connection)
                return try MarketSimulation(input.period, MarketSimulation.Assumption(input.period.prices, on: day))
            }
            let hours = simulation.hours
            #expect(hours.count == 25 && simulation.bids.count == 5 && simulation.offers.count == 2)
            #expect(
                hours.reduce(0) { $0 + $1.traded } == simulation.market.wattHours && simulation.market.wattHours > 0)
            #expect(hours.reduce(0) { $0 + $1.demand } == simulation.demand)
            #expect(hours.reduce(0) { $0 + $1.supply } == simulation.supply)
            #expect(simulation.market.wattHours <= min(simulation.demand, simulation.supply))
            let paid = try simulation.market.outcome(.uniform).paid
            let digits = Format(.german).number(Double(paid) / 1000, decimals: 3)
            #expect(page.text.contains("\(digits)\u{202F}ct"), "\(digits)")
            // the last settled day without a choice; what cannot be is said in the form
            #expect(try await Self.text(client, "/energy/1/market?lang=en").text.contains("31 Oct 2026"))
            let missing = try await Self.text(client, "/energy/1/market?day=2026-11-02")
            #expect(missing.status == .ok && missing.text.contains("Für den 02.11.2026 fehlen Messwerte"))
            let prices = "bid-low=30&bid-high=10,5&offer-low=-1&offer-high=2"
            let turned = try await Self.text(client, "/energy/1/market?day=2026-10-25&\(prices)")
            #expect(turned.status == .badRequest && turned.text.contains("niedrigste Preis liegt über"))
            let unread = try await Self.text(client, "/energy/1/market?day=2026-10-25&bid-low=1,2,3&\(prices)")
            #expect(unread.status == .badRequest)
            #expect(try await state() == before)
        }
    }

    @Test(
        arguments: [
            ("12,5", 12_500), ("12.345", 12_345), ("0", 0), ("-3,05", -3050), ("1,2,3", nil), ("1,2345", nil),
            ("", nil),
            ("zwölf", nil), ("100001", nil), ("+4", nil),
        ] as [(String, Int?)])
    func `a price in cents is read to its thousandths, or not at all`(_ text: String, _ price: Int?) {
        let read = try? PowerForms.thousandths(FormBody(fields: ["p": text]), "p")
        #expect(read == price)
    }

    @Test func `with fewer than five members a key that moves is warned of, a fixed one is not`() async throws {
        try await Self.pages(.sqlite, as: Self.administrator, settled: false) { client, engine, town in
            let warning = "Weniger als fünf Mitglieder"
            #expect(try await !Self.text(client, "/energy/1").text.contains(warning))
            try await engine.write { connection in
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                for member in ["m1", "m5"] {
                    try desk.end(relation: town.relations[member] ?? 0, through: EnergyTown.day(31))
                }
            }
            #expect(try await Self.text(client, "/energy/1").text.contains(warning), "three are left in November")
            try await engine.write { connection in
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                try desk.set(EnergyTown.terms(.fixed), from: EnergyTown.day(32))
            }
            #expect(try await !Self.text(client, "/energy/1").text.contains(warning))
        }
    }
}
