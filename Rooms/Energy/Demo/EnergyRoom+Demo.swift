// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Energy
import EnergyChanges
import EnergyContracts
import EnergyPages
import Ledger
import MeterTables
import Metering
import PowerBills
import Rights
package import RoomKit
import Settlement
import Sharing
import Site
import Storage
import Wire

extension EnergyRoom {
    /// The fictional town's cooperative. Small: a plant on the school, three households, two months, one of them
    /// corrected. Whole: three plants, one with a battery, 300 points, fourteen months, a move and a correction.
    package static func furnish(_ town: DemonstrationTown) async throws {
        guard let calendar = ZonedCalendar(identifier: Community.zone) else { return }
        let isWhole = town.whole.contains(name)
        try await town.engine.write { connection in
            guard try SettingQueries.value(of: .isFictional, on: connection) == "true",
                try connection.integer("SELECT count(*) FROM energy_community") == 0
            else { return }
            try DemoSharing(
                isWhole: isWhole, now: town.now, power: DemoPower(calendar: calendar), calendar: calendar,
                connection: connection
            ).furnish()
        }
    }
}

/// What the demonstration's sharing consists of; its values are made up and the same for the same moment.
struct DemoSharing {
    let isWhole: Bool
    /// Points that use power, where the sharing is whole.
    var households = 300
    let now: Instant
    let power: DemoPower
    let calendar: ZonedCalendar
    let connection: any StorageConnection

    /// As many times as large as the demonstration: the plants grow with it.
    private var growth: Int { max(1, households / 300) }

    private static let place = "12345 Musterstadt"
    private static let few = [
        (name: "Familie Acker", street: "Schulgasse 3", base: 60, part: 300_000),
        (name: "Birgit Bach", street: "Schulgasse 5", base: 35, part: 200_000),
        (name: "Wohngemeinschaft Linde", street: "Lindenweg 1", base: 110, part: 400_000),
    ]
    private static let surnames = [
        "Amsel", "Birke", "Dachs", "Eiche", "Fink", "Garten", "Hasel", "Igel", "Kiefer", "Lerche", "Meise", "Nuss",
        "Otter", "Pappel", "Quelle", "Reh", "Schilf", "Taube", "Ulme", "Wiese",
    ]
    private static let streets = [
        "Am Anger", "Bachgasse", "Birkenweg", "Dorfstraße", "Gartenstraße", "Kirchplatz", "Lindenweg", "Mühlweg",
        "Schulgasse", "Seestraße", "Waldrand", "Wiesengrund",
    ]

    struct Home {
        let name: String
        let street: String
        let kind: DemoPower.Kind
        let part: Int
    }

    /// A point with its number and how its values are made.
    struct Series {
        let number: Int64
        let malo: String
        let feedsIn: Bool
        let kind: DemoPower.Kind
    }

    private var homes: [Home] {
        let few = Self.few.map { Home(name: $0.name, street: $0.street, kind: .household($0.base), part: $0.part) }
        guard isWhole else { return few }
        let bakery = Home(name: "Bäckerei Korn", street: "Marktplatz 4", kind: .bakery(1500), part: 4)
        return few.map { Home(name: $0.name, street: $0.street, kind: $0.kind, part: 2) } + [bakery]
            + (4..<households).map { index in
                let surname = Self.surnames[index % Self.surnames.count]
                let street = Self.streets[index % Self.streets.count]
                return Home(
                    name: index % 7 == 0 ? "Wohngemeinschaft \(surname)" : "Familie \(surname)",
                    street: "\(street) \(1 + index / Self.streets.count)", kind: .household(15 + index * 13 % 40),
                    part: 1 + index % 3)
            }
    }

    func furnish() throws {
        let today = TownTime().day(now)
        let count = isWhole ? 14 : 2
        let first = CalendarDay(year: today.year, month: today.month, day: 1).adding(months: -count)
        let months = (0..<count).map { offset -> ClosedRange<CivilDay> in
            let from = first.adding(months: offset)
            return CivilDay(number: from.number)...CivilDay(number: from.adding(months: 1).number - 1)
        }
        let author = self.author(at: CalendarDay(number: first.number))
        let id = try EnergyQueries.create("Sonnendach Musterstadt eG", by: author, on: connection)
        guard let community = try EnergyQueries.community(id, for: .system, on: connection) else { return }
        let desk = EnergyDesk(community: community, author: author, connection: connection)
        let (plants, households) = try contracts(desk, from: months[0].lowerBound)
        let points = plants + households
        try warn(community, author)
        try sign(community, author)
        if isWhole { try move(desk, households[9], on: CivilDay(number: months[7].lowerBound.number + 14)) }
        // one household's ninth is a substitute value in one month, which is measured later
        let corrected = count - 2
        for (index, month) in months.enumerated() {
            let settled = CalendarDay(number: month.upperBound.number).adding(days: 5)
            let later = self.author(at: min(settled, today))
            let ninth = CivilDay(number: month.lowerBound.number + 8)
            try take(points, month, substitute: index == corrected ? (households[1], ninth) : nil, community, later)
            let run = try settle(month, community, later, issued: min(settled, today))
            if isWhole { try pay(community, month, of: later, isLast: index == count - 1) }
            guard index == corrected else { continue }
            let corrector = self.author(at: min(settled.adding(days: 12), today))
            try take([households[1]], ninth...ninth, substitute: nil, community, corrector)
            _ = try settle(
                month, community, corrector, issued: min(settled.adding(days: 12), today), corrects: run)
        }
    }

    /// Everybody who takes part was warned by a letter before.
    private func warn(_ community: Community, _ author: Author) throws {
        let day = CivilDay(number: Int(author.at.microseconds / 86_400_000_000))
        let relations = try EnergyQueries.versions(Relation.self, of: community.id, on: connection)
        let before = CivilDay(number: day.number - 21)
        _ = try NoticeQueries.write(
            NoticeQueries.Draft(
                kind: .warnings, plant: nil, day: before,
                body: Words.proposed(.warnings, community.name, "Stadtwerk Musterstadt").german, way: .letter,
                posted: before, proof: "Einwurf-Einschreiben (Beispiel)"),
            to: Set(relations.map(\.content.party)).sorted(), in: community.id, by: author, today: day, on: connection)
    }

    /// A few contracts: the first household accepted both on paper, the next two have their offers.
    private func sign(_ community: Community, _ author: Author) throws {
        let today = CivilDay(number: Int(author.at.microseconds / 86_400_000_000))
        let desk = ContractDesk(community: community, author: author, today: today, connection: connection)
        let relations = try EnergyQueries.versions(Relation.self, of: community.id, on: connection)
        for (index, relation) in relations.prefix(3).enumerated() {
            _ = try desk.offer(relation.number)
            guard index < 1 else { continue }
            for contract in try ContractQueries.all(ofRelation: relation.number, in: community.id, on: connection) {
                try desk.accept(contract.id, on: today, by: .letter, proof: "Akte 7/\(index + 1) (Beispiel)")
            }
        }
    }

    func author(at day: CalendarDay) -> Author {
        Author(name: "system", at: min(TownTime().instant(day, seconds: 9 * 3600), now))
    }

    func settle(
        _ month: ClosedRange<CivilDay>, _ community: Community, _ author: Author, issued: CalendarDay,
        corrects: Int64? = nil
    ) throws -> Int64 {
        try RunQueries.settle(
            RunQueries.Order(
                days: month, corrects: corrects,
                reason: corrects == nil
                    ? "" : "Der Messstellenbetreiber hat den Ersatzwert vom 9. durch Messwerte ersetzt.",
                issued: CivilDay(number: issued.number)), of: community, by: author, in: calendar,
            salt: { RandomBytes.make() }, on: connection)
    }

    /// What was billed is collected, paid and received when it is due; of the last month some is still open.
    private func pay(
        _ community: Community, _ month: ClosedRange<CivilDay>, of author: Author, isLast: Bool
    ) throws {
        let day = BankingDay.first(from: CivilDay(number: month.upperBound.number + 22))
        for kind in PaymentOrder.Kind.allCases {
            _ = try AccountQueries.order(kind, of: community, on: day, by: author, on: connection)
        }
        for (index, account) in try AccountQueries.accounts(of: community.id, on: connection).enumerated()
        where account.balance > 0 && !(isLast && index % 4 == 0) {
            try AccountQueries.note(
                .received, account.balance, of: account.party, on: CivilDay(number: day.number - 3),
                reference: "Strom \(month.upperBound)", in: community.id, by: author, on: connection)
        }
    }

    func contracts(
        _ desk: EnergyDesk, from day: CivilDay
    ) throws -> (plants: [Series], households: [Series]) {
        var terms = Terms(
            model: isWhole ? .cascade : .fixed, meaning: isWhole ? .weights : .shares, lines: [.community, .fee],
            provider: "Stadtwerk Musterstadt", street: "Am Umspannwerk 2", place: Self.place,
            taxNumber: "000/000/00000")
        terms.contact = contact(1, "Kundendienst", mail: "strom@stadtwerk.example")
        // the number that the Bundesbank gives as its example
        terms.creditor = "DE98ZZZ09999999999"
        try desk.set(terms, from: day)
        let cooperative = try desk.add(
            Party(name: "Sonnendach Musterstadt eG", street: "Schulgasse 1", place: Self.place), from: day)
        try desk.set(
            contact(2, "Vorstand", mail: "vorstand@sonnendach.example", reference: "STADTWERK"), nil, of: cooperative,
            from: day)
        var plants = [try plant(desk, "Schuldach", "Schulgasse 1", .sun(29_500), runner: cooperative, 0, from: day)]
        if isWhole {
            plants.append(
                try plant(desk, "Feuerwehrdach", "Mühlweg 2", .sun(99_000), runner: cooperative, 901, from: day))
            let town = try desk.add(
                Party(name: "Musterstadt Energie GmbH", street: "Rathausplatz 1", place: Self.place), from: day)
            plants.append(
                try plant(
                    desk, "Solarpark am Klärwerk mit Batterie", "Klärwerk 1", .sunWithBattery(480_000), runner: town,
                    902, from: day))
        }
        var households: [Series] = []
        for (index, home) in homes.enumerated() {
            let party = try desk.add(Party(name: home.name, street: home.street, place: Self.place), from: day)
            // 901 and 902 are plants
            let place = index < 900 ? index + 1 : index + 101
            let point = try point(desk, place, home.street, home.kind, feedsIn: false, amperes: 63, from: day)
            _ = try desk.add(Relation(party: party, point: point.number, part: home.part), ValidDays(from: day))
            // the first pays by transfer, the third wants electronic bills, most others let collect
            if index == 2 || home.name.hasPrefix("Bäckerei") {
                var buyer = PowerDocument.Contact()
                (buyer.mail, buyer.reference) = ("rechnung@kunde.example", "KUNDE-\(index + 1)")
                try desk.set(buyer, nil, of: party, from: day)
            } else if index % 5 > 0 {
                var payer = PowerDocument.Contact()
                payer.iban = Self.iban(100 + index)
                try desk.set(
                    payer, Party.Mandate(reference: "STROM-\(100 + index)", signed: day), of: party, from: day)
            }
            households.append(point)
        }
        for (line, value) in [(LineKind.community, 12_000), (.fee, 1500)] {
            try desk.add(Price(line: line, value: value), from: day)
        }
        if isWhole {
            // the new year's price
            let year = day.date.year + 1
            guard let january = CivilDay(year: year, month: 1, day: 1) else { return (plants, households) }
            try desk.add(Price(line: .community, value: 11_500), from: january, replaces: true)
        }
        try desk.add(Price(line: nil, value: 19), from: day)
        return (plants, households)
    }

    private func contact(
        _ account: Int, _ person: String, mail: String, reference: String = ""
    ) -> PowerDocument.Contact {
        var contact = PowerDocument.Contact()
        (contact.person, contact.phone, contact.mail) = (person, "+49 1234 56789", mail)
        (contact.vatId, contact.iban, contact.reference) = ("DE123456788", Self.iban(account), reference)
        return contact
    }

    /// An account of a bank that does not exist, with the right check digits.
    private static func iban(_ account: Int) -> String {
        let digits = String(account)
        let number = "99999999" + String(repeating: "0", count: 10 - digits.count) + digits
        let remainder = (number + "131400").utf8.reduce(0) { ($0 * 10 + Int($1) - 0x30) % 97 }
        let check = String(98 - remainder)
        return "DE" + (check.count < 2 ? "0" : "") + check + number
    }

    private func plant(
        _ desk: EnergyDesk, _ name: String, _ street: String, _ kind: DemoPower.Kind, runner: Int64, _ index: Int,
        from day: CivilDay
    ) throws -> Series {
        let series = try point(
            desk, index, street, kind, feedsIn: true, amperes: index == 902 ? 800 : index == 901 ? 200 : 63, from: day)
        let size =
            switch kind {
            case .sun(let watts), .sunWithBattery(let watts), .household(let watts), .bakery(let watts): watts
            }
        var plant = Plant(
            name: name, point: series.number, runner: runner, size: size, register: "SEE9000000\(10_000 + index)",
            form: .other)
        plant.operatorKind = index == 902 ? .company : .cooperative
        _ = try desk.add(plant, from: day)
        return series
    }

    private func point(
        _ desk: EnergyDesk, _ index: Int, _ street: String, _ kind: DemoPower.Kind, feedsIn: Bool, amperes: Int,
        from day: CivilDay
    ) throws -> Series {
        let number = String(5_000_001_000 + index)
        let text = number + "\(MarketLocation.checkDigit(of: number.utf8.map { Int($0) - 0x30 }))"
        guard let fuse = Fuse(amperes: amperes) else {
            throw EnergyFault.unreadable(field: "amperes", "\(amperes)")
        }
        let malo: MarketLocation
        do throws(IdentifierError) { malo = try MarketLocation(text) } catch { throw EnergyFault.identifier(error) }
        var point = Point(
            malo: malo, feedsIn: feedsIn, street: street, place: Self.place, meter: "1MUS\(10_000 + index)",
            gridOperator: "Netz Musterstadt GmbH", fuse: fuse)
        point.meterKind = amperes > 63 ? .load : .smart
        // within two kilometres of the fictional town's middle; the plant farthest out is at its edge
        point.position = GeoPosition(
            longitude: 7_605_000 + index * 7_919 % 30_000, latitude: 54_311_000 + index * 104_729 % 18_000)
        let key = try desk.add(point, ValidDays(from: day))
        return Series(number: key, malo: text, feedsIn: feedsIn, kind: kind)
    }

    /// A flat changes hands in the middle of a month: the one contract ends, the next day another one begins.
    private func move(_ desk: EnergyDesk, _ flat: Series, on day: CivilDay) throws {
        let relations = try EnergyQueries.versions(Relation.self, of: desk.community.id, on: connection)
        guard let old = relations.first(where: { $0.content.point == flat.number }) else { return }
        let newcomer = Party(name: "Clara Neu", street: homes[9].street, place: Self.place)
        // the way that the page of changes goes, too
        let changes = ChangeDesk(desk)
        for one in [
            OrdinaryCase.leaves(relation: old.number, through: CivilDay(number: day.number - 1)),
            .joins(.new(newcomer), at: .known(flat.number), part: old.content.part, from: day),
        ] {
            _ = try changes.write(one, shownAs: try changes.plan(one).mark)
        }
    }

    func take(
        _ points: [Series], _ month: ClosedRange<CivilDay>, substitute: (point: Series, day: CivilDay)?,
        _ community: Community, _ author: Author
    ) throws {
        let days = month.all.compactMap { MeteringDay($0, in: calendar) }
        let series = points.map { point -> Delivered in
            var values: [Delivered.Value] = []
            values.reserveCapacity(97 * days.count)
            for metering in days {
                let isMade = point.number == substitute?.point.number && metering.day == substitute?.day
                // a substitute value is the profile of another day
                let source =
                    isMade ? MeteringDay(CivilDay(number: metering.day.number - 7), in: calendar) : metering
                let made = power.values(point.kind, point: point.number, source ?? metering)
                for slot in 0..<metering.slotCount {
                    values.append(
                        Delivered.Value(
                            start: metering.start(of: slot),
                            wattHours: made[min(slot, made.count - 1)] * (point.feedsIn ? growth : 1),
                            state: isMade ? .substitute : .measured, line: 0))
                }
            }
            return Delivered(location: point.malo, feedsIn: point.feedsIn, values: values)
        }
        _ = try ReadingQueries.take(
            DeliveredFile([DeliveredFile.Message(.series(series))]), named: "\(month.text)", hash: "", for: community,
            by: author, in: calendar,
            on: connection)
    }
}
