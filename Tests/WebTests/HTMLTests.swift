// SPDX-License-Identifier: EUPL-1.2
import Testing

@testable import Site

@Suite struct HTMLTests {
    @Test(arguments: [
        ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"), ("", ""), ("Grüße 🚲", "Grüße 🚲"), ("&", "&amp;"), ("x<", "x&lt;"),
    ])
    func `texts are escaped`(text: String, expected: String) {
        let html: HTML = "\(text)"
        #expect(html.string == expected)
        #expect(HTML(text: text).string == expected)
    }

    @Test func `markup comes from literals only`() {
        let name = "\"><script>alert(1)</script>"
        let html: HTML = "<a title=\"\(name)\">\(name)</a>"
        #expect(!html.string.contains("<script"))
        #expect(!html.string.contains("\"\">"))
    }

    @Test(arguments: [
        ("javascript:alert(1)", "#"), ("JavaScript:x", "#"), ("data:text/html,x", "#"), ("//evil.example", "#"),
        ("https://a.example/?x=1&y=2", "https://a.example/?x=1&amp;y=2"), ("mailto:a@b.example", "mailto:a@b.example"),
    ])
    func `addresses from outside`(address: String, expected: String) {
        let html: HTML = "\(external: address)"
        #expect(html.string == expected)
    }

    @Test(arguments: [
        ("a=1&b=2&a=3", "a", "1"), ("q=Gr%C3%BC%C3%9Fe+hier", "q", "Grüße hier"), ("q=%zz%", "q", "%zz%"),
        ("q", "q", ""),
        ("q=%20x%20", "q", "x"), ("", "q", ""), ("=1&q=2", "q", "2"),
    ])
    func `form fields`(body: String, name: String, expected: String) {
        #expect(FormBody(body)[name] == expected)
    }

    @Test func `passwords keep their spaces`() {
        #expect(FormBody("password=+a+b+").exact("password") == " a b ")
    }

    @Test(arguments: [
        (SiteURL.search("a&b=c/ü"), "/search?q=a%26b%3Dc%2F%C3%BC"), (.sensors(), "/sensors"),
        (.sensors(state: "late", page: 2), "/sensors?state=late&page=2"), (.dataset("../x"), "/data/..%2Fx"),
        (.setup(token: "a/b?c"), "/setup/a%2Fb%3Fc"),
    ])
    func `site addresses are encoded`(url: SiteURL, expected: String) {
        #expect(url.path == expected)
    }
}
