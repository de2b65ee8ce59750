// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import LayerStyles
import Site

/// What the colours of a layer mean, in words.
struct LegendView: Sendable {
    let style: LayerStyle
    /// `POINT`, … or `GEOMETRY`.
    let geometryType: String
    let layer: Words

    /// One line, or a list of what the colours mean.
    func html(_ language: Language) -> HTML {
        let entries = style.legend(layer)
        if entries.count == 1, entries[0].words == layer { return "" }
        let items = entries.map { "<li>\(sign($0.colour)) \(language($0.words))</li>" as HTML }
        let property: HTML = style.property.map { "<li class=\"muted\">\(language(.colouredBy)) \($0)</li>" } ?? ""
        return "<ul class=\"layer-legend\">\(property)\(items)</ul>"
    }

    /// What stands for the layer itself.
    var sign: HTML {
        let entries = style.legend(layer)
        return sign(entries[0].colour)
    }

    private func sign(_ colour: Colour) -> HTML {
        let shape: HTML =
            switch StyledShape(geometryType) {
            case .marker: "<circle cx=\"8\" cy=\"8\" r=\"6\" fill=\"\(colour.text)\"/>"
            case .line: "<path d=\"M1 8h14\" stroke=\"\(colour.text)\" stroke-width=\"4\"/>"
            case .fill, nil:
                """
                <path d="M2 2h12v12H2z" fill="\(colour.text)" fill-opacity="\(number(style.opacity))" \
                stroke="\(colour.text)" stroke-width="2"/>
                """
            }
        return "<svg class=\"style-sign\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">\(shape)</svg>"
    }

    private func number(_ value: Double) -> String { "\(value)" }
}
