// SPDX-License-Identifier: EUPL-1.2
import CQL2
import Testing
import Wire

@Suite struct FilterPairsTests {
    /// A filter in text, other spellings of it, and the same in JSON.
    struct Pair: Sendable {
        let text: String
        let json: String
        var spellings: [String] = []
    }

    static let pairs: [Pair] = [
        Pair(text: "art = 'Linde'", json: #"{"op":"=","args":[{"property":"art"},"Linde"]}"#),
        Pair(
            text: "art = 'O''Neill'", json: #"{"op":"=","args":[{"property":"art"},"O'Neill"]}"#,
            spellings: [#"art = 'O\'Neill'"#, "\"art\"='O''Neill'"]),
        Pair(
            text: "\"Straße (alt)\" <> 'x'", json: #"{"op":"<>","args":[{"property":"Straße (alt)"},"x"]}"#),
        Pair(
            text: "a = 1 OR b = 2 AND c = 3",
            json: """
                {"op":"or","args":[{"op":"=","args":[{"property":"a"},1]},{"op":"and","args":[\
                {"op":"=","args":[{"property":"b"},2]},{"op":"=","args":[{"property":"c"},3]}]}]}
                """,
            spellings: ["a=1 or (b=2 and c=3)"]),
        Pair(
            text: "(a = 1 OR b = 2) AND NOT (c = 3 AND d = 4)",
            json: """
                {"op":"and","args":[{"op":"or","args":[{"op":"=","args":[{"property":"a"},1]},\
                {"op":"=","args":[{"property":"b"},2]}]},{"op":"not","args":[{"op":"and","args":[\
                {"op":"=","args":[{"property":"c"},3]},{"op":"=","args":[{"property":"d"},4]}]}]}]}
                """),
        Pair(
            text: "NOT art LIKE 'Lin%' AND hoehe > 2.5",
            json: """
                {"op":"and","args":[{"op":"not","args":[{"op":"like","args":[{"property":"art"},"Lin%"]}]},\
                {"op":">","args":[{"property":"hoehe"},2.5]}]}
                """,
            spellings: ["art not like 'Lin%' and hoehe>2.5"]),
        Pair(
            text: "NOT hoehe BETWEEN -1 AND 20",
            json: """
                {"op":"not","args":[{"op":"between","args":[{"property":"hoehe"},-1,20]}]}
                """,
            spellings: ["hoehe NOT BETWEEN -1 AND +20"]),
        Pair(
            text: "NOT art IN ('a', 'b')",
            json: """
                {"op":"not","args":[{"op":"in","args":[{"property":"art"},["a","b"]]}]}
                """,
            spellings: ["art NOT IN ('a','b')"]),
        Pair(
            text: "NOT art IS NULL", json: #"{"op":"not","args":[{"op":"isNull","args":[{"property":"art"}]}]}"#,
            spellings: ["art IS NOT NULL"]),
        Pair(
            text: "CASEI(art) IN (CASEI('Straße'), ACCENTI('é'))",
            json: """
                {"op":"in","args":[{"op":"casei","args":[{"property":"art"}]},\
                [{"op":"casei","args":["Straße"]},{"op":"accenti","args":["é"]}]]}
                """),
        Pair(
            text: "a LIKE ACCENTI(CASEI('%x_'))",
            json: """
                {"op":"like","args":[{"property":"a"},{"op":"accenti","args":[{"op":"casei","args":["%x_"]}]}]}
                """),
        Pair(
            text: "v = -1 * a * 2.0 + b / 6.5 - x ^ 2",
            json: """
                {"op":"=","args":[{"property":"v"},{"op":"-","args":[{"op":"+","args":[{"op":"*","args":[\
                {"op":"*","args":[-1,{"property":"a"}]},2.0]},{"op":"/","args":[{"property":"b"},6.5]}]},\
                {"op":"^","args":[{"property":"x"},2]}]}]}
                """,
            spellings: ["v = - a * 2. + b/6.5 - (x^2)", "v = ((((-1 * a) * 2.0) + (b / 6.5)) - (x ^ 2))"]),
        Pair(
            text: "a - (b - c) = (a % 2) ^ (d div 2)",
            json: """
                {"op":"=","args":[{"op":"-","args":[{"property":"a"},{"op":"-","args":[{"property":"b"},\
                {"property":"c"}]}]},{"op":"^","args":[{"op":"%","args":[{"property":"a"},2]},\
                {"op":"div","args":[{"property":"d"},2]}]}]}
                """),
        Pair(
            text: "S_INTERSECTS(geometry, POINT (7.6 51.9))",
            json: """
                {"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[7.6,51.9]}]}
                """,
            spellings: ["s_intersects(geometry,point(7.6 51.9))"]),
        Pair(
            text: "S_WITHIN(geometry, POLYGON Z ((0 0 1, 1 0 1, 1 1 1, 0 0 1)))",
            json: """
                {"op":"s_within","args":[{"property":"geometry"},\
                {"type":"Polygon","coordinates":[[[0,0,1],[1,0,1],[1,1,1],[0,0,1]]]}]}
                """,
            spellings: ["S_WITHIN(geometry, POLYGON((0 0 1,1 0 1,1 1 1,0 0 1)))"]),
        Pair(
            text: "S_DISJOINT(BBOX(7, 51, 8, 52), geometry)",
            json: """
                {"op":"s_disjoint","args":[{"bbox":[7,51,8,52]},{"property":"geometry"}]}
                """),
        Pair(
            text: "T_AFTER(zeit, DATE('2010-02-10')) OR T_BEFORE(zeit, TIMESTAMP('2012-08-10T05:30:00Z'))",
            json: """
                {"op":"or","args":[{"op":"t_after","args":[{"property":"zeit"},{"date":"2010-02-10"}]},\
                {"op":"t_before","args":[{"property":"zeit"},{"timestamp":"2012-08-10T05:30:00Z"}]}]}
                """,
            spellings: ["t_after(zeit,date('2010-02-10')) or t_before(zeit,timestamp('2012-08-10T07:30:00.000+02:00'))"]
        ),
        Pair(
            text: "T_FINISHEDBY(INTERVAL(von, bis), INTERVAL('..', '2010-02-10T05:29:20.073225Z'))",
            json: """
                {"op":"t_finishedBy","args":[{"interval":[{"property":"von"},{"property":"bis"}]},\
                {"interval":["..","2010-02-10T05:29:20.073225Z"]}]}
                """),
        Pair(
            text: "A_EQUALS(('a', TRUE, 1.0, (2)), werte)",
            json: """
                {"op":"a_equals","args":[["a",true,1.0,[2]],{"property":"werte"}]}
                """),
        Pair(
            text: "A_OVERLAPS(werte, (DATE('2010-02-10'), (1 + 2) * 3, ()))",
            json: """
                {"op":"a_overlaps","args":[{"property":"werte"},[{"date":"2010-02-10"},\
                {"op":"*","args":[{"op":"+","args":[1,2]},3]},[]]]}
                """),
        Pair(
            text: "FALSE <> Foo(geometry, 100, 'a', (1))",
            json: """
                {"op":"<>","args":[false,{"op":"Foo","args":[{"property":"geometry"},100,"a",[1]]}]}
                """),
        Pair(
            text: "\"or\" = 1 AND date = 2 AND point = 3",
            json: """
                {"op":"and","args":[{"op":"=","args":[{"property":"or"},1]},{"op":"=","args":[{"property":"date"},2]},\
                {"op":"=","args":[{"property":"point"},3]}]}
                """),
    ]

    @Test(arguments: pairs)
    func `text and JSON are the same filter, both ways`(pair: Pair) throws {
        let fromText = try FilterExpression(text: pair.text)
        let fromJSON = try FilterExpression(jsonText: pair.json)
        #expect(fromText == fromJSON)
        #expect(fromJSON.text == pair.text)
        #expect(fromText.json.isEquivalent(to: try JSONValue(parsing: pair.json)))
        for spelling in pair.spellings {
            #expect(try FilterExpression(text: spelling) == fromJSON, "\(spelling)")
        }
    }

    @Test func `what text cannot hold is not written`() throws {
        for value in [#"a\"#, #"a\'b"#] {
            let filter = try FilterExpression(json: ["op": "=", "args": [["property": "a"], .string(value)]])
            #expect(filter.text == nil)
        }
        let pattern = try FilterExpression(json: ["op": "like", "args": [["property": "a"], #"10\%"#]])
        #expect(try FilterExpression(text: try #require(pattern.text)) == pattern)
    }
}
