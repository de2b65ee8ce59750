// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Ingest

/// What a proposal leaves open is refused at an import, with its place and what can be written there.
@Suite struct OpenAnswerTests {
    private static func refusal(_ changes: [String: String]) -> MappingError? {
        do {
            _ = try OwnMapping.series(changes)
            return nil
        } catch {
            return error as? MappingError
        }
    }

    @Test(arguments: [
        ("dataset", #"{"slug":"own","title":"Own","owner":"?","licence":"?"}"#, "/dataset/owner"),
        ("time", #"{"column":"zeit","zone":"?"}"#, "/time/zone"),
        ("time", #"{"column":"zeit","stamp":"?"}"#, "/time/stamp"),
        ("time", #"{"column":"zeit","form":"?"}"#, "/time/form"),
        ("time", #"{"column":"zeit","form":"yyyy/yy","yearStart":"?"}"#, "/time/yearStart"),
        ("time", #"{"column":"zeit","repeatedHour":"?"}"#, "/time/repeatedHour"),
        ("time", #"{"text":"?-{zeit}"}"#, "/time/text"),
        ("format", #"{"separator":";","thousands":"?"}"#, "/format/thousands"),
        ("format", #"{"separator":";","missing":"?"}"#, "/format/missing"),
        ("places", #"{"row":{"longitude":"x","latitude":"y","epsg":"?"}}"#, "/places/row/epsg"),
    ])
    func `a question mark is refused with its place and a remedy`(member: String, text: String, place: String) throws {
        let fault = try #require(Self.refusal([member: text]))
        #expect(fault.pointer == place && fault.message.contains("question"))
        #expect(fault.remedy.contains("--propose") && fault.remedy.contains("/imports/new"))
    }

    @Test func `all that is open is named at once`() throws {
        let fault = try #require(
            Self.refusal([
                "dataset": #"{"slug":"own","title":"Own","owner":"?","licence":"?"}"#,
                "time": #"{"column":"zeit","zone":"?"}"#,
            ]))
        let places =
            [fault.pointer]
            + ["/dataset/licence", "/time/zone", "/dataset/owner"].filter { fault.message.contains($0) }
        #expect(Set(places) == ["/dataset/owner", "/dataset/licence", "/time/zone"])
    }

    @Test(arguments: [
        ("format", #"{"separator":"?"}"#), ("format", #"{"separator":";","missing":["?","n/a"]}"#),
        ("format", #"{"separator":";","thousands":""}"#),
        ("series", "[\(OwnMapping.rule(#""column":"wert","reasons":{"x":"?"}"#))]"),
    ])
    func `a question mark that a cell holds is none of ours`(member: String, text: String) {
        #expect(Self.refusal([member: text]) == nil)
    }

    @Test(arguments: ["Wert", "Kanal 1", "value", "CH01", "Messwert [%]", "Sensor 3"])
    func `what is measured is asked where the name does not say it`(name: String) throws {
        let rows = (0..<30).map { "01.07.2025 \($0 < 10 ? "0" : "")\($0 % 24):00;\($0),5" }.prefix(24)
        let text = "Zeit;\(name)\n" + rows.joined(separator: "\n") + "\n"
        let found = try Proposer().proposal(FileSample(name: "zaehlung-rad.csv", bytes: Array(text.utf8)))
        let question = try #require(found.questions.first { $0.about == "property" })
        #expect(question.german.contains("„\(ColumnGuess.nameWithoutUnit(name))“") && !question.choices.isEmpty)
        #expect(question.answers == ["/series/0/observedProperty/name"])
        #expect(found.written["series"]?.array?.first?["observedProperty"]?["name"] == "?")
        // it hinders no look at the data
        let answered = JSONValue.object(found.written).text.replacing(#""zone":"?""#, with: #""zone":"UTC""#)
            .replacing(#""stamp":"?""#, with: #""stamp":"start""#)
        let trial = try Mapping(parsing: Array(answered.utf8), document: "x", isTrial: true)
        #expect(trial.open.contains("/series/0/observedProperty/name"))
        #expect(throws: MappingError.self) { try Mapping(parsing: Array(answered.utf8), document: "x") }
    }

    @Test func `each question names the places of the mapping that take its answer`() throws {
        let rows = (0..<24).map { "01.07.2025 \($0 < 10 ? "0" : "")\($0):10;\($0),5;\($0 + 3),5" }
        let found = try Proposer().proposal(
            FileSample(name: "x.csv", bytes: Array(("Zeit;Windspeed;Pegel\n" + rows.joined(separator: "\n")).utf8)))
        let document = found.json
        let answers = (document["questions"]?.array ?? []).flatMap { $0["answers"]?.array ?? [] }.compactMap(\.string)
        #expect(Set(answers).isSuperset(of: ["/time/zone", "/time/stamp", "/series/0/unit", "/series/1/unit"]))
        let open = (JSONValue.object(found.written)["time"]?.object?.members ?? []).filter { $0.value == "?" }
        #expect(open.allSatisfy { answers.contains("/time/" + $0.name) } && open.count == 2)
        // quantities of different units are different questions
        #expect(found.questions.filter { $0.about == "unit" }.count == 2)
    }

    @Test func `a proposal is refused until its questions are answered, and can be tried before`() throws {
        let rows = (0..<4).map { "01.07.2025 0\($0):00;\($0),5" }.joined(separator: "\n")
        let text = "Zeit;Wasser °C\n" + rows + "\n"
        let found = try Proposer().proposal(FileSample(name: "x.csv", bytes: Array(text.utf8)))
        let written = JSONValue.object(found.written).text
        #expect(throws: MappingError.self) { try Mapping(parsing: Array(written.utf8), document: "x") }
        #expect(written.contains(##""unit":{"name":"°C","symbol":"°C"}"##))
        let answered = written.replacing(#""zone":"?""#, with: #""zone":"UTC""#).replacing(
            #""stamp":"?""#, with: #""stamp":"start""#)
        let trial = try Mapping(parsing: Array(answered.utf8), document: "x", isTrial: true)
        #expect(trial.open == ["/dataset/owner", "/dataset/licence"])
        let owned = answered.replacing(#""owner":"?""#, with: #""owner":"Amt""#).replacing(
            #""licence":"?""#, with: #""licence":"cc-zero""#)
        #expect(try Mapping(parsing: Array(owned.utf8), document: "x").open.isEmpty)
    }
}
