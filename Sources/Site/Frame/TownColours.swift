// SPDX-License-Identifier: EUPL-1.2
package import Catalogue

/// The style sheet that puts a town's colour in the place of ours.
package struct TownColours {
    private let accent: Colour

    package init(_ accent: Colour) { self.accent = accent }

    package var asset: Asset { Asset(bytes: Array(css.utf8), contentType: "text/css; charset=utf-8") }

    /// The grounds of dark screens are ours (`--surface`, `--page`): there the colour is lighter, as far as reading needs.
    private var css: String {
        let surface = Colour(red: 0x22, green: 0x2D, blue: 0x35)
        let light = accent.readable(on: surface)
        let soft = Colour(red: 0x18, green: 0x21, blue: 0x28).mixed(with: accent, 0.25)
        let ink = Colour(red: 0x0B, green: 0x1B, blue: 0x23)
        return """
            :root { --accent: \(accent.text); --accent-soft: \(accent.tint.text); --on-accent: #ffffff; }
            @media (prefers-color-scheme: dark) {
              :root { --accent: \(light.text); --accent-soft: \(soft.text); --on-accent: \(ink.text); }
            }

            """
    }
}
