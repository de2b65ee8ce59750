// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@Suite struct VisibleTextTests {
    @Test(arguments: ["", " ", "\n\t", "\u{A0}", "\u{200B}", "\u{202E}", "\u{FEFF} \u{2060}", "\u{3164}", "\u{0}"])
    func `what nobody sees is no text`(text: String) { #expect(!text.hasVisibleText) }

    @Test(arguments: ["a", "Ä", "→", "😀", "\u{200B}x", "1", "文", "-"])
    func `what somebody sees is`(text: String) { #expect(text.hasVisibleText) }
}
