// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Wire

@testable import Ingest

/// Shapes of real files with the truth beside each, where they are: `ALLMENDE_SHAPES` or `../shared/cases/shapes`.
enum Shapes {
    static let folder: String? = {
        let named = ProcessInfo.processInfo.environment["ALLMENDE_SHAPES"] ?? "../shared/cases/shapes"
        return FileManager.default.fileExists(atPath: named) ? named : nil
    }()

    static let names: [String] = {
        guard let folder else { return [] }
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }()

    static func file(_ name: String) throws -> (path: String, truth: JSONValue) {
        let place = (folder ?? "") + "/" + name
        let bytes = try #require(FileManager.default.contents(atPath: place + "/truth.json"))
        let truth = try JSONValue(parsing: [UInt8](bytes))
        return (place + "/" + (truth["file"]?.string ?? ""), truth)
    }
}

/// What the proposal says of each shape against what is true; what a file cannot tell must be asked.
@Suite struct ProposalShapeTests {
    /// By shape: what is asked, because the file does not show it.
    private static let asked: [String: Set<String>] = [
        "02": ["stamp", "unit", "property"], "07": ["stamp"], "09": ["property", "zone", "unit"], "11": ["unit"],
        "14": ["unit"], "15": ["unit", "property"], "16": ["unit"], "17": ["unit", "property"],
        "18": ["term", "unit"], "19": ["stations", "unit"], "20": ["year", "zone", "epsg", "unit", "property"],
        "21": ["stamp", "zone"],
        "28": ["zone"], "32": ["zone"], "34": ["missing", "zone"],
    ]
    /// Columns that hold the time, and the form, as a mapping writes them.
    private static let times: [String: (columns: [String], form: String)] = [
        "01": (["Datum"], "yyyy-MM-dd HH:mm"), "02": (["MESS_DATUM"], "yyyyMMddHH"),
        "04": (["iso_timestamp"], "yyyy-MM-dd HH:mm"), "07": (["DateTime"], "yyyy-MM-dd HH:mm"),
        "09": (["1"], "dd.MM.yy HH:mm"), "11": (["Datum"], "dd.MM.yyyy"), "12": (["timestamp"], "yyyy-MM-dd HH:mm"),
        "14": (["Date"], "dd/MM/yyyy"), "15": (["1"], "yyyy-MM-dd"), "16": (["datum"], "yyyy-MM-dd"),
        "17": (["jahr"], "yyyy"), "18": (["jahr"], "yyyy/yy"), "19": (["Jahr", "Monat"], "yyyy MM"),
        "20": (["MM", "DD", "HH"], "yyyy-MM-dd HH"), "25": (["Zeitpunkt der Messung"], "yyyy-MM-dd HH:mm"),
        "26": (["published"], "yyyy-MM-dd HH:mm"), "28": (["properties/obs_ts"], "yyyy-MM-dd HH:mm"),
        "29": (["parkingStatusOriginTime"], "yyyy-MM-dd HH:mm"), "32": (["Zeit"], "yyyy-MM-dd HH:mm"),
        "34": (["Datum", "Stunde"], "yyMMdd HH"),
    ]
    private static let intervals: [String: String] = [
        "01": "irregular", "02": "PT1H", "04": "PT1H", "07": "PT15M", "09": "irregular", "11": "P1D", "12": "irregular",
        "14": "P1D", "15": "P1D", "16": "P1W", "17": "P1Y", "18": "P1Y", "19": "P1Y", "20": "PT1H", "21": "PT15M",
        "25": "PT1H", "26": "snapshot", "28": "snapshot", "29": "snapshot", "32": "PT15M", "34": "PT1H",
    ]
    /// Columns of values by their places from 1; of records by their paths.
    private static let values: [String: [String]] = [
        "01": ["2", "3", "4"], "02": ["4", "5"], "04": ["9", "10", "12"], "07": ["4", "5", "6", "7"], "11": ["2"],
        "12": ["7", "10"], "14": ["2"], "15": ["2"], "16": ["3", "4"], "17": ["2", "3", "4", "5"], "18": ["2", "3"],
        "19": ["3", "4", "5"], "20": ["6", "7", "8", "9", "10"], "21": ["3", "4"], "25": ["4", "5", "7", "8"],
        "26": ["free", "total"], "28": ["properties/obs_max", "properties/obs_free"],
        "29": ["parkingOccupancy/parkingNumberOfVacantSpaces", "parkingOccupancy/parkingOccupancy"],
        "32": ["2", "3", "4"], "33": ["4", "5"], "34": ["10", "12", "14", "16"],
    ]
    private static let keys: [String: Set<String>] = [
        "02": ["STATIONS_ID"], "04": ["site_id"], "12": ["sensor_id"], "16": ["typ"], "25": ["Lage"], "26": ["id2"],
        "28": ["properties/obs_parkid"], "29": ["parkingRecordReference/@id"], "31": ["Stations_id"], "33": ["ags"],
        "34": ["Land", "Zst"],
    ]

    @Test(arguments: Shapes.names) func `a shape is seen as what it is`(name: String) throws {
        let (path, truth) = try Shapes.file(name)
        let found = try Proposer().proposal(forFile: path)
        let number = String(name.prefix(2))
        func value(_ decision: String) -> JSONValue? { found[decision]?.value }
        if let encoding = truth["encoding"]?.string, found["encoding"] != nil {
            #expect(value("encoding")?.string == encoding)
        }
        if let mark = truth["separator"]?.string { #expect(value("separator")?.string == mark) }
        if let mark = truth["decimal"]?.string, let own = value("decimal")?.string, own != "none" {
            #expect(own == mark)
        }
        if truth["format"] == nil, let lines = truth["headerLines"] { #expect(value("headerLines") == lines) }
        if let lines = truth["leadLines"] { #expect(value("leadLines") == lines) }
        let missing = truth["missing"]?.array ?? []
        #expect(
            Set((value("missing")?.array ?? []).compactMap(\.string)).subtracting([""])
                == Set(missing.compactMap(\.string)).subtracting([""]))
        #expect(Set((value("keys")?.array ?? []).compactMap(\.string)) == Self.keys[number] ?? [])
        #expect(
            Set((value("status")?.array ?? []).compactMap(\.string))
                == Set((truth["status"]?.array ?? []).compactMap(\.string)))
        let kind = ["22": "table", "31": "places", "33": "table"][number] ?? "series"
        #expect(value("kind")?.string == kind)
        if let time = Self.times[number] {
            #expect((value("time")?["columns"]?.array ?? []).compactMap(\.string) == time.columns)
            #expect(value("time")?["form"]?.string == time.form)
        }
        if let interval = Self.intervals[number] { #expect(value("interval")?.string == interval) }
        if let own = Self.values[number] {
            let listed = (value("values")?.array ?? []).compactMap { one in
                truth["format"] == nil || number == "32"
                    ? one["position"]?.integer.map { String($0) } : one["column"]?.string
            }
            #expect(Set(listed) == Set(own))
        }
        let asked = Set(found.questions.map(\.about))
        #expect(asked == Self.asked[number] ?? [])
        // What is asked is a question mark in the mapping, never a guess.
        let written = JSONValue.object(found.written).text
        for about in asked where ["zone", "stamp"].contains(about) { #expect(written.contains("\"\(about)\":\"?\"")) }
    }

    @Test(arguments: Shapes.names) func `the proposed mapping, its questions answered, takes each row`(name: String)
        throws
    {
        let (path, _) = try Shapes.file(name)
        let found = try Proposer().proposal(forFile: path)
        guard found.mapping["kind"]?.string == "series" else { return }
        var text = JSONValue.object(found.written).text
        for (asked, answer) in [
            (#""zone":"?""#, #""zone":"Etc/GMT-1""#), (#""stamp":"?""#, #""stamp":"start""#),
            (#""yearStart":"?""#, #""yearStart":"10-01""#), ("\"text\":\"?-", "\"text\":\"2023-"),
            (#""epsg":"?""#, #""epsg":25832"#), (#""missing":"?""#, #""missing":[]"#),
        ] { text = text.replacing(asked, with: answer) }
        let mapping = try Mapping(parsing: Array(text.utf8), document: name, isTrial: true)
        guard case .series(let series) = mapping.kind, let calendar = ZonedCalendar(identifier: series.time.zone) else {
            throw FileFault("no series")
        }
        let bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
        let file = ImportFile(path: path.split(separator: "/").last.map(String.init) ?? "", bytes: bytes, folder: ".")
        let report = ImportReport(mapping: "", dataset: "", started: Instant(seconds: 0))
        let parsed = try SeriesParser(series, calendar: calendar, limits: ImportLimits())
            .parse(file, checksum: "", report: report)
        #expect(parsed.report.rowsRefused == 0 && parsed.report.rows > 0)
        // Several events in a second are for a person to settle; -1 of counts is asked about.
        let refused = parsed.report.rejections.filter { !($0.reason == .duplicate && name.hasPrefix("09")) }
        #expect(refused.allSatisfy { name.hasPrefix("34") && $0.reason == .notWhole })
    }
}
