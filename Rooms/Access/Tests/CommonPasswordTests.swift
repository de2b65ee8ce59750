// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@testable import Access

@Suite struct CommonPasswordTests {
    private static let names = ["Ada Lovelace", "ada.lovelace", "Stadt Münster"]

    @Test(arguments: [
        "passwort1234", "Passwort2026!", "P4$$w0rt-2026", "Sommer-2026-Sommer", "Muenster-2026!", "Münster-Rathaus!",
        "Ada-Lovelace-1990", "1234567890123", "qwertzuiop123", "0987654321qwertz", "asdfghjklöä#", "abcdefghijkl",
        "1qay2wsx3edc4rfv", "aaaaaaaaaaaa", "abababababab", "hallo hallo hallo", "Willkommen2026", "Allmende-Admin-1",
        "geheimgeheim", "  passwort    ", "Zoë1Zoë1Zoë1", "Administrator!!1",
    ])
    func `passwords that are guessed first are refused`(password: String) {
        #expect(CommonPassword.isCommon(password, around: Self.names))
    }

    @Test(arguments: [
        "Promenade-1648-Friede", "correct horse battery staple", "ein langes Kennwort für den Test", "Neu-genug-1648-x",
        "something else entirely", "Katze sitzt auf dem Sommerdach", "tK9#vQ2!mW7z", "日本語のとても長い言葉",
        "Passwort der Tante Erna",
    ])
    func `what somebody made up is taken`(password: String) {
        #expect(!CommonPassword.isCommon(password, around: Self.names))
    }

    @Test func `odd texts are judged without a fault`() {
        for text in ["", "a", "ab", "\u{0}", "👩‍👩‍👧‍👦", String(repeating: "1234", count: 250)] {
            #expect(CommonPassword.isCommon(text, around: ["", " ", "-", "x"]))
        }
    }

    @Test func `a flood of refusals is told as a number`() {
        var notes = FailureNotes()
        let begin = Instant(seconds: 1_800_000_000)
        #expect((0..<FailureNotes.most).allSatisfy { _ in notes.take(at: begin) == 0 })
        #expect((0..<50).allSatisfy { _ in notes.take(at: begin) == nil })
        // an hour brings 300, thirteen seconds one
        #expect(notes.take(at: Instant(seconds: 1_800_000_011)) == nil)
        #expect(notes.take(at: Instant(seconds: 1_800_000_013)) == 51)
        #expect(notes.take(at: Instant(seconds: 1_800_000_013)) == nil)
    }
}
