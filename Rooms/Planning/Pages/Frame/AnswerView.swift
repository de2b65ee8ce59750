// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Decision
package import Planning
import SensorThingsFrame
package import Site
package import Wire

/// Answers of an object as people read them.
package struct AnswerView {
    package let context: PlanningContext

    package init(context: PlanningContext) { self.context = context }

    /// One answer; nil when nothing was answered.
    package func html(_ value: JSONValue?, _ field: Field) -> HTML? {
        guard let value else { return nil }
        let language = context.language
        if value.isNull { return "<span class=\"muted\">\(language(.unknownShown))</span>" }
        switch field.kind {
        case .longText:
            let parts = (value.string ?? "").split(separator: "\n", omittingEmptySubsequences: true)
            return parts.isEmpty ? nil : parts.map { "<p>\(String($0))</p>" as HTML }.joined("")
        case .place: return place(value)
        case .link:
            let address = value.string ?? ""
            return "<a href=\"\(external: address)\">\(address)</a>"
        case .email:
            let address = value.string ?? ""
            return "<a href=\"\(external: "mailto:" + address)\">\(address)</a>"
        case .reference: return value.string.flatMap { Reference($0) }.map { context.link($0) }
        case .references:
            let links = (value.array ?? []).compactMap { $0.string.flatMap { Reference($0) } }.map { context.link($0) }
            return links.isEmpty ? nil : list(links)
        case .datastream: return value.integer.map { series($0) }
        case .datastreams:
            let links = (value.array ?? []).compactMap(\.integer).map { series($0) }
            return links.isEmpty ? nil : list(links)
        case .datasets:
            let slugs = value.array?.compactMap(\.string) ?? []
            let links = slugs.map { slug in
                source(context.datasetTitle(slug), slug, at: .dataset(slug))
            }
            return links.isEmpty ? nil : list(links)
        case .collection:
            let name = value.string ?? ""
            return name.isEmpty ? nil : source(context.layerTitle(name), name, at: .collection(name))
        case .examples:
            let links = (value.array?.compactMap(\.string) ?? []).map {
                "<a href=\"\(SiteURL.example($0))\">\($0)</a>" as HTML
            }
            return links.isEmpty ? nil : list(links)
        case .blocks:
            let links = (value.array?.compactMap(\.string) ?? []).map {
                "<a href=\"\(SiteURL.block($0))\">\($0)</a>" as HTML
            }
            return links.isEmpty ? nil : list(links)
        case .list, .choices:
            let items = plain(value, field)
            return items.isEmpty ? nil : list(items.map { HTML(text: $0) })
        case .rows(let columns): return table(value, columns, caption: language(field.label))
        default:
            let text = plain(value, field).joined(separator: ", ")
            return text.isEmpty ? nil : HTML(text: text)
        }
    }

    /// An answer in words, for tables and papers.
    package func plain(_ value: JSONValue?, _ field: Field) -> [String] {
        guard let value, !value.isNull else { return [] }
        let (language, format) = (context.language, context.format)
        switch field.kind {
        case .choice(let choices):
            return choices.first { $0.name == value.string }.map { [language($0.label)] } ?? [value.text]
        case .choices(let choices):
            return (value.array ?? []).map { item in
                choices.first { $0.name == item.string }.map { language($0.label) } ?? item.text
            }
        case .list: return value.array?.compactMap(\.string) ?? []
        case .number(let unit):
            return value.double.map { [format.numerals.exact($0) + (unit.map { "\u{202F}\($0)" } ?? "")] } ?? []
        case .money: return value.integer.map { [format.money(Money(cents: $0))] } ?? []
        case .share: return value.double.map { [format.numerals.exact($0 * 100) + "\u{202F}%"] } ?? []
        case .date: return value.string.map { [format.day($0)] } ?? []
        case .year: return value.integer.map { [String($0)] } ?? []
        case .planYear:
            // Old plans may hold what is no year; it stands there as it was written.
            return switch PlanYear(value) {
            case .calendar(let year)?: [String(year)]
            case .counted(let year)?: ["\(language(.year)) \(year)"]
            case nil: [value.text]
            }
        case .flag: return value.bool.map { [language($0 ? .yes : .no)] } ?? []
        case .criterion:
            return value.string.map { id in [context.criteria.first { $0.id == id }?.name ?? id] } ?? []
        default: return value.string.map { $0.isEmpty ? [] : [$0] } ?? []
        }
    }

    private func list(_ items: [HTML]) -> HTML {
        items.count == 1 ? items[0] : "<ul class=\"plain tight\">\(items.map { "<li>\($0)</li>" as HTML })</ul>"
    }

    private func series(_ id: Int64) -> HTML {
        let record = context.series(id)
        return source(
            record?.label, String(id),
            at: record.map { .series(thing: $0.thing, datastream: id) })
    }

    /// Data of the town by its title; without one the reader may not see it, and only who plans reads its name.
    private func source(_ title: String?, _ name: String, at url: SiteURL?) -> HTML {
        guard let title, let url else {
            let words = context.language(.sourceUnseen)
            return context.mayWrite
                ? "<span>\(words)</span> <small class=\"code\">\(name)</small>" : "<span>\(words)</span>"
        }
        // an invitation opens the paper's attachments, not the pages of the data
        return context.invitation == nil ? "<a href=\"\(url)\">\(title)</a>" : "<span>\(title)</span>"
    }

    private func table(_ value: JSONValue, _ columns: [Field], caption: String) -> HTML? {
        let rows = value.array?.compactMap(\.object) ?? []
        guard !rows.isEmpty else { return nil }
        let used = columns.filter { column in rows.contains { $0[column.name] != nil } }
        let language = context.language
        let header = used.map { "<th scope=\"col\"\(numeric($0))>\(language($0.label))</th>" as HTML }
        let body = rows.map { row -> HTML in
            let cells = used.map { column -> HTML in
                "<td\(numeric(column)) data-label=\"\(language(column.label))\">\(html(row[column.name], column) ?? "–")</td>"
            }
            return "<tr>\(cells)</tr>"
        }
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(caption)"><table class="stack">\
            <thead><tr>\(header)</tr></thead><tbody>\(body)</tbody></table></div>
            """
    }

    private func numeric(_ field: Field) -> HTML {
        switch field.kind {
        case .number, .money, .share, .planYear: " class=\"number\""
        default: ""
        }
    }

    private func place(_ value: JSONValue) -> HTML {
        let map: HTML = """
            <div class="map small" data-place="\(value.text)" role="region" \
            aria-label="\(context.language(.placeShown))"></div>
            """
        return "\(map)<p class=\"muted\">\(Self.placeWords(value, context.format))</p>"
    }

    /// `51,9501 7,6203` of a point, the kind and number of corners of anything else.
    static func placeWords(_ value: JSONValue, _ format: Format) -> String {
        if value["type"]?.string == "Point", let point = value["coordinates"]?.array?.compactMap(\.double),
            point.count >= 2
        {
            return format.number(point[1], decimals: 5) + "  " + format.number(point[0], decimals: 5)
        }
        return value["type"]?.string ?? ""
    }
}
