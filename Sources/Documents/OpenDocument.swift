// SPDX-License-Identifier: EUPL-1.2

/// The package around an OpenDocument file's content (ODF 1.3, ISO/IEC 26300).
enum OpenDocument {
    static let text = "application/vnd.oasis.opendocument.text"
    static let spreadsheet = "application/vnd.oasis.opendocument.spreadsheet"

    static let namespaces = """
        xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
        xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" \
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" \
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" \
        xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" \
        xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" \
        xmlns:xlink="http://www.w3.org/1999/xlink" \
        xmlns:dc="http://purl.org/dc/elements/1.1/" \
        xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3"
        """

    /// `styles` and `content` are the elements inside `office:styles` and `office:body`.
    static func package(
        _ mediaType: String, title: String, language: String, styles: String, automatic: String = "", body: XMLText
    ) -> [UInt8] {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        var zip = ZipArchive()
        zip.add("mimetype", Array(mediaType.utf8))
        let parts = ["content.xml", "styles.xml", "meta.xml"]
        let entries = parts.map {
            "<manifest:file-entry manifest:full-path=\"\($0)\" manifest:media-type=\"text/xml\"/>"
        }
        let manifest = """
            \(head)<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" \
            manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" \
            manifest:media-type="\(mediaType)"/>\(entries.joined())</manifest:manifest>
            """
        var content = XMLText()
        content.markup("\(head)<office:document-content \(namespaces)>")
        content.markup("<office:automatic-styles>\(automatic)</office:automatic-styles><office:body>")
        content.markup(String(decoding: body.bytes, as: UTF8.self))
        content.markup("</office:body></office:document-content>")
        zip.add("content.xml", content.bytes)
        zip.add(
            "styles.xml",
            Array("\(head)<office:document-styles \(namespaces)>\(styles)</office:document-styles>".utf8))
        var meta = XMLText()
        meta.markup("\(head)<office:document-meta \(namespaces)><office:meta>")
        meta.element("meta:generator", "", "Allmende")
        meta.element("dc:title", "", title)
        meta.element("dc:language", "", language)
        meta.markup("</office:meta></office:document-meta>")
        zip.add("meta.xml", meta.bytes)
        zip.add("META-INF/manifest.xml", Array(manifest.utf8))
        return zip.finished()
    }
}
