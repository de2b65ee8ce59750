// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import Energy
import EnergyContracts
import EnergyPages
import HTTPSupport
import HTTPTypes
import Hummingbird
import Logging
import Metering
import Rights
import Site
import Storage
import Wire

/// A contract's paper, for who runs the sharing and for its parties; the member accepts and withdraws there.
extension ContractRoutes {
    var paperRoutes: RoomRoutes {
        var routes = RoomRoutes()
        routes.get("/energy/{number}/contracts/papers/{paper}", Words("Ein Vertrag", "A contract")) {
            request, context in
            let page = try await paper(context)
            return html(page.html(try await frame(request, context)), request)
        }
        routes.get(
            "/energy/{number}/contracts/papers/{paper}/contract.pdf",
            Words("Ein Vertrag als PDF", "A contract as PDF"), for: .programs
        ) { _, context in
            let page = try await paper(context)
            guard let paper = page.paper else { throw Self.noPaper }
            return try await EnergyRoutes.printed(paper, name: "contract-\(page.contract.id)", context)
        }
        routes.get(
            "/energy/{number}/contracts/papers/{paper}/contract.txt",
            Words("Der Text eines Vertrags, auf das Byte", "The text of a contract, to the byte"), for: .programs
        ) { _, context in
            let page = try await paper(context)
            guard let paper = page.contract.paper else { throw Self.noPaper }
            return EnergyRoutes.file(
                paper.bytes, type: "text/plain; charset=utf-8", name: "contract-\(page.contract.id).txt")
        }
        for (name, purpose) in [
            ("accept", Words("Den eigenen Vertrag annehmen", "Accept one's own contract")),
            ("withdraw", Words("Den eigenen Vertrag widerrufen", "Withdraw from one's own contract")),
        ] {
            routes.post("/energy/{number}/contracts/papers/{paper}/\(name)", purpose) { request, context in
                try refuseForeignForm(request)
                var page = try await paper(context)
                // for a member who accepted on paper the clerk enters it
                guard page.seat == .member else { throw Self.noPaper }
                let (community, id, author, today) = (page.community, page.contract.id, author(context), today)
                do {
                    try await engine.write { connection in
                        let desk = ContractDesk(
                            community: community, author: author, today: today, connection: connection)
                        if name == "accept" {
                            try desk.accept(id, on: today, by: .account)
                        } else {
                            try desk.withdraw(id, on: today, by: .account)
                        }
                    }
                    return redirect(.paper(community.id, id))
                } catch let fault as EnergyFault {
                    page.fault = fault
                    return html(page.html(try await frame(request, context)), request, status: .badRequest)
                }
            }
        }
        return routes
    }

    private static let noPaper = Problem.notFound("There is no such contract.", german: "Diesen Vertrag gibt es nicht.")

    /// A contract for who runs the sharing, or whose it is; to all others there is none.
    private func paper(_ context: HTTPContext) async throws -> ContractPage {
        let (number, id) = (try number(context, "number"), try self.number(context, "paper"))
        let (reader, today) = (context.reader, today)
        let found = try await engine.read { connection -> ContractPage? in
            guard let contract = try ContractQueries.one(id, of: number, on: connection) else { return nil }
            let seat: ContractPage.Seat
            let community: Community
            var own: [(community: Community, party: Int64)] = []
            if case .account(let account, _) = reader.identity {
                own = try EnergyQueries.memberships(of: account, on: connection).filter { $0.community.id == number }
            }
            if let mine = own.first(where: { $0.party == contract.party }) {
                (seat, community) = (.member, mine.community)
            } else if let managed = try EnergyQueries.community(number, for: reader, on: connection) {
                (seat, community) = (.clerk, managed)
            } else if let mine = own.first(where: { $0.party == contract.runner }) {
                (seat, community) = (.operating, mine.community)
            } else {
                return nil
            }
            let names = try Self.names(number, .german, on: connection)
            return ContractPage(
                community: community, contract: contract, member: names[contract.party] ?? "–",
                operating: names[contract.runner] ?? "–", seat: seat, today: today)
        }
        guard let found else { throw Self.noPaper }
        return found
    }
}
