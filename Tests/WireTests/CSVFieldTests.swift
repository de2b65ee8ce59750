// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@Suite struct CSVFieldTests {
    @Test(arguments: [
        "=1+1", "+x", "@cmd", "-x", "\tx", "-inf", "+nan", "-0x10", "-1-1", "+49 251 492", "=",
        "＝1", "＋1", "－1", "＠x", " =1", "\u{A0}+1", "\u{3000}＝1", "\u{200B}@x", "  -1",
    ])
    func `a spreadsheet takes no text for a formula`(text: String) {
        #expect(text.csvField == "'" + text)
    }

    @Test(arguments: [
        ("-1.5", "-1.5"), ("+4", "+4"), ("-1e-7", "-1e-7"), ("a=b", "a=b"), ("", ""), ("°C", "°C"), (" a", " a"),
        ("ａ＝", "ａ＝"), ("3=4", "3=4"), ("−1", "−1"), ("a,b", "\"a,b\""),
        ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("\rx", "\"'\rx\""),
        ("=HYPERLINK(\"http://x\",1)", "\"'=HYPERLINK(\"\"http://x\"\",1)\""),
    ])
    func `fields are quoted where needed, and numbers stay`(text: String, expected: String) {
        #expect(text.csvField == expected)
    }
}
