// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site

/// What a search found, room by room.
struct SearchPage: Sendable {
    struct Section: Sendable {
        let title: Words
        let finding: SearchSource.Finding
    }

    let text: String
    var sections: [Section] = []

    var isEmpty: Bool { text.allSatisfy(\.isWhitespace) }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let count = sections.reduce(0) { $0 + $1.finding.count }
        var body: HTML
        if isEmpty {
            body = "<p class=\"empty\">\(language(.searchEmpty))</p>"
        } else if count == 0 {
            body = "<p class=\"empty\">\(language(.searchNothing(text)))</p>"
        } else {
            let number = frame.format.integer(Int64(count))
            body = "<p class=\"lead\" role=\"status\">\(language(.searchResults(number, text)))</p>"
        }
        for section in sections {
            body += "<section class=\"card\"><h2>\(language(section.title))</h2>\(section.finding.html)</section>"
        }
        let content: HTML = "<div class=\"inner page\"><h1>\(language(.searchTitle))</h1>\(body)</div>"
        return frame.document(title: language(.searchTitle), section: .none, searchText: text, content: content)
    }
}
