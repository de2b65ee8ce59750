// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// One page of a long list: which it is, and the way to those before and after it.
package struct Pager: Sendable, Hashable {
    /// Counted from 1.
    package let page: Int
    package let count: Int

    /// The page that was asked for, or the nearest there is.
    package init(page: Int, count: Int) {
        self.count = max(1, count)
        self.page = min(max(1, page), self.count)
    }

    /// As many pages as the items need.
    package init(page: Int, items: Int, size: Int) {
        self.init(page: page, count: (items + size - 1) / size)
    }

    /// The items that stand on the page; `size` is that of all pages.
    package func part<Item>(of items: [Item], size: Int) -> ArraySlice<Item> {
        items.dropFirst((page - 1) * size).prefix(size)
    }

    /// Nothing where there is one page only; `fragment` names the place on the page that the list stands at.
    package func html(_ language: Language, at fragment: String = "", _ url: (Int) -> SiteURL) -> HTML {
        guard count > 1 else { return "" }
        let place: HTML = fragment.isEmpty ? "" : "#\(fragment)"
        var links: HTML = ""
        if page > 1 { links += "<a href=\"\(url(page - 1))\(place)\" rel=\"prev\">‹ \(language(.earlier))</a>" }
        links += "<span>\(language(.pageOf(page, count)))</span>"
        if page < count { links += "<a href=\"\(url(page + 1))\(place)\" rel=\"next\">\(language(.later)) ›</a>" }
        return "<nav class=\"pager\" aria-label=\"\(language(.pages))\">\(links)</nav>"
    }
}
