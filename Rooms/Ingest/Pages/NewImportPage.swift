// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import IngestWaiting
import Site

/// Where files are handed in.
struct NewImportPage: Sendable {
    var limits: WaitingArea.Limits
    var address = ""
    /// Why the last delivery was refused, and at which field.
    var fault: Words?
    var field = "files"

    func html(_ frame: PageFrame) -> HTML {
        let (language, format) = (frame.language, frame.format)
        let help = Words.chooseFilesHelp(
            format.integer(Int64(limits.bytes >> 20)), format.integer(Int64(limits.hours)))
        let (filesError, filesMark) = error("files", language)
        let (addressError, addressMark) = error("address", language)
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.newImport))</h1><p class="lead">\(language(.newImportLead))</p></div>
            <p><a href="\(SiteURL.newLayer)">\(language(.gisFilesElsewhere))</a></p>
            \(FormField.summary(fault, target: field, language))
            <form class="form wide card" method="post" action="\(SiteURL.newImport)" enctype="multipart/form-data">
            <div class="field"><label for="files">\(language(.chooseFiles))</label>\
            <p class="help" id="files-help">\(language(help))</p>\(filesError)\
            <input class="drop" id="files" name="files" type="file" multiple required \
            aria-describedby="files-help\(filesMark)"></div>
            <div><button type="submit">\(language(.handIn))</button></div></form>
            <form class="form wide card" method="post" action="\(SiteURL.fetchImport)"><h2>\(language(.orAddress))</h2>
            <div class="field"><label for="address">\(language(.address))</label>\
            <p class="help" id="address-help">\(language(.addressHelp))</p>\(addressError)\
            <input id="address" name="address" type="url" value="\(address)" required \
            aria-describedby="address-help\(addressMark)"></div>
            <div><button type="submit" class="quiet">\(language(.fetchAndLook))</button></div></form></div>
            """
        return frame.document(
            title: language(.newImport), section: .operation,
            breadcrumbs: [Breadcrumb(name: language(.importsTitle), url: .imports)], content: content)
    }

    private func error(_ name: String, _ language: Language) -> (text: HTML, mark: HTML) {
        guard let fault, field == name else { return ("", "") }
        return (
            "<p class=\"error\" id=\"\(name)-error\">\(language(fault))</p>", " \(name)-error\" aria-invalid=\"true"
        )
    }
}
