// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Features
import LayerStyles
import Site

extension LayerMapPage.Layer {
    /// A layer by itself, shown.
    init(_ collection: FeatureCollection, _ language: Language) {
        self.init(
            name: collection.name, title: collection.title(in: language.rawValue),
            words: Words(collection.title, collection.titleEnglish), count: collection.count, role: collection.role,
            geometryType: collection.geometryType, attribution: "", extent: collection.extent, number: 0,
            titleField: collection.titleField, isLive: collection.isLive, isShown: true)
    }

    /// What stands for it on the map: a shape for points, a patch for the rest.
    var sign: HTML {
        if let style { return LegendView(style: style, geometryType: geometryType, layer: words).sign }
        if isGround { return "<span class=\"layer-sign ground-\(role.rawValue)\" aria-hidden=\"true\"></span>" }
        let number = number % LayerMapPage.signs
        let shapes: [HTML] = [
            "<circle cx=\"8\" cy=\"8\" r=\"6\"/>", "<path d=\"M2 2h12v12H2z\"/>",
            "<path d=\"M8 0.5 15.5 8 8 15.5 0.5 8z\"/>",
            "<path d=\"M8 1 15 14H1z\"/>",
        ]
        guard isOfPoints else { return "<span class=\"layer-sign sign-\(number)\" aria-hidden=\"true\"></span>" }
        return """
            <svg class="sign-point sign-\(number)" viewBox="0 0 16 16" aria-hidden="true">\(shapes[number % shapes.count])</svg>
            """
    }

    /// What its colours mean; nothing where there is one colour without a text of its own.
    func legend(_ language: Language) -> HTML {
        guard let style else { return "" }
        return LegendView(style: style, geometryType: geometryType, layer: words).html(language)
    }
}
