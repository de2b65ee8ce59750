// SPDX-License-Identifier: EUPL-1.2
import Catalogue
import Storage
import TestSupport
import Testing

/// What is said about the municipality: kept whole or not at all, and never in a colour that cannot be read.
@Suite struct TownProfileTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]

    @Test(arguments: TestEngine.allCases)
    func `a profile comes back as it went in, and what is emptied is gone`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            var profile = TownProfile([
                .name: "  Gemeinde Übungsdorf ", .key: "09181114", .privacyNote: "Zeile 1\nZeile <2>",
                .accent: "#0b5876",
            ])
            profile.arms = try TownProfile.Arms(picture: Self.png)
            let given = profile
            try await engine.write { try TownProfileQueries.save(given, on: $0) }
            #expect(try await engine.read { try TownProfileQueries.load(on: $0) } == given)
            #expect(given.name == "Gemeinde Übungsdorf")
            try await engine.write { try TownProfileQueries.save(TownProfile([.name: "Dorf"]), on: $0) }
            let left = try await engine.read { try TownProfileQueries.load(on: $0) }
            #expect(left == TownProfile([.name: "Dorf"]) && left.arms == nil)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `one faulty part keeps all of it out`(kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            await #expect(throws: TownProfile.Fault.self) {
                try await engine.write {
                    try TownProfileQueries.save(TownProfile([.name: "Dorf", .email: "kein Brief"]), on: $0)
                }
            }
            let stored = try await engine.read { try TownProfileQueries.load(on: $0) }
            #expect(stored == TownProfile())
        }
    }

    @Test(arguments: [
        (TownProfile.Field.key, "0551500"), (.key, "0551500x"), (.postalCode, "4814"), (.email, "rathaus"),
        (.email, "a@b"), (.website, "javascript:alert(1)"), (.website, "www.example.de"),
        (.accessibilityDate, "2026-02-30"),
        (.accessibilityDate, "28.11.2026"), (.accessibilityMethod, "geraten"), (.accent, "blau"), (.accent, "#fff"),
        (.accent, "#ffee00"), (.accent, "#8ab4f8"), (.name, "zwei\nZeilen"),
        (.name, String(repeating: "x", count: 201)),
        (.street, "a\u{7}b"),
    ])
    func `what cannot be kept is refused in two languages`(field: TownProfile.Field, text: String) {
        let faults = TownProfile([field: text]).faults
        #expect(faults.map(\.field) == [field])
        #expect(
            faults.allSatisfy { !$0.message.isEmpty && !$0.messageGerman.isEmpty && $0.message != $0.messageGerman })
    }

    @Test(arguments: [
        (TownProfile.Field.key, "05515000"), (.postalCode, "01067"), (.email, "rathaus@dorf.example.de"),
        (.website, "https://www.example.de/start"), (.accessibilityDate, "2026-11-28"), (.accessibilityMethod, "self"),
        (.accent, "#0b5876"), (.accent, "#7A1F2B"), (.enforcement, "Zeile 1\nZeile 2"), (.website, ""),
    ])
    func `what fits is kept`(field: TownProfile.Field, text: String) {
        #expect(TownProfile([field: text]).faults.isEmpty)
    }

    @Test func `a picture is told by its bytes, and SVG is none`() throws {
        #expect(try TownProfile.Arms(picture: Self.png).contentType == "image/png")
        #expect(try TownProfile.Arms(picture: [0xFF, 0xD8, 0xFF, 0xE0]).contentType == "image/jpeg")
        #expect(try TownProfile.Arms(picture: Array("RIFF....WEBPVP8 ".utf8)).contentType == "image/webp")
        for bytes in [Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), [], Array("GIF89a".utf8)] {
            #expect(throws: TownProfile.Fault.self) { try TownProfile.Arms(picture: bytes) }
        }
        let large = Self.png + [UInt8](repeating: 0, count: TownProfile.Arms.maximumBytes)
        #expect(throws: TownProfile.Fault.self) { try TownProfile.Arms(picture: large) }
    }

    @Test func `contrast is that of WCAG`() throws {
        let black = Colour(red: 0, green: 0, blue: 0)
        #expect(abs(black.contrast(with: .white) - 21) < 1e-9)
        let grey = try #require(Colour("#767676"))
        #expect((4.54..<4.55).contains(grey.contrast(with: .white)))
        #expect(Colour("#0B5876")?.text == "#0b5876" && Colour("0b5876") == nil && Colour("#0b587g") == nil)
        var generator = SystemRandomNumberGenerator()
        let ground = Colour(red: 0x22, green: 0x2D, blue: 0x35)
        for _ in 0..<500 {
            let number = Int(generator.next() & 0xFF_FFFF)
            let colour = Colour(red: number >> 16, green: number >> 8 & 255, blue: number & 255)
            #expect(colour.readable(on: ground).contrast(with: ground) >= Colour.minimumContrast)
        }
    }

    @Test func `what the law asks for and is not given is named`() {
        #expect(TownProfile().missingInImprint.contains(.representative))
        let full = TownProfile([
            .name: "Dorf", .street: "Weg 1", .postalCode: "48143", .place: "Dorf", .email: "a@b.de", .telephone: "1",
            .representative: "Bürgermeisterin",
        ])
        #expect(full.missingInImprint.isEmpty)
        #expect(full.missingInAccessibility.count == 4 && full.missingInPrivacy.count == 2)
    }
}
