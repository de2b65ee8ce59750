// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site
import Wire

/// What of a delivery no rule of the mapping takes, out of a report's JSON.
enum IgnoredList {
    static func columns(_ report: JSONValue, _ frame: PageFrame) -> HTML {
        let names = (report["ignoredColumns"]?.object?.names ?? []).prefix(50).map { $0.isEmpty ? "–" : $0 }
        guard !names.isEmpty else { return "" }
        return "<p class=\"muted\">\(frame.language(.ignoredColumns)): \(names.joined(separator: ", "))</p>"
    }

    /// Rows by what their columns say, each with its number.
    static func rows(_ report: JSONValue, _ frame: PageFrame) -> HTML {
        let items = (report["ignoredRows"]?.object?.members ?? []).map { member -> HTML in
            "<li>\(member.name): \(frame.format.integer(member.value.integer ?? 0))</li>"
        }
        return items.isEmpty ? "" : "<h3>\(frame.language(.ignoredRows))</h3><ul class=\"plain\">\(items)</ul>"
    }
}
