// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Testing

@testable import Site

@Suite struct PagerTests {
    @Test(
        arguments: [
            (1, 0, 1, 1, []), (7, 0, 1, 1, []), (1, 5, 1, 1, [1, 2, 3, 4, 5]), (1, 6, 1, 2, [1, 2, 3, 4, 5]),
            (2, 6, 2, 2, [6]), (9, 6, 2, 2, [6]), (-3, 6, 1, 2, [1, 2, 3, 4, 5]), (2, 10, 2, 2, [6, 7, 8, 9, 10]),
        ] as [(Int, Int, Int, Int, [Int])])
    func `each item stands on one page, and each question has a page`(
        asked: Int, items: Int, page: Int, count: Int, shown: [Int]
    ) {
        let pager = Pager(page: asked, items: items, size: 5)
        #expect(pager.page == page && pager.count == count)
        #expect(Array(pager.part(of: Array(1...max(1, items)).prefix(items).map { $0 }, size: 5)) == shown)
    }

    @Test func `the ways lead to the pages beside`() {
        func links(_ page: Int, of count: Int) -> String {
            Pager(page: page, count: count).html(.german, at: "list") { SiteURL("/x?page=\($0)&q=a") }.string
        }
        #expect(links(1, of: 1).isEmpty)
        #expect(links(1, of: 3).contains("href=\"/x?page=2&amp;q=a#list\" rel=\"next\""))
        #expect(!links(1, of: 3).contains("rel=\"prev\""))
        #expect(
            links(2, of: 3).contains("page=1&amp;q=a#list\" rel=\"prev\"") && links(2, of: 3).contains("Seite 2 von 3"))
        #expect(!links(3, of: 3).contains("rel=\"next\""))
    }
}
