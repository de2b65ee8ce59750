// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import IngestPages
import IngestWaiting
import Site
import Wire

/// Where GIS files are handed in, or fetched.
struct NewLayerPage: Sendable {
    var limits: WaitingArea.Limits
    var waiting: [GISDelivery] = []
    var schedules: [LayerSchedule] = []
    var address = ""
    /// Why the last delivery was refused, and at which field.
    var fault: Words?
    var field = "files"

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let help = Words.layerFilesHelp(format.integer(Int64(limits.bytes >> 20)), format.integer(Int64(limits.hours)))
        let (filesError, filesMark) = error("files", language)
        let (addressError, addressMark) = error("address", language)
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
            \(FormField.summary(fault, target: field, language))
            <form class="form wide card" method="post" action="\(SiteURL.newLayer)" enctype="multipart/form-data">
            <div class="field"><label for="files">\(language(.layerFiles))</label>\
            <p class="help" id="files-help">\(language(help))</p>\(filesError)\
            <input class="drop" id="files" name="files" type="file" multiple required \
            aria-describedby="files-help\(filesMark)"></div>
            <div><button type="submit">\(language(.layerUpload))</button></div></form>
            <form class="form wide card" method="post" action="\(SiteURL.fetchLayer)"><h2>\(language(.orServiceAddress))</h2>
            <div class="field"><label for="address">\(language(.serviceAddress))</label>\
            <p class="help" id="address-help">\(language(.serviceAddressHelp))</p>\(addressError)\
            <input id="address" name="address" type="url" value="\(address)" required \
            aria-describedby="address-help\(addressMark)"></div>
            <div><button type="submit" class="quiet">\(language(.fetchLayer))</button></div></form>\(list)\(LayerScheduleList(schedules: schedules).html(frame))</div>
            """
        return frame.document(title: language(.layerImportTitle), section: .operation, content: content)
    }

    private func error(_ name: String, _ language: Language) -> (text: HTML, mark: HTML) {
        guard let fault, field == name else { return ("", "") }
        return (
            "<p class=\"error\" id=\"\(name)-error\">\(language(fault))</p>", " \(name)-error\" aria-invalid=\"true"
        )
    }
}
