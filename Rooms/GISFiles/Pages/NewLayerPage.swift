// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import IngestPages
import IngestWaiting
import Site
import Wire

/// Where GIS files are handed in.
struct NewLayerPage: Sendable {
    var limits: WaitingArea.Limits
    var waiting: [GISDelivery] = []
    /// Why the last delivery was refused.
    var fault: Words?

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let help = Words.layerFilesHelp(format.integer(Int64(limits.bytes >> 20)), format.integer(Int64(limits.hours)))
        let error: HTML = fault.map { "<p class=\"error\" id=\"files-error\">\(language($0))</p>" } ?? ""
        let mark: HTML = fault == nil ? "" : " files-error\" aria-invalid=\"true"
        let rows = waiting.map { delivery -> HTML in
            """
            <li><a href="\(SiteURL.waitingLayer(delivery.id))">\(delivery.files.joined(separator: ", ").excerpt(120))</a> \
            <span class="muted">\(language(.availableUntil)) \(format.dateTime(delivery.expires))</span></li>
            """
        }
        let list: HTML =
            waiting.isEmpty
            ? ""
            : "<section class=\"card plain\"><h2>\(language(.layersWaiting))</h2><ul class=\"plain\">\(rows)</ul></section>"
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.layerImportTitle))</h1>\
            <p class="lead">\(language(.layerImportLead))</p></div>
            \(FormField.summary(fault, target: "files", language))
            <form class="form wide card" method="post" action="\(SiteURL.newLayer)" enctype="multipart/form-data">
            <div class="field"><label for="files">\(language(.layerFiles))</label>\
            <p class="help" id="files-help">\(language(help))</p>\(error)\
            <input class="drop" id="files" name="files" type="file" multiple required \
            aria-describedby="files-help\(mark)"></div>
            <div><button type="submit">\(language(.layerUpload))</button></div></form>\(list)</div>
            """
        return frame.document(title: language(.layerImportTitle), section: .operation, content: content)
    }
}
