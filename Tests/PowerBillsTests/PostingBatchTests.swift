// SPDX-License-Identifier: EUPL-1.2
import Metering
import PowerBills
import Settlement
import Testing
import Wire

@Suite("A batch of bookings for DATEV")
struct PostingBatchTests {
    private static func day(_ text: String) throws -> CivilDay { try #require(CivilDay(text)) }

    private static func batch(_ postings: [PostingBatch.Posting], isFinal: Bool = false) throws -> PostingBatch {
        PostingBatch(
            PostingBatch.Head(
                consultant: 29_098, client: 55_003, yearStart: try day("2026-01-01"), accountLength: 4,
                days: try day("2026-10-01")...day("2026-10-31"), name: "Bürgerstrom Sonnendorf",
                created: "20261105120000000",
                chart: "03", isFinal: isFinal), postings)
    }

    @Test func `head, names and a booking are the bytes that the format wants`() throws {
        let bytes = try Self.batch([
            PostingBatch.Posting(
                cents: 11_905, isDebit: true, account: "10012", contra: "8400", key: "",
                day: try Self.day("2026-10-05"),
                reference: "1-2026-10-01-2026-10-31-1-R000012", due: try Self.day("2026-11-22"),
                text: "Müller \"Hof\" – 5 €")
        ]).bytes
        let head =
            #""EXTF";700;21;"Buchungsstapel";13;20261105120000000;;"RE";"";"";29098;55003;20260101;4;20261001;20261031;"B"#
        var expected =
            Array(head.utf8) + [0xFC] + Array(#"rgerstrom Sonnendorf";"";1;0;0;"EUR";;"";;;"03";;;"";"""#.utf8)
        expected += [0x0D, 0x0A]
        #expect(Array(bytes.prefix(expected.count)) == expected)
        let rows = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(rows.count == 4 && rows[3].isEmpty && rows.dropLast().allSatisfy { $0.last == 0x0D })
        #expect(rows[0].count { $0 == 0x3B } == 30 && rows[1].count { $0 == 0x3B } == 124)
        #expect(rows[2].count { $0 == 0x3B } == 124, "a field a name")
        let names = Array(rows[1])
        #expect(names.starts(with: Array("Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;".utf8)))
        #expect(names.suffix(17).elementsEqual(Array("Abw. Skontokonto\r".utf8)) && names.contains(0xFC))
        // M, u with dots, … : one byte each; quotes doubled; dash and euro of Windows-1252
        let text =
            Array("\"M".utf8) + [0xFC] + Array("ller \"\"Hof\"\" ".utf8) + [0x96] + Array(" 5 ".utf8) + [0x80, 0x22]
        let start =
            Array(#"119,05;"S";"EUR";;;"";10012;8400;"";0510;"1-2026-10-01-2026-10-31-1-R000012";"";;"#.utf8) + text
        #expect(Array(rows[2].prefix(start.count)) == start, "\(String(decoding: rows[2], as: UTF8.self))")
        #expect(
            String(decoding: rows[2], as: UTF8.self).contains(";0;;;22112026;\"\";;"), "final, and the day it is due")
    }

    @Test(arguments: [
        (1, "0,01"), (10, "0,10"), (100, "1,00"), (123_456_789, "1234567,89"),
    ])
    func `amounts have a comma and no sign`(_ cents: Int, _ written: String) throws {
        let posting = PostingBatch.Posting(
            cents: cents, isDebit: false, account: "70001", contra: "3400", key: "9", day: try Self.day("2026-10-31"),
            reference: "", text: "日本")
        let bytes = try Self.batch([posting], isFinal: true).bytes
        let row = String(decoding: bytes.split(separator: 0x0A)[2], as: UTF8.self)
        #expect(row.hasPrefix("\(written);\"H\";\"EUR\";;;\"\";70001;3400;\"9\";3110;\"\";\"\";;\"??\";"))
    }

    @Test(arguments: [
        ("1-2026-10-01-2026-10-31-1-R000012", "1-2026-10-01-2026-10-31-1-R000012"),
        ("1-2026-10-01-2026-10-31-1-R000012/2026-10-15-S2", "12026100120261031" + "1R000012/20261015S2"),
        ("Rechnung Nr. 7; Ü_ß", "RechnungNr7"),
    ])
    func `a number keeps what the field may hold, and its end`(_ number: String, _ kept: String) {
        #expect(PostingBatch.reference(number) == kept && kept.count <= 36)
    }

    @Test func `accounts that cannot be are named, and persons have their own`() {
        var accounts = BookkeepingAccounts()
        #expect(accounts.wrong == ["consultant", "client"])
        (accounts.consultant, accounts.client) = (1001, 1)
        #expect(accounts.wrong.isEmpty)
        (accounts.bank, accounts.outputKey, accounts.chart) = ("18000", "12345", "x")
        accounts.lines = [.fee: "840"]
        #expect(accounts.wrong == ["chart", "bank", "output-key", "account-fee"])
        (accounts.bank, accounts.outputKey, accounts.chart, accounts.lines) = ("1800", "3", "04", [.fee: "4400"])
        #expect(accounts.wrong.isEmpty && BookkeepingAccounts(accounts.document) == accounts)
        #expect(accounts.person(12, isCreditor: false) == "10012" && accounts.person(12, isCreditor: true) == "70012")
        #expect(
            accounts.person(59_999, isCreditor: false) == "69999" && accounts.person(60_000, isCreditor: false) == nil)
        accounts.length = 6
        #expect(accounts.wrong == ["bank", "debtors", "creditors", "account-fee"])
    }
}
