// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Foundation
import Storage
import TestSupport
import Testing
import Wire

@testable import Knowledge

/// Whether what is suggested for a need fits it: needs with what fits them, written by people who saw the catalogue and
/// not the ranking, in `Needs/needs.json`.
@Suite struct FitTests {
    /// A need with the slugs of all blocks that would serve it; none: nothing of the catalogue does.
    struct Need: Sendable {
        let title: String
        let description: String
        let fits: Set<String>
        /// `tune`: looked at while the ranking is changed; `report`: only counted.
        let part: String
    }

    static let needs: [Need] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Needs/needs.json")
        guard let text = try? String(contentsOf: file, encoding: .utf8), let list = try? JSONValue(parsing: text).array
        else {
            return []
        }
        return list.map { need in
            Need(
                title: need["need"]?.string ?? "", description: need["description"]?.string ?? "",
                fits: Set(need["fits"]?.array?.compactMap(\.string) ?? []), part: need["part"]?.string ?? "tune")
        }
    }()

    /// The share of the at most five suggestions shown that fit; where nothing fits, 1 for saying so.
    static func precision(_ shown: [String], _ need: Need) -> Double {
        guard !shown.isEmpty else { return need.fits.isEmpty ? 1 : 0 }
        return Double(shown.count { need.fits.contains($0) }) / Double(shown.count)
    }

    @Test func `needs are labelled with blocks there are`() {
        #expect(Self.needs.count >= 20)
        let slugs = Set(ShippedKnowledge.entries.filter { $0.kind == .block }.map(\.slug))
        for need in Self.needs {
            #expect(
                !need.title.isEmpty && need.fits.isSubset(of: slugs), "\(need.title): \(need.fits.subtracting(slugs))")
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `of what is suggested three in five fit, and where nothing does that is said`(_ kind: TestEngine) async throws
    {
        let shown = try await Self.suggestions(for: Self.needs, kind)
        for part in Set(Self.needs.map(\.part)).sorted() {
            let pairs = zip(Self.needs, shown).filter { $0.0.part == part }
            let mean = pairs.reduce(0) { $0 + Self.precision($1.1, $1.0) } / Double(pairs.count)
            let silent = pairs.filter { $0.0.fits.isEmpty }
            let said = silent.count { $0.1.isEmpty }
            let found = pairs.filter { !$0.0.fits.isEmpty && !$0.0.fits.isDisjoint(with: $0.1) }.count
            print(
                "suggestions, \(part): precision at 5 \(mean) over \(pairs.count); something fitting for \(found) of",
                "\(pairs.count - silent.count); \"nothing fits\" said for \(said) of \(silent.count)")
            for (need, slugs) in pairs where part == "tune" && Self.precision(slugs, need) < 0.6 {
                print("  \(need.title): \(slugs), fits \(need.fits.sorted())")
            }
            #expect(mean >= 0.6, "\(part)")
        }
    }

    private static func suggestions(for needs: [Need], _ kind: TestEngine) async throws -> [[String]] {
        try await withDatabase(kind) { engine in
            try await KnowledgeImporter(engine: engine, clock: SearchTests.clock).installShipped()
            return try await engine.read { connection in
                let search = KnowledgeSearch()
                return try needs.map { need in
                    try BlockFit(title: need.title, description: need.description)
                        .suggestions(from: search, on: connection).map(\.entry.slug)
                }
            }
        }
    }

    @Test func `photovoltaics do not meet a video conference`() async throws {
        let needs = [
            "Auf dem Schuldach wird Solarstrom erzeugt, aber der Überschuss verfällt",
            "PV-Überschuss der Schule nutzen",
            "Der Friedhof braucht eine neue Mauer", "Kein Hausarzt im Ort", "The school roof has no photovoltaics",
        ]
        let shown = needs.map { Self.shown($0) }
        #expect(shown[0].first == "openems" && shown[1].first == "openems" && shown[4].first == "openems")
        #expect(shown.allSatisfy { !$0.contains("bigbluebutton") && !$0.contains("co2-ampel") })
        #expect(shown[2].isEmpty && shown[3].isEmpty, "\(shown[2]) \(shown[3])")
    }

    private static let catalogue = BlockIndex(
        ShippedKnowledge.entries.filter { $0.kind == .block }.enumerated().map { (Int64($0.offset), $0.element) })

    /// What is suggested of the shipped catalogue, without a database.
    private static func shown(_ title: String, _ description: String = "", of blocks: BlockIndex = catalogue)
        -> [String]
    {
        BlockFit(title: title, description: description).ranked(blocks, limit: 5).map { hit in
            blocks.blocks.first { $0.id == hit.id }?.slug ?? ""
        }
    }

    @Test(arguments: [
        // inflected, compound, misspelt, in two words or one, in English
        ("Der Parkplatz ist immer voll", "parksensor"), ("Besucherparkplätze fehlen", "parksensor"),
        ("Die Turnhalle wird geheitzt", "home-assistant"),
        ("Ein Open Data Portal", "ckan"), ("Ein Opendata-Portal", "ckan"),
        ("The bins are overflowing", "fuellstandssensor"), ("Potholes everywhere", "mark-a-spot"),
        ("Wir wollen QGIS einführen", "qgis"),
    ])
    func `a word is read as it is said`(_ need: String, _ slug: String) {
        #expect(Self.shown(need).contains(slug), "\(need): \(Self.shown(need))")
    }

    /// Words of the catalogue's fields stand in needs that none of it serves.
    @Test(arguments: [
        "Kein Handynetz am Bahnhof", "Der Bus fährt abends nicht mehr", "Das Feuerwehrauto ist alt",
        "Zu wenig Kitaplätze",
        "Die Brücke ist gesperrt", "The last shop closes", "Die Schule", "Wir brauchen mehr davon", "", "xqzwv",
    ])
    func `where nothing fits nothing is said`(_ need: String) {
        #expect(Self.shown(need).isEmpty, "\(need): \(Self.shown(need))")
    }

    @Test func `a block brought in fits by what it can do, or by its tags`() throws {
        let blocks = try BlockIndex(
            [
                [
                    "slug": "a", "title": "Tonnenfunk", "summary": "s", "kind": "device",
                    "capabilities": ["fill-level-sensing"],
                ],
                ["slug": "b", "title": "Bienenwaage", "summary": "s", "kind": "device", "tags": ["Imkerei"]],
            ].enumerated().map { (Int64($0.offset), try KnowledgeEntry($0.element, kind: .block)) })
        #expect(Self.shown("Die Mülleimer quellen über", of: blocks) == ["a"])
        #expect(Self.shown("Die Imkerei sucht Hilfe", of: blocks) == ["b"])
        #expect(Self.shown("Eine Bienenwaage für alle", of: blocks) == ["b"], "by its name, not by its parts")
        #expect(Self.shown("Kein Hausarzt im Ort", of: blocks).isEmpty)
    }

    @Test func `each block serves a topic, and no topic asks for what no block can do`() throws {
        let blocks = try ShippedKnowledge.entries.filter { $0.kind == .block }.map { try BuildingBlock($0) }
        let served = Set(ShippedKnowledge.needTopics.flatMap(\.capabilities))
        for block in blocks {
            #expect(!served.isDisjoint(with: block.capabilities), "\(block.title.german)")
        }
        #expect(served.subtracting(blocks.flatMap(\.capabilities)).isEmpty)
        for topic in ShippedKnowledge.needTopics {
            #expect(topic.naming.filter { ContextWords.contains($0) }.isEmpty, "\(topic.name.german)")
        }
        #expect(ShippedKnowledge.needTopics.allSatisfy { $0.name.translation != nil && !$0.naming.isEmpty })
    }

    @Test(arguments: [
        ("heizung", "heizung", true), ("heizung", "heitzung", true), ("heizung", "hezung", true),
        ("heizung", "hiezung", true), ("heizung", "heizunk", true), ("heizung", "heitzunk", false),
        ("heizung", "", false), ("", "", true), ("ab", "ba", true), ("abc", "cba", false),
    ])
    func `one slip is a letter more, less, other, or two swapped`(_ left: String, _ right: String, _ isOne: Bool) {
        #expect(NeedVocabulary.isOneSlip(Array(left.utf8), Array(right.utf8)) == isOne)
        #expect(NeedVocabulary.isOneSlip(Array(right.utf8), Array(left.utf8)) == isOne)
    }
}
