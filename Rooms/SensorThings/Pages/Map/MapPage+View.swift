// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import SensorThings
import SensorThingsFrame
package import Site
import Wire

extension MapPage {
    package func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let sources =
            attributions.isEmpty
            ? HTML() : "<p class=\"source\">\(language(.source)): \(attributions.joined(separator: "; "))</p>"
        let list: HTML =
            lines.isEmpty
            ? "<p class=\"empty\">\(language(.noSensorFound))</p>"
            : SensorLine.table(Array(pager.part(of: lines, size: Self.pageSize)), frame)
        let withoutPlace = lines.filter { $0.longitude == nil }.count
        var note: HTML = ""
        if withoutPlace > 0 {
            let count = frame.format.integer(Int64(withoutPlace))
            note = "<p>\(language(.sensorsWithoutPlace(count)))</p>"
        }
        let content: HTML = """
            <div class="inner map-page"><div><h1>\(language(.mapTitle(frame.shortTown)))</h1>\
            <p class="lead">\(language(.mapLead))</p>\
            <p><a href="\(SiteURL.layerMap)">\(language(.toLayerMap))</a></p></div>
            <section class="card" aria-label="\(language(.map))">\(TownMap.canvas(frame, isSmall: false))\(sources)</section>
            <section class="card plain"><h2>\(language(.legend))</h2>\(Self.legend(language))\(note)</section>
            <section class="card" id="list"><h2>\(language(.mapAsList))</h2>\(list)\(pager.html(language, at: "list") { .map(page: $0) })\
            <p class="more"><a href="\(SiteURL.sensors())">\(language(.sensorsTitle))</a></p></section></div>
            """
        return frame.document(
            title: language(.map), section: .map, scripts: TownMap.assets.scripts, styles: TownMap.assets.styles,
            content: content)
    }

    private static func legend(_ language: Language) -> HTML {
        let items = SensorState.allCases.map { state -> HTML in
            "<li>\(state.badge(language)) <span>\(language(state.meaning))</span></li>"
        }
        return """
            <ul class="map-legend">\(items)<li><span class="ring">\(language(.ring))</span> \
            <span>\(language(.approximateMeaning))</span></li></ul>
            """
    }

    /// Sensors and layers for the script, as GeoJSON with our own members beside.
    package func data(language: Language, format: Format) -> [UInt8] {
        var writer = JSONWriter(reserving: 256 * lines.count + 512)
        writer.beginObject()
        writer.name("type")
        writer.write("FeatureCollection")
        writer.name("layers")
        writer.beginArray()
        for layer in layers {
            writer.beginObject()
            for (name, value) in [
                ("name", layer.name), ("title", layer.title), ("role", layer.role), ("attribution", layer.attribution),
                ("items", SiteURL.mapLayer(layer.name).path),
            ] {
                writer.name(name)
                writer.write(value)
            }
            writer.name("base")
            writer.write(layer.isBase)
            writer.name("count")
            writer.write(layer.count)
            writer.endObject()
        }
        writer.endArray()
        if let background {
            writer.name("background")
            writer.beginObject()
            writer.name("tiles")
            writer.write(SiteURL.tiles.path)
            writer.name("attribution")
            writer.write(background.attribution)
            writer.endObject()
        }
        writer.name("attributions")
        writer.beginArray()
        for attribution in attributions { writer.write(attribution) }
        writer.endArray()
        writer.name("features")
        writer.beginArray()
        for line in lines {
            guard let longitude = line.longitude, let latitude = line.latitude else { continue }
            writer.beginObject()
            writer.name("type")
            writer.write("Feature")
            writer.name("id")
            writer.write(line.thing)
            writer.name("geometry")
            writer.beginObject()
            writer.name("type")
            writer.write("Point")
            writer.name("coordinates")
            writer.beginArray()
            writer.write(longitude)
            writer.write(latitude)
            writer.endArray()
            writer.endObject()
            writer.name("properties")
            writer.beginObject()
            let when = line.last.map { format.dateTime($0) } ?? ""
            var value = line.value.map { format.measure($0, unit: line.unit) } ?? ""
            if !value.isEmpty, line.measured.count > 1 { value += " (\(line.valueOf))" }
            for (name, text) in [
                ("name", line.name), ("measured", line.measured.prefix(3).joined(separator: ", ")),
                ("state", line.state.rawValue), ("value", value), ("time", when),
                ("link", SiteURL.sensor(line.thing).path),
            ] {
                writer.name(name)
                writer.write(text)
            }
            writer.name("approximate")
            writer.write(line.isApproximate)
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
