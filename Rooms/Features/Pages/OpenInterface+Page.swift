// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import Hummingbird
import Site
import Wire

extension OpenInterface {
    /// The interface in words, for people (19-072 service-doc).
    func definitionPage(
        _ request: Request, _ context: HTTPContext, _ pages: some PageSet
    ) async throws -> Response {
        let frame = try await pages.frame(request, context)
        let language = frame.language
        let asked = allOperations.map { operation -> HTML in
            let path = root + (operation.path == "/" ? "" : operation.path)
            return "<tr><th scope=\"row\"><code>GET \(path)</code></th><td>\(language(operation.summary))</td></tr>"
        }
        let names = parameters.map { parameter -> HTML in
            "<tr><th scope=\"row\"><code>\(parameter.name)</code></th><td>\(language(parameter.text))</td></tr>"
        }
        let heading = language(title)
        let content: HTML = """
            <div class="inner page"><article><h1>\(heading)</h1><p>\(language(description))</p>\
            <p><a href="\(root)/api">\(language(.definition))</a>, \
            <a href="\(root)/conformance">\(language(.conformance))</a></p>\
            \(table(language(.documentation), asked))\(table(language(.parametersOfInterface), names))</article></div>
            """
        return pages.html(frame.document(title: heading, section: .data, content: content), request)
    }

    private func table(_ caption: String, _ rows: [HTML]) -> HTML {
        """
        <div class="table" tabindex="0" role="region" aria-label="\(caption)"><table><caption>\(caption)</caption>\
        <tbody>\(rows)</tbody></table></div>
        """
    }

    /// Everybody may ask; who has a key sees more (19-086r6 /req/oas30/security, 17-069r4 /req/oas30/security).
    static let security: JSONValue = [[:], ["key": []], ["keyAsPassword": []]]

    static let securitySchemes: JSONValue = [
        "key": ["type": "http", "scheme": "bearer", "bearerFormat": "amk_…"],
        "keyAsPassword": ["type": "http", "scheme": "basic"],
    ]
}
