// SPDX-License-Identifier: EUPL-1.2
import EnergyOracles
import HTTPTypes
import HummingbirdTesting
import Metering
import NIOCore
import PowerBills
import Rights
import Settlement
import Sharing
import Storage
import TestSupport
import Testing
import Wire

@testable import Energy
@testable import EnergyPages

/// Who is reminded of what, on both engines: overdue bills only, once a day, without fees and threats.
@Suite("Reminders of overdue bills", .enabled(if: EnergyOracle.isThere))
struct ReminderTests {
    private static let late = CivilDay("2026-11-30") ?? CivilDay(number: 0)

    /// A settled month whose bills are due on 22 November; `table` is the twelfth's state in the operator's file.
    private static func settled(
        _ kind: TestEngine, table: String = "W",
        prepare: @escaping @Sendable (EnergyDesk, EnergyTown) throws -> Void = { _, _ in },
        _ body: @escaping @Sendable (any StorageConnection, EnergyTown, MonthInput) throws -> Void
    ) async throws {
        let input = try #require(MonthInput(seed: UInt64(EnergyTown.value.whole("seed"))))
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                let town = try EnergyTown(on: connection)
                let desk = EnergyDesk(community: town.community, author: EnergyTown.author, connection: connection)
                var terms = EnergyTown.terms(.cascade)
                (terms.contact.iban, terms.contact.phone) = ("DE89370400440532013000", "01234 567")
                terms.creditor = "DE98ZZZ09999999999"
                try desk.set(terms, from: EnergyTown.day(1))
                try prepare(desk, town)
                _ = try town.take(try EnergyTown.table(input, twelfth: table), on: connection)
                _ = try town.settle(provisional: table == "E", on: connection)
                try body(connection, town, input)
            }
        }
    }

    @discardableResult
    private static func remind(
        _ party: Int64, _ town: EnergyTown, on day: CivilDay = late, sendsMail: Bool = false,
        _ connection: any StorageConnection
    ) throws -> [NoticeQueries.Mail] {
        try Reminders.write(
            to: party, in: town.community, sendsMail: sendsMail, by: EnergyTown.author, today: day, on: connection)
    }

    @Test(arguments: TestEngine.allCases)
    func `a reminder names the overdue bill, its open amount, how to pay, and its own number`(
        _ kind: TestEngine
    ) async throws {
        try await Self.settled(kind) { connection, town, _ in
            let (id, m2) = (town.community.id, town.parties["m2"] ?? 0)
            let bill = try #require(
                try RunQueries.documents(ofParty: m2, in: id, on: connection).first?.document)
            let due = try #require(bill.due)
            #expect(try Reminders.overdue(town.community, today: due, on: connection).isEmpty, "due is not overdue")
            #expect(throws: EnergyFault.notOverdue("Haushalt m2")) {
                try Self.remind(m2, town, on: due, connection)
            }
            try AccountQueries.note(
                .received, 1000, of: m2, on: due, reference: "zu wenig", in: id, by: EnergyTown.author, on: connection)
            let overdue = try Reminders.overdue(town.community, today: Self.late, on: connection)
            #expect(overdue.count == 6 && overdue.allSatisfy { $0.hindrance == nil && $0.reminded.isEmpty })
            #expect(overdue.first { $0.party == m2 }?.items.map(\.cents) == [bill.gross - 1000])
            #expect(try Self.remind(m2, town, connection).isEmpty, "a letter, not a mail")
            let notice = try #require(try NoticeQueries.all(to: m2, in: id, on: connection).first)
            #expect(notice.kind == .reminder && notice.state == .open && notice.day == Self.late)
            let open = "229,13\u{202F}€"
            for part in [
                "Zahlungserinnerung vom 30.11.2026", "Guten Tag, Haushalt m2,",
                "Rechnung \(bill.number) vom 05.11.2026, fällig am 22.11.2026 (seit 8 Tagen): \(open)",
                "Bitte überweisen Sie \(open) an Stadtwerk Musterstadt, IBAN DE89 3704 0044 0532 0130 00, Verwendungszweck \(bill.number).",
                "melden Sie sich bitte: 01234 567",
            ] { #expect(notice.body.contains(part), "\(part) in \(notice.body)") }
            for word in ["Gebühr", "Mahn", "Verzug", "Inkasso", "Gericht", "Zinsen", "Frist", "sperr"] {
                #expect(!notice.body.contains(word), "no fee, no threat")
            }
            // once a day, and the next one counts on
            #expect(throws: EnergyFault.remindedToday("Haushalt m2")) { try Self.remind(m2, town, connection) }
            #expect(try NoticeQueries.all(to: m2, in: id, on: connection).count == 1, "nothing was kept")
            let week = CivilDay(number: Self.late.number + 7)
            try Self.remind(m2, town, on: week, connection)
            let second = try #require(try NoticeQueries.all(to: m2, in: id, on: connection).first)
            #expect(second.body.hasPrefix("2. Zahlungserinnerung vom 07.12.2026"))
            // the proof of sending is that of a notice
            try NoticeQueries.post(
                notice.row, on: Self.late, proof: "RR 7 DE", in: id, by: EnergyTown.author, today: Self.late,
                on: connection)
            let posted = try #require(try NoticeQueries.one(notice.row, of: id, on: connection))
            #expect(posted.state == .sent && posted.proof == "RR 7 DE")
            #expect(try NoticeQueries.one(notice.row, of: id + 1, on: connection) == nil)
            // what is paid is no longer overdue
            try AccountQueries.note(
                .received, bill.gross - 1000, of: m2, on: week, reference: "Rest", in: id, by: EnergyTown.author,
                on: connection)
            #expect(throws: EnergyFault.notOverdue("Haushalt m2")) {
                try Self.remind(m2, town, on: CivilDay(number: week.number + 1), connection)
            }
            #expect(throws: EnergyFault.unknown(field: "party")) { try Self.remind(9999, town, connection) }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `nobody is reminded of what a reversal took back, nor of the new bill before it is due`(
        _ kind: TestEngine
    ) async throws {
        try await Self.settled(kind, table: "E") { connection, town, input in
            let (id, m2) = (town.community.id, town.parties["m2"] ?? 0)
            let old = try #require(
                try RunQueries.documents(ofParty: m2, in: id, on: connection).first?.document)
            _ = try town.take(try EnergyTown.table(input, twelfth: "W"), on: connection)
            _ = try town.settle(corrects: 1, on: connection)
            let all = try RunQueries.documents(ofParty: m2, in: id, on: connection)
            let new = try #require(all.first { !$0.isReversed && $0.reverses == nil })
            func items(_ day: CivilDay) throws -> [PartyAccount.Overdue] {
                try Reminders.overdue(town.community, today: day, on: connection).first { $0.party == m2 }?.items ?? []
            }
            let bill = try #require(new.document)
            #expect(all.count == 3 && bill.gross != old.gross)
            #expect(try items(Self.late).map(\.reference) == [bill.number])
            #expect(try items(Self.late).map(\.cents) == [bill.gross])
            // the new bill has more time: the old one is asked for by nobody meanwhile
            try connection.execute(
                """
                UPDATE energy_document SET record = replace(record, '2026-11-22', '2026-12-22') WHERE id = \(new.id)
                """)
            #expect(try items(Self.late).isEmpty)
            #expect(throws: EnergyFault.notOverdue("Haushalt m2")) { try Self.remind(m2, town, connection) }
            // what was paid for the old one counts for the new one
            try AccountQueries.note(
                .received, old.gross, of: m2, on: Self.late, reference: old.number, in: id, by: EnergyTown.author,
                on: connection)
            let january = try #require(CivilDay("2027-01-02"))
            #expect(try items(january).map(\.cents) == (bill.gross > old.gross ? [bill.gross - old.gross] : []))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `who lets bills be collected is reminded only after a debit came back, by mail where that goes`(
        _ kind: TestEngine
    ) async throws {
        try await Self.settled(kind) { desk, town in
            var contact = PowerDocument.Contact()
            (contact.iban, contact.mail) = ("DE02120300000000202051", "m3@example.de")
            try desk.set(
                contact, Party.Mandate(reference: "M-3", signed: EnergyTown.day(1)), of: town.parties["m3"] ?? 0,
                from: EnergyTown.day(1))
        } _: { connection, town, _ in
            let (id, m3) = (town.community.id, town.parties["m3"] ?? 0)
            #expect(throws: EnergyFault.collected("Haushalt m3")) { try Self.remind(m3, town, connection) }
            let day = try #require(CivilDay("2026-11-24"))
            _ = try AccountQueries.order(.debit, of: town.community, on: day, by: EnergyTown.author, on: connection)
            #expect(throws: EnergyFault.notOverdue("Haushalt m3")) { try Self.remind(m3, town, connection) }
            let row = try #require(
                try AccountQueries.accounts(of: id, on: connection).first { $0.party == m3 }?.entries.last?.row)
            try AccountQueries.giveBack(
                row, on: day, reason: "AM04", in: id, by: EnergyTown.author, on: connection)
            let mails = try Self.remind(m3, town, sendsMail: true, connection)
            #expect(mails.map(\.address) == ["m3@example.de"])
            #expect(try NoticeQueries.all(.reminder, of: id, on: connection).map(\.state) == [.waiting])
            // a mail that the server refused tells nobody: the letter may follow on the same day
            try NoticeQueries.ended(
                try #require(mails.first).notice, .refused, proof: "550", at: nil, on: connection)
            #expect(try Self.remind(m3, town, sendsMail: true, connection).isEmpty)
            let letter = try #require(try NoticeQueries.all(.reminder, of: id, on: connection).first)
            #expect(letter.way == .letter && letter.body.hasPrefix("Zahlungserinnerung"))
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `the page of open items reminds, and refuses a second one on the day`(_ kind: TestEngine) async throws {
        try await EnergyPagesTests.pages(kind, as: EnergyPagesTests.administrator) { client, engine, town in
            let (m1, m2) = (town.parties["m1"] ?? 0, town.parties["m2"] ?? 0)
            let before = try await EnergyPagesTests.text(client, "/energy/1/accounts")
            #expect(before.status == .ok && before.text.contains("Nichts ist überfällig."))
            _ = try await engine.write { connection in
                try connection.execute(
                    "UPDATE energy_document SET record = replace(record, '2026-11-22', '2026-11-01')")
            }
            let page = try await EnergyPagesTests.text(client, "/energy/1/accounts")
            #expect(
                page.text.contains("01.11.2026, seit 4 Tagen, ")
                    && page.text.contains(">Erinnern<span class=\"hidden\">: Haushalt m1</span></button>"))
            func remind(_ form: String) async throws -> (HTTPResponse.Status, String) {
                let answer = try await client.execute(
                    uri: "/energy/1/accounts/remind", method: .post, headers: EnergyPagesTests.form,
                    body: ByteBuffer(string: form))
                return (answer.status, String(buffer: answer.body))
            }
            for party in [m1, m2] { #expect(try await remind("party=\(party)").0 == .seeOther) }
            let again = try await remind("party=\(m1)")
            #expect(again.0 == .badRequest && again.1.contains("Haushalt m1 wurde heute schon erinnert."))
            #expect(try await remind("party=9999").0 == .badRequest)
            let letter = try await EnergyPagesTests.text(client, "/energy/1/notices/1")
            #expect(letter.status == .ok && letter.text.contains("Guten Tag, Haushalt m1,"))
            #expect(letter.text.contains("href=\"/energy/1/notices/1/notice.pdf\""))
            let list = try await EnergyPagesTests.text(client, "/energy/1/notices")
            #expect(list.text.contains("<a href=\"/energy/1/notices/1\">Zahlungserinnerung</a>"))
            // a plant's notice is not the way to write one
            let forged = try await client.execute(
                uri: "/energy/1/notices/outage", method: .post, headers: EnergyPagesTests.form,
                body: ByteBuffer(string: "way=letter&kind=reminder&plant=\(town.plants[0])&day=2026-11-05&body=x"))
            #expect(forged.status == .badRequest)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a member sees the own reminder and no other`(_ kind: TestEngine) async throws {
        try await EnergyPagesTests.pages(kind, as: EnergyPagesTests.member) { client, engine, town in
            let (m1, m2) = (town.parties["m1"] ?? 0, town.parties["m2"] ?? 0)
            try await engine.write { connection in
                for party in [m1, m2] { try Self.remind(party, town, connection) }
            }
            let mine = try await EnergyPagesTests.text(client, "/energy/mine?month=2026-10")
            #expect(
                mine.text.contains("30.11.2026: Zahlungserinnerung") && mine.text.contains("Guten Tag, Haushalt m2,"))
            #expect(!mine.text.contains("Guten Tag, Haushalt m1,"))
            #expect(try await EnergyPagesTests.text(client, "/energy/1/notices/1").status == .notFound)
            #expect(try await EnergyPagesTests.text(client, "/energy/1/notices/1/notice.pdf").status == .notFound)
            let own = try await EnergyPagesTests.text(client, "/energy/1/notices/2")
            #expect(own.status == .ok && own.text.contains("href=\"/energy/mine\""))
        }
    }
}
