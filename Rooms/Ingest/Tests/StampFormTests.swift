// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

@Suite struct StampFormTests {
    @Test(arguments: [
        ("yyyy-MM-dd HH:mm", "2026-02-01 09:05", "2026-02-01T09:05:00"),
        ("yyyy-MM-dd HH:mm", "2026-02-01T09:05:07", "2026-02-01T09:05:07"),
        ("yyyy-MM-dd HH:mm", "2026-02-01 24:00", "2026-02-02T00:00:00"),
        ("yyyy-MM-dd HH:mm", "2026-02-01T09:05:07.25Z", "2026-02-01T09:05:07.250"),
        ("yyyy-MM-dd HH:mm", "2026-02-01T09:05:07,25+01:00", "2026-02-01T09:05:07.250"),
        ("dd.MM.yyyy HH:mm", "1.2.2026 9:05", "2026-02-01T09:05:00"),
        ("dd.MM.yyyy HH:mm", "01.02.2026, 9:05 Uhr", "2026-02-01T09:05:00"),
        ("dd.MM.yy HH:mm:ss", "24.10.24 08:30:07", "2024-10-24T08:30:07"),
        ("dd.MM.yyyy H.mm", "01.02.2026 9.05", "2026-02-01T09:05:00"),
        ("dd.MM.yyyy H,mm", "01.02.2026 9,05", "2026-02-01T09:05:00"),
        ("yyyyMMddHH", "2026020109", "2026-02-01T09:00:00"), ("yyyyMMddHHmm", "202602010905", "2026-02-01T09:05:00"),
        ("yyyyMMddHHmmss", "20260201090507", "2026-02-01T09:05:07"), ("yyyyMMdd", "20260201", "2026-02-01T00:00:00"),
        ("yyMMdd HH", "240331 24", "2024-04-01T00:00:00"),
        ("d. MMMM yyyy", "1. Februar 2026", "2026-02-01T00:00:00"), ("d MMM yyyy", "1 Mär 2026", "2026-03-01T00:00:00"),
        ("MMM d, yyyy HH:mm", "Feb 1, 2026 09:05", "2026-02-01T09:05:00"), ("MMM yy", "Dez 25", "2025-12-01T00:00:00"),
        ("E, dd.MM.yyyy", "So., 01.02.2026", "2026-02-01T00:00:00"), ("yyyy", "2026", "2026-01-01T00:00:00"),
        ("yyyy-'Q'Q", "2026-Q3", "2026-07-01T00:00:00"), ("Q/yyyy", "III/2026", "2026-07-01T00:00:00"),
        ("YYYY-'W'ww", "2026-W01", "2025-12-29T00:00:00"), ("YYYY-'W'ww-e", "2020-W53-7", "2021-01-03T00:00:00"),
        ("'KW' ww/YYYY", "KW 5/2026", "2026-01-26T00:00:00"), ("yyyy-DDD", "2024-366", "2024-12-31T00:00:00"),
        ("yyyy-HHHH", "2025-0", "2025-01-01T00:00:00"), ("yyyy-HHHH", "2025-8760", "2026-01-01T00:00:00"),
        ("yyyy-HHHH", "2024-1441", "2024-03-01T01:00:00"),
        ("MM/dd/yyyy hh:mm a", "02/01/2026 12:05 AM", "2026-02-01T00:05:00"),
        ("yyyy-MM", "2026-02", "2026-02-01T00:00:00"),
        ("dd.MM.yyyy[ HH:mm]", "01.02.2026", "2026-02-01T00:00:00"),
        ("epoch", "1767225600", "2026-01-01T00:00:00"), ("epoch", "1767225600.5", "2026-01-01T00:00:00.500"),
        ("epochMilliseconds", "1767225600250", "2026-01-01T00:00:00.250"), ("excel", "46023", "2026-01-01T00:00:00"),
        ("excel", "46023,0104166667", "2026-01-01T00:15:00"),
    ])
    func `texts that a form reads`(form: String, text: String, time: String) throws {
        let stamp = try #require(try StampForm(form).read(text))
        #expect(Instant(microseconds: stamp.local).iso8601.hasPrefix(time))
    }

    @Test(arguments: [
        ("yyyy-MM-dd HH:mm", "2026-02-30 09:05"), ("yyyy-MM-dd HH:mm", "2026-02-01 24:01"),
        ("yyyy-MM-dd HH:mm", "2026-02-01"), ("yyyy-MM-dd HH:mm", "2026-02-01 09:05 Pluto"),
        ("dd.MM.yyyy", "01.02.26"), ("yyyyMMdd", "2026021"), ("YYYY-'W'ww", "2025-W53"), ("yyyy-'Q'Q", "2026-Q5"),
        ("dd/MM/yyyy", "01/13/2026"), ("d MMMM yyyy", "1 Brumaire 2026"), ("yyyy-DDD", "2025-366"),
        ("yyyy-HHHH", "2025-8761"), ("yyyy-HHHH", "2024-8785"),
        ("epoch", "soon"), ("epoch", "99999999999999999"), ("excel", "-1"), ("yyyy-MM-dd HH:mm", ""),
        ("MM/dd/yyyy hh:mm a", "02/01/2026 13:05 PM"),
    ])
    func `texts that it does not read`(form: String, text: String) throws {
        #expect(try StampForm(form).read(text) == nil)
    }

    @Test(arguments: ["", "HH:mm", "MM-dd", "yyyy HH", "yyyy-MM-dd [HH", "yyyy]", "yyyy 'x", "yyyy-MM-dd kk", "yyy"])
    func `texts that are no form`(text: String) { #expect(throws: StampForm.Fault.self) { try StampForm(text) } }

    @Test(arguments: [
        ("202601010010", "2025-12-31T23:10:00"), ("1767225600", "2026-01-01T00:00:00"),
        ("1767225600000", "2026-01-01T00:00:00"), ("1.2.2026 9:05", "2026-02-01T08:05:00"),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00"), ("2025-01", "2024-12-31T23:00:00"),
        ("2022-06-01 00:00:00 +0200", "2022-05-31T22:00:00"), ("2025", "2024-12-31T23:00:00"),
        ("01.02.26 09:05", "2026-02-01T08:05:00"), ("01.02.2026 9.05", "2026-02-01T08:05:00"),
        ("2026010100", "2025-12-31T23:00:00"), ("20260101001500", "2025-12-31T23:15:00"),
        ("20260101", "2025-12-31T23:00:00"), ("45413,5", "2024-05-01T10:00:00"), ("2026-W05", "2026-01-25T23:00:00"),
        ("2026-Q2", "2026-03-31T22:00:00"), ("Mai 2026", "2026-04-30T22:00:00"), ("13/01/2026", "2026-01-12T23:00:00"),
        ("01/13/2026 10:00", "2026-01-13T09:00:00"), ("3. März 2026", "2026-03-02T23:00:00"),
    ])
    func `a file written otherwise than declared is recognised, and says so`(text: String, time: String) throws {
        let file = try OwnMapping.parse("zeit;wert\n\(text);1\n")
        let first = try #require(file.series.first?.times.first)
        #expect(Instant(microseconds: first).iso8601.hasPrefix(time))
        let isDeclared = text.hasPrefix("2026-01-01T") || text.hasPrefix("2022")
        #expect(file.report.notices.isEmpty == isDeclared)
    }

    @Test func `a date that can be read in two ways is asked about, one row decides`() throws {
        let undecided = "zeit;wert\n" + (1...12).map { ($0 < 10 ? "0" : "") + "\($0)/01/2024;\($0)\n" }.joined()
        let fault = #expect(throws: FileFault.self) { try OwnMapping.parse(undecided) }
        #expect(fault?.description.contains("dd/MM/yyyy") == true && fault?.description.contains("\"form\"") == true)
        let decided = try OwnMapping.parse(undecided + "13/01/2024;13\n")
        #expect(decided.series[0].values == (1...13).map { Double($0) })
        let declared = try OwnMapping.parse(undecided, ["time": #"{"column":"zeit","form":"MM/dd/yyyy"}"#])
        #expect(declared.series[0].durations.count == 12)
    }

    @Test(arguments: [
        ("2026-03-02", #""form":"yyyy-MM-dd","interval":"P1W""#, "2026-03-01T23:00:00.000Z+604800"),
        ("2026-03-29", #""form":"yyyy-MM-dd","interval":"P1W","stamp":"end""#, "2026-03-22T23:00:00.000Z+601200"),
        ("2026-03-01", #""form":"yyyy-MM-dd","interval":"P1M""#, "2026-02-28T23:00:00.000Z+2674800"),
        ("2026-02-28", #""form":"yyyy-MM-dd","interval":"P1M","stamp":"end""#, "2026-01-31T23:00:00.000Z+2419200"),
        ("2026-01-01", #""form":"yyyy-MM-dd","interval":"P1Y""#, "2025-12-31T23:00:00.000Z+31536000"),
        (
            "2026-03-01 00:00", #""form":"yyyy-MM-dd HH:mm","interval":"P1M","stamp":"end""#,
            "2026-01-31T23:00:00.000Z+2419200"
        ),
        ("2026-03-29 00:00", #""form":"yyyy-MM-dd HH:mm","interval":"P1D""#, "2026-03-28T23:00:00.000Z+82800"),
        ("2026-02", #""form":"yyyy-MM""#, "2026-01-31T23:00:00.000Z+2419200"),
        ("2026-W14", #""form":"YYYY-'W'ww""#, "2026-03-29T22:00:00.000Z+604800"),
        ("2026", #""form":"yyyy","stamp":"end""#, "2025-12-31T23:00:00.000Z+31536000"),
        ("2026-05-01T00:00:00+02:00", #""interval":"P1M""#, "2026-04-30T22:00:00.000Z+2678400"),
        ("2026-03-29 00:00", #""interval":"PT3H""#, "2026-03-28T23:00:00.000Z+7200"),
    ])
    func `weeks, months and years have the length of the calendar`(text: String, rule: String, found: String) throws {
        #expect(try OwnMapping.stamp(text, "{\"column\":\"zeit\",\(rule)}") == found)
    }

    @Test func `date and time in two columns, parts and what stands between them`() throws {
        let two = try OwnMapping.parse(
            "Datum;Uhrzeit;wert\n01.02.2026;9:05;1\n01.02.2026; 10:05 ;2\n",
            ["time": #"{"columns":["Datum","Uhrzeit"],"form":"dd.MM.yyyy HH:mm"}"#])
        #expect(two.series[0].times.count == 2)
        let parts = try OwnMapping.parse(
            "MM;DD;HH;wert\n1;1;1;5\n1;1;24;6\n",
            ["time": #"{"text":"2024-{MM}-{DD} {HH}","form":"yyyy-MM-dd HH","stamp":"end","interval":"PT1H"}"#])
        #expect(parts.listed("w") == ["2023-12-31T23:00+3600=5", "2024-01-01T22:00+3600=6"])
    }
}
