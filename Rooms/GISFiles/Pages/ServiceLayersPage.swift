// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import GISFetching
import IngestPages
import Site
import Wire

/// The layers of a foreign service, to choose one from.
struct ServiceLayersPage: Sendable {
    let address: String
    let layers: [ForeignLayer]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let rows = layers.map { layer -> HTML in
            """
            <tr><th scope="row">\(layer.title)</th><td>\(layer.name)</td><td>\(layer.system)</td>\
            <td><button type="submit" class="quiet" name="layer" value="\(layer.name)" \
            aria-label="\(language(.takeLayer(layer.title)))">\(language(.takeThisLayer))</button></td></tr>
            """
        }
        let heads = [Words.layerName, .serviceLayerName, .layerSystem].map {
            "<th scope=\"col\">\(language($0))</th>" as HTML
        }
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.serviceLayers))</h1><p class="lead">\(language(.serviceLayersLead))</p>\
            <p class="muted">\(address.excerpt(300))</p></div>
            <form method="post" action="\(SiteURL.fetchLayer)"><input type="hidden" name="address" value="\(address)">\
            <div class="table" tabindex="0" role="region" aria-label="\(language(.serviceLayers))"><table><thead><tr>\(heads)\
            <td></td></tr></thead><tbody>\(rows)</tbody></table></div></form></div>
            """
        return frame.document(
            title: language(.serviceLayers), section: .operation,
            breadcrumbs: [Breadcrumb(name: language(.layerImportTitle), url: .newLayer)], content: content)
    }
}
