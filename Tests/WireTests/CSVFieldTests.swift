// SPDX-License-Identifier: EUPL-1.2
import Testing
import Wire

@Suite struct CSVFieldTests {
    @Test(arguments: ["=1+1", "+x", "@cmd", "-x", "\tx", "-inf", "+nan", "-0x10", "-1-1", "+49 251 492", "="])
    func `a spreadsheet takes no text for a formula`(text: String) {
        #expect(text.csvField == "'" + text)
    }

    @Test(arguments: [
        ("-1.5", "-1.5"), ("+4", "+4"), ("-1e-7", "-1e-7"), ("a=b", "a=b"), ("", ""), ("°C", "°C"), ("a,b", "\"a,b\""),
        ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("\rx", "\"'\rx\""),
        ("=HYPERLINK(\"http://x\",1)", "\"'=HYPERLINK(\"\"http://x\"\",1)\""),
    ])
    func `fields are quoted where needed, and numbers stay`(text: String, expected: String) {
        #expect(text.csvField == expected)
    }
}
