// SPDX-License-Identifier: EUPL-1.2
import SensorThings
import Testing
import Wire

@testable import Ingest

/// What another server's documents become, and how it is asked.
@Suite struct TransferTests {
    @Test(arguments: [
        ("https://example.org/FROST-Server/v1.1", "https://example.org/FROST-Server/v1.1"),
        ("https://example.org/FROST-Server/v1.1//", "https://example.org/FROST-Server/v1.1"),
        ("http://10.0.0.5:8080/FROST-Server", "http://10.0.0.5:8080/FROST-Server/v1.1"),
    ])
    func addressOfTheRoot(given: String, expected: String) throws {
        #expect(try Self.server(given).address == expected)
    }

    @Test(arguments: [
        "example.org/v1.1", "file:///etc/passwd", "https://me:secret@example.org/v1.1", "http://a/v1.1?x=1",
    ])
    func addressesThatAreRefused(given: String) {
        #expect(throws: TransferError.self) { try Self.server(given) }
    }

    @Test(arguments: [
        ("http://frost.internal:8080/v1.1/Things?$top=5&$skip=5", "Things?$top=5&$skip=5"),
        ("/other/v1.1/Things(1)/Datastreams?$skip=5", "Things(1)/Datastreams?$skip=5"),
        ("Things?$filter=name eq 'a b'&$skip=5", "Things?$filter=name%20eq%20'a%20b'&$skip=5"),
        ("../Things?$skip=5&$filter=x%20eq%201", "Things?$skip=5&$filter=x%20eq%201"),
        ("http://a/v1.1/Things?$filter=name eq 'Zähler /v1.1/'", "Things?$filter=name%20eq%20'Z%C3%A4hler%20/v1.1/'"),
    ])
    func linksLeadToTheAddressThatWasGiven(link: String, place: String) throws {
        #expect(try Self.server("https://example.org/sta/v1.1").place(ofLink: link) == place)
    }

    @Test func optionsAreEncoded() {
        let place = ForeignServer.place("Things('a b')", [("$filter", "id gt 'a&b+c#%'"), ("$top", "5")])
        #expect(place == "Things('a%20b')?$filter=id%20gt%20'a%26b%2Bc%23%25'&$top=5")
    }

    @Test func identifiersAsInAddresses() {
        let quoting = ForeignIdentifierForm(quotesText: true, isOrdered: true)
        let bare = ForeignIdentifierForm(quotesText: false, isOrdered: true)
        #expect(quoting.identifier(5) == "5")
        #expect(quoting.identifier("it's") == "'it''s'")
        #expect(bare.identifier("5") == "5")
        #expect(quoting.identifier(.some(.null)) == nil)
        #expect(quoting.identifier(nil) == nil)
    }

    @Test(arguments: [ForeignPosition.start, .after("'it''s'"), .link("Things?$skip=5"), .end])
    func positionsSurviveTheirText(position: ForeignPosition) {
        #expect(ForeignPosition(text: position.text) == position)
    }

    @Test func nothingOfAnEntityIsLost() throws {
        let row = try #require(
            JSONValue(
                parsing: """
                    {"@iot.id": 7, "@iot.selfLink": "x", "name": "A\\u0000", "description": null, "colour": [1],
                     "properties": {"dataset": "theirs"}, "Datastreams@iot.navigationLink": "y",
                     "Locations": [{"@iot.id": 3}, {"@iot.id": 4}], "MultiDatastreams": []}
                    """
            ).object)
        let form = ForeignIdentifierForm(quotesText: true, isOrdered: true)
        let entity = try #require(ForeignEntity(row, .thing, form, dataset: "ours"))
        #expect(entity.identifier == "7")
        #expect(entity.links == ["Locations": ["3", "4"]])
        #expect(
            entity.body == [
                "name": "A", "description": "",
                "properties": ["dataset": "ours", "source_dataset": "theirs", "colour": [1]],
            ])
        #expect(ForeignEntity(["name": "without an id"], .thing, form, dataset: "ours") == nil)
    }

    @Test func namedValuesBecomeAnObject() {
        let row: JSONObject = [
            "phenomenonTime": "2026-01-01T00:00:00Z",
            "parameters": [["name": "a", "value": 1], ["name": "b", "value": nil]],
        ]
        let body = ForeignEntity.observation(row)
        #expect(body["parameters"] == ["a": 1, "b": nil])
        #expect(body["result"] == .some(.null))
        #expect(ForeignEntity.observation(["parameters": [1, 2]])["parameters"] == ["value": [1, 2]])
    }

    @Test func aMultiDatastreamKeepsTheOrderOfItsElements() throws {
        let row = try #require(
            JSONValue(
                parsing: """
                    {"@iot.id": 7, "name": "Weather", "description": "", "multiObservationDataTypes": ["a", "b", "c"],
                     "unitOfMeasurements": [{"symbol": "m/s"}, null, {}], "Thing": {"@iot.id": 1},
                     "Sensor": {"@iot.id": 2}, "ObservedProperties": [{"@iot.id": 9}, {"@iot.id": 3}, {"@iot.id": 5}]}
                    """
            ).object)
        let form = ForeignIdentifierForm(quotesText: true, isOrdered: true)
        let entity = try #require(ForeignEntity(row, .multiDatastream, form, dataset: "ours"))
        #expect(entity.references == ["Thing": "1", "Sensor": "2"])
        #expect(entity.links == ["ObservedProperties": ["9", "3", "5"]])
        #expect(
            entity.body == [
                "name": "Weather", "description": "", "multiObservationDataTypes": ["a", "b", "c"],
                "unitOfMeasurements": [["symbol": "m/s"], nil, [:]],
            ])
        let options = ForeignEntity.options(for: .multiDatastream)
        #expect(options.map(\.value) == ["Thing($select=id),Sensor($select=id),ObservedProperties($select=id)"])
    }

    @Test func anObservationWithoutTimeIsRefused() {
        #expect(throws: EntityRefusal.self) { try ObservationImport().observation(["result": 1], feature: nil) }
        #expect(throws: EntityRefusal.self) {
            try ObservationImport().observation(["phenomenonTime": "yesterday", "result": 1], feature: nil)
        }
    }

    /// A server that is down is asked again, ever more slowly, and then given up with its address.
    @Test func patienceHasAnEnd() async throws {
        let waits = Waits()
        let server = try ForeignServer(
            address: "http://127.0.0.1:1/v1.1", credentials: .init(), agent: "test", pause: { await waits.add($0) })
        await #expect(throws: TransferError.self) { _ = try await server.document("Things") }
        #expect(await waits.all == [1, 2, 4, 8, 16, 32, 60].map { Duration.seconds($0) })
    }

    private actor Waits {
        private(set) var all: [Duration] = []
        func add(_ wait: Duration) { all.append(wait) }
    }

    private static func server(_ address: String) throws -> ForeignServer {
        try ForeignServer(address: address, credentials: .init(), agent: "test")
    }
}
