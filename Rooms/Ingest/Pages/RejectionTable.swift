// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site
import Wire

/// What was refused, by reason, with the first place of each.
enum RejectionTable {
    /// `entries` as in a report's JSON.
    static func html(_ entries: [JSONValue], _ language: Language, _ format: Format) -> HTML {
        let rows = entries.map { entry -> HTML in
            let reason = entry["explanation"]?[language.rawValue]?.string ?? entry["reason"]?.string ?? ""
            let first = entry["first"]
            let line = format.integer(first?["line"]?.integer ?? 0)
            let column = first?["column"]?.string ?? ""
            let columnText: HTML = column.isEmpty ? "" : ", \(language(.importColumn)) „\(column)“"
            return """
                <tr><th scope="row">\(reason)</th><td class="number" data-label="\(language(.importCount))">\
                \(format.integer(entry["count"]?.integer ?? 0))</td><td data-label="\(language(.importFirst))">\
                \(first?["file"]?.string ?? ""), \(language(.importLine)) \(line)\(columnText)</td>\
                <td data-label="\(language(.importTextFound))"><code>\(first?["text"]?.string ?? "")</code></td></tr>
                """
        }
        return """
            <div class="table"><table class="stack"><thead><tr><th scope="col">\(language(.importReason))</th>\
            <th scope="col" class="number">\(language(.importCount))</th><th scope="col">\(language(.importFirst))</th>\
            <th scope="col">\(language(.importTextFound))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
