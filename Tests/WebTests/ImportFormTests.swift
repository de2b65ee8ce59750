// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Ingest
import IngestWaiting
import Site
import Testing
import Wire

@testable import IngestPages

/// The form changes the document, and nothing that it was not asked to.
@Suite struct ImportFormTests {
    private static let document: JSONObject = [
        "name": "pegel", "kind": "series", "format": ["separator": ";"],
        "time": ["column": "Zeit", "form": "dd.MM.yyyy HH:mm", "interval": "PT1H"],
        "station": ["from": [["id": "pegel", "name": "pegel"]]],
        "series": [
            [
                "column": "Stand", "key": "stand", "name": "Stand", "observedProperty": ["name": "Stand"],
                "unit": ["name": "cm", "symbol": "cm"], "sensor": ["name": "S"], "minimum": 0,
            ]
        ],
    ]
    private static let columns = ["Zeit", "Stand", "Temp", "x", "y"].map {
        WaitingImport.Column(name: $0, examples: ["1"])
    }

    private func applied(_ fields: [String: String], proposal: JSONValue = .null) -> JSONObject {
        DocumentForm(form: FormBody(fields: fields), columns: Self.columns).applied(
            to: Self.document, proposal: proposal)
    }

    @Test func `an empty form changes nothing`() {
        #expect(applied([:]) == Self.document)
    }

    @Test(arguments: [
        ("zone", "UTC", "time", "zone", #""UTC""#), ("stamp", "end", "time", "stamp", #""end""#),
        ("separator", "tab", "format", "separator", #""\t""#),
        ("missing", "-999; k. A.", "format", "missing", #"["-999","k. A."]"#),
        ("missing-means", "yes", "format", "missing", #"["-999"]"#), ("missing-means", "no", "format", "missing", "[]"),
        ("term", "10-01", "time", "yearStart", #""10-01""#), ("repeated", "sum", "time", "repeatedHour", #""sum""#),
        ("thousands-means", "yes", "format", "thousands", #"".""#),
        ("thousands-means", "yes", "format", "decimal", #"",""#),
        ("thousands-means", "no", "format", "thousands", "\"\""),
        ("beyondLimits", "half", "format", "beyondLimits", #""half""#),
        ("leading", "4", "format", "leadingLines", "4"), ("interval", "", "time", "interval", "nil"),
    ])
    func `a field changes its member`(field: String, value: String, part: String, member: String, expected: String) {
        let proposal: JSONValue = ["decisions": ["missing": ["value": ["-999"]]]]
        let document = applied([field: value], proposal: proposal)
        #expect((document[part]?[member]?.text ?? "nil") == expected)
    }

    @Test func `uses of columns make rules, and what a rule said besides stays`() {
        let document = applied([
            "role.0": "time", "role.1": "value", "role.2": "value", "role.3": "longitude", "role.4": "latitude",
            "name.1": "Wasserstand", "unit.1": "cm", "unit.2": "°C", "count.2": "yes", "epsg": "25832",
        ])
        let rules = document["series"]?.array ?? []
        #expect(rules.map { $0["column"]?.string } == ["Stand", "Temp"])
        #expect(rules.first?["minimum"]?.integer == 0 && rules.first?["name"]?.string == "Wasserstand")
        #expect(rules.last?["unit"]?["symbol"]?.string == "°C" && rules.last?["count"]?.bool == true)
        let row = document["places"]?["row"]
        #expect(row?["longitude"]?.string == "x" && row?["latitude"]?.string == "y" && row?["epsg"]?.integer == 25832)
        #expect(document["time"] == Self.document["time"])
    }

    @Test func `a reference system belongs to the places of the rows, or of the lines before the table`() {
        for name in ["row", "lines"] {
            var document = Self.document
            document["places"] = .object([name: ["longitude": "x", "latitude": "y"]])
            let answered = DocumentForm(form: FormBody(fields: ["epsg": "31467"]), columns: Self.columns)
                .applied(to: document, proposal: .null)
            #expect(answered["places"]?[name]?["epsg"]?.integer == 31467)
        }
        #expect(applied(["epsg": "31467"])["places"] == nil)
    }

    @Test func `a no to thousands stays said`() {
        var document = Self.document
        document["format"] = ["separator": ";", "thousands": ""]
        let form = DocumentForm(form: FormBody(fields: ["thousands": "", "decimal": "."]), columns: Self.columns)
        #expect(form.applied(to: document, proposal: .null)["format"]?["thousands"]?.string == "")
        #expect(applied(["thousands": ""])["format"]?["thousands"] == nil)
    }

    @Test func `a place in degrees belongs to the station of the file`() {
        let document = applied(["station": "Mühlbach", "longitude": "7,62", "latitude": "51.96"])
        let place = document["places"]?["fixed"]?["Mühlbach"]
        #expect(place?["longitude"]?.double == 7.62 && place?["latitude"]?.double == 51.96)
        #expect(applied(["station": "A", "longitude": "", "latitude": ""])["places"] == nil)
        #expect(applied(["station": "A", "longitude": "700", "latitude": "5"])["places"] == nil)
    }

    @Test func `a year that no cell names stands before them`() {
        let time = applied(["year": "2025"])["time"]
        #expect(time?["text"]?.string == "2025 {Zeit}" && time?["form"]?.string == "yyyy dd.MM.yyyy HH:mm")
    }

    // MARK: Long tables

    private static let longColumns = [
        WaitingImport.Column(name: "Zeit", examples: ["1"]), WaitingImport.Column(name: "Wert", examples: ["1"]),
        WaitingImport.Column(name: "Was", examples: ["T", "PM10"], texts: ["PM10", "T"]),
        WaitingImport.Column(name: "Einheit", examples: ["°C"], texts: ["°C", "µg/m³"]),
    ]

    private func long(_ fields: [String: String], over document: JSONObject? = nil) -> JSONObject {
        var given = Self.document
        given["series"] = [
            [
                "column": "Wert", "key": "wert", "name": "Wert", "observedProperty": ["name": "Wert"],
                "unit": ["name": "1", "symbol": "1"], "sensor": ["name": "S"],
            ]
        ]
        return DocumentForm(form: FormBody(fields: fields), columns: Self.longColumns).applied(
            to: document ?? given, proposal: .null)
    }

    private static let roles = ["role.0": "time", "role.1": "value", "role.2": "parameter", "role.3": "ignored"]

    @Test func `a column that tells what is measured makes a rule for each of its texts`() {
        let document = long(Self.roles)
        let rules = document["series"]?.array ?? []
        #expect(rules.map { $0["name"]?.string } == ["PM10", "T"] && rules.map { $0["key"]?.string } == ["pm10", "t"])
        #expect(rules.first?["where"] == ["column": "Was", "is": "PM10"])
        // two such columns: their texts in any pair
        let both = long(Self.roles.merging(["role.3": "parameter"]) { $1 })
        #expect(both["series"]?.array?.count == 4)
        #expect(both["series"]?.array?.first?["where"]?.array?.count == 2)
        // and back
        let back = long(Self.roles.merging(["role.2": "ignored"]) { $1 }, over: document)
        #expect(back["series"]?.array?.count == 1 && back["series"]?.array?.first?["where"] == nil)
    }

    @Test func `what is said of a text is kept with it, and what is left out stays out`() {
        let document = long(Self.roles)
        var fields = Self.roles
        for (index, key) in ["pm10", "t"].enumerated() {
            fields["of.\(index)"] = key
            fields["take.\(index)"] = "yes"
        }
        fields.merge(["name.r1": "Lufttemperatur", "unit.r1": "°C", "property.r1": "Temperatur"]) { $1 }
        let named = long(fields, over: document)
        let rule = named["series"]?.array?.last
        #expect(rule?["name"] == "Lufttemperatur" && rule?["unit"]?["symbol"] == "°C" && rule?["key"] == "t")
        #expect(rule?["observedProperty"] == ["name": "Temperatur"] && rule?["where"]?["is"] == "T")
        #expect(long(Self.roles, over: named) == named)
        fields["take.0"] = nil
        #expect(long(fields, over: named)["series"]?.array?.map { $0["key"]?.string } == ["t"])
        // fields of a page that was shown before somebody else changed the rules belong to no rule
        fields.merge(["of.0": "elsewhere", "name.r0": "falsch"]) { $1 }
        #expect(long(fields, over: named)["series"]?.array?.first?["name"] == "PM10")
    }

    @Test func `an empty unit is no statement; one answer holds for all of a kind that have none`() {
        let columns = [
            WaitingImport.Column(name: "Zeit", examples: ["1"]), WaitingImport.Column(name: "Stand", examples: ["7"]),
            WaitingImport.Column(name: "Lage", examples: ["3,5"]), WaitingImport.Column(name: "Gäste", examples: ["4"]),
        ]
        func units(_ fields: [String: String], _ document: JSONObject) -> (JSONObject, [String?]) {
            let roles = ["role.0": "time", "role.1": "value", "role.2": "value", "role.3": "value"]
            let done = DocumentForm(form: FormBody(fields: roles.merging(fields) { $1 }), columns: columns)
                .applied(to: document, proposal: .null)
            return (done, (done["series"]?.array ?? []).map { $0["unit"]?["symbol"]?.string })
        }
        // a column that a person calls measured has no unit where it has decimals
        let (open, first) = units(["unit.1": ""], Self.document)
        #expect(first == [nil, nil, "1"] && open["series"]?.array?.first?["unit"] == nil)
        #expect(units(["unit.1": "", "unit.2": "", "unit.3": ""], open).1 == [nil, nil, "1"])
        #expect(units(["unit.1": "cm", "unit.2": "", "unit.3": "", "unit": "1"], open).1 == ["cm", "1", "1"])
        #expect(units(["unit.2": "", "unit-entered": "K"], open).1 == ["K", "K", "1"])
        // a form that is sent once more with the field of the column still empty
        let answered = units(["unit.1": "", "unit.2": "", "unit.3": "", "unit-entered": "K"], open).0
        #expect(units(["unit.1": "", "unit.2": "", "unit.3": "", "unit-entered": "K"], answered).1 == ["K", "K", "1"])
        #expect(units(["unit.1": "", "count.1": "yes"], open).1 == ["1", nil, "1"])
    }

    private static func rule(_ name: String, _ property: String? = nil, unit: String? = nil) -> JSONValue {
        var rule: JSONObject = ["column": .string(name), "key": .string(name), "name": .string(name)]
        rule["observedProperty"] = property.map { ["name": .string($0)] }
        rule["unit"] = unit.map { ["name": .string($0), "symbol": .string($0)] }
        return .object(rule)
    }

    @Test func `each kind of quantity is asked about by itself, and answered by its own field`() {
        var document = Self.document
        document["series"] = [
            Self.rule("Böe", "Windböe"), Self.rule("Pegel A", "Wasserstand"), Self.rule("Windgeschwindigkeit"),
            Self.rule("Kanal 1", unit: "V"), Self.rule("Kanal 2", unit: "A"), Self.rule("Kanal 3", unit: "V"),
        ]
        #expect(OpenKind.units(document).map(\.names) == [["Böe", "Windgeschwindigkeit"], ["Pegel A"]])
        #expect(OpenKind.units(document).map { $0.field("unit") } == ["unit-of-m-s-km-h-kn", "unit-of-cm-m-m-ue-nhn"])
        #expect(
            OpenKind.properties(document).map(\.names) == [["Windgeschwindigkeit", "Kanal 1", "Kanal 2", "Kanal 3"]])
        func done(_ fields: [String: String]) -> [JSONValue] {
            DocumentForm(form: FormBody(fields: fields), columns: []).applied(to: document, proposal: .null)["series"]?
                .array ?? []
        }
        func units(_ fields: [String: String]) -> [String?] { done(fields).map { $0["unit"]?["symbol"]?.string } }
        #expect(units(["unit-of-m-s-km-h-kn": "m/s"]) == ["m/s", nil, "m/s", "V", "A", "V"])
        #expect(
            units(["unit-of-m-s-km-h-kn": "m/s", "unit-entered-of-cm-m-m-ue-nhn": "cm"]) == [
                "m/s", "cm", "m/s", "V", "A", "V",
            ])
    }

    @Test func `columns become stations where somebody says so, and stay quantities where somebody says that`() {
        let columns = ["Zeit", "Neutor", "Hammer"].map { WaitingImport.Column(name: $0, examples: ["1"]) }
        var document = Self.document
        document["series"] = [Self.rule("Neutor"), Self.rule("Hammer")]
        let rule: JSONValue = ["columns": "^(Neutor|Hammer)$", "into": "Messstelle", "value": "Wert"]
        let proposal: JSONValue = [
            "decisions": ["stations": ["value": ["columns": ["Neutor", "Hammer"], "unpivot": rule]]]
        ]
        func done(_ answer: String) -> JSONObject {
            let fields = [
                "stations-means": answer, "role.0": "time", "role.1": "value", "role.2": "value", "station": "pegel",
            ]
            return DocumentForm(form: FormBody(fields: fields), columns: columns).applied(
                to: document, proposal: proposal)
        }
        let stations = done("stations")
        #expect(stations["format"]?["unpivot"] == rule && stations["station"]?["from"] == [["column": "Messstelle"]])
        #expect(stations["series"]?.array?.map { $0["column"]?.string } == ["Wert"])
        let quantities = done("quantities")
        #expect(quantities["format"]?["unpivot"] == "" && quantities["series"]?.array?.count == 2)
        #expect(quantities["station"]?["from"]?.array?.first?["id"] == "pegel")
    }

    @Test func `what is measured and the year are asked on the page, and answered there`() {
        let columns = [
            WaitingImport.Column(name: "Stunde", examples: ["1"]), WaitingImport.Column(name: "Wert", examples: ["7"]),
        ]
        var document = Self.document
        document["time"] = [
            "text": "?-{Stunde}", "form": "yyyy-HHHH", "zone": "UTC", "stamp": "end", "interval": "PT1H",
        ]
        document["series"] = [
            ["column": "Wert", "key": "wert", "name": "Wert", "unit": ["name": "kWh", "symbol": "kWh"]]
        ]
        func done(_ fields: [String: String]) -> JSONObject {
            DocumentForm(form: FormBody(fields: fields), columns: columns).applied(to: document, proposal: .null)
        }
        let roles = ["role.0": "time", "role.1": "value"]
        // an empty field is no answer
        #expect(done(roles.merging(["property.1": ""]) { $1 })["series"]?.array?.first?["observedProperty"] == nil)
        let entered = done(["property": "Anzahl", "property-entered": "Fernwärme", "year": "2024"])
        #expect(entered["series"]?.array?.first?["observedProperty"] == ["name": "Fernwärme"])
        #expect(entered["time"]?["text"] == "2024-{Stunde}" && entered["time"]?["form"] == "yyyy-HHHH")
        #expect(done(["property": "Anzahl"])["series"]?.array?.first?["observedProperty"] == ["name": "Anzahl"])
    }

    @Test func `every word of a column's use, a zone and a length is there in both languages`() {
        for role in DocumentForm.Role.allCases {
            #expect(Words.columnRole(role).german != Words.columnRole(role).english)
        }
        #expect(Words.interval("PT15M") == Words("15 Minuten", "15 minutes"))
        #expect(Words.interval("P1D") == Words("1 Tag", "1 day"))
        #expect(Words.interval("irregular") == Words("irregular", "irregular"))
    }
}
