// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import CQL2
import Randomness
import Testing
import Wire

@Suite struct FilterFaultTests {
    @Test(arguments: [
        ("", 1, "empty"), ("art", 1, "alone is no condition"), ("art = ", 7, "missing at the end"),
        ("art = 'x", 7, "closing ' is missing"), ("art = 'x' foo", 11, "AND or OR"),
        ("art == 'x'", 6, "before \"=\""), ("art = 1E", 7, "after E"), ("art = 1e999", 7, "too large"),
        ("art LIKE 7", 10, "a pattern"), ("art LIKE name", 10, "a pattern"), ("a IN ()", 6, "list"),
        ("a IN 1", 6, "\"(\""),
        ("a IS 1", 6, "NULL"), ("a NOT = 1", 3, "LIKE, BETWEEN or IN"), ("a BETWEEN 1 OR 2", 13, "AND is missing"),
        ("1 + 'a' = 2", 5, "a number"), ("a = 1 AND 2", 11, "a condition"), ("NOT NOT a = 1", 5, "before NOT"),
        ("S_INTERSECTS(geometry)", 1, "2 arguments"), ("S_INTERSECTS(geometry, 1)", 24, "a geometry"),
        ("S_INTERSECTS(geometry, POINT(1))", 31, "no WKT"),
        ("S_INTERSECTS(geometry, BBOX(1, 2, 3))", 24, "four numbers"),
        ("S_INTERSECTS(geometry, BBOX(1, 3, 2, 2))", 24, "south"),
        ("T_AFTER(a, DATE('2010-13-01'))", 17, "2026-07-31"), ("T_AFTER(a, INTERVAL('x', '..'))", 21, "2026-07-31"),
        ("T_AFTER(a, '..')", 12, "an interval"), ("A_CONTAINS(a, 1)", 15, "a list"), ("a = (1, 2)", 5, "single value"),
        ("a = ; drop", 5, "has no place"), ("a = 1)", 6, "ends here"), ("a = 'x' AND", 12, "missing at the end"),
    ])
    func `a fault says where and what would do`(text: String, character: Int, remedy: String) {
        do throws(FilterFault) {
            let filter = try FilterExpression(text: text)
            Issue.record("\(text) was read as \(filter.json.text)")
        } catch {
            #expect(error.place == .character(character), "\(text): \(error.words.english)")
            #expect(error.words.english.contains(remedy), "\(text): \(error.words.english)")
            #expect(error.words.german.hasPrefix("Zeichen \(character): "))
            #expect(error.words.translation != nil)
        }
    }

    @Test(arguments: [
        ("{", "", "no JSON"), ("null", "", "isNull"), (#"{"op":"="}"#, "", "args"),
        (#"{"op":"=","args":[1]}"#, "", "2 arguments"),
        (#"{"op":"and","args":[{"op":"=","args":[1,null]},true]}"#, "/args/0/args/1", "isNull"),
        (#"{"op":"=","args":[{"property":7},1]}"#, "/args/0/property", "name of a property"),
        (#"{"op":"t_after","args":[{"property":"a"},{"date":"x"}]}"#, "/args/1/date", "2026-07-31"),
        (
            #"{"op":"s_within","args":[{"property":"a"},{"type":"Point","coordinates":["x"]}]}"#, "/args/1/coordinates",
            "no GeoJSON"
        ),
        (#"{"op":"s_within","args":[{"property":"a"},{"bbox":[1,2,3,"x"]}]}"#, "/args/1/bbox", "numbers"),
        (#"{"op":"t_after","args":[{"property":"a"},{"interval":["..",".",".."]}]}"#, "/args/1/interval", "two ends"),
        (#"{"op":"=","args":[{"foo":1},1]}"#, "/args/0", "op, property"),
    ])
    func `faults in JSON carry a pointer`(text: String, pointer: String, remedy: String) {
        do throws(FilterFault) {
            let filter = try FilterExpression(jsonText: text)
            Issue.record("\(text) was read as \(filter.json.text)")
        } catch {
            #expect(error.place == .pointer(pointer), "\(text): \(error.words.english)")
            #expect(error.words.english.contains(remedy), "\(text): \(error.words.english)")
        }
    }

    @Test func `depth and length are bounded`() throws {
        let deep = String(repeating: "(", count: 3000) + "a = 1" + String(repeating: ")", count: 3000)
        let lists = "A_EQUALS(a, " + String(repeating: "(", count: 3000) + "1" + String(repeating: ")", count: 3001)
        let sums = "a = 1" + String(repeating: " + 1", count: 3000)
        let calls = String(repeating: "f(", count: 3000)
        let document = String(repeating: #"{"op":"not","args":["#, count: 3000)
        for text in [deep, lists, sums, calls] {
            #expect { try FilterExpression(text: text) } throws: { error in
                (error as? FilterFault)?.words.english.contains("nested deeper") == true
            }
        }
        #expect(throws: FilterFault.self) { try FilterExpression(jsonText: document) }
        let long = "a IN (" + String(repeating: "1,", count: 40_000) + "1)"
        #expect { try FilterExpression(text: long) } throws: { error in
            (error as? FilterFault)?.words.english.contains("longer than") == true
        }
        let wide = try FilterExpression(text: "a IN (" + String(repeating: "1,", count: 5000) + "1)")
        #expect(try FilterExpression(text: try #require(wide.text)) == wide)
    }

    @Test func `no text ends the program, and what is read is written and read again`() throws {
        let pieces = [
            "a", "b.c", "\"x y\"", "'t'", "''", "1", "-2.5", "(", ")", ",", "=", "<>", "+", "*", "^", "AND", "OR",
            "NOT", "IN",
            "LIKE", "BETWEEN", "IS", "NULL", "POINT(1 2)", "BBOX(1,2,3,4)", "DATE('2010-01-01')", "INTERVAL(", "'..'",
            "CASEI(",
            "A_EQUALS(", "S_WITHIN(", "f(", "TRUE", "'", "\\", "é", "POLYGON((",
        ]
        var generator = SeededRandom(seed: 17)
        var read = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...9, using: &generator)
            let words = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }
            guard let filter = try? FilterExpression(text: words.joined(separator: " ")) else { continue }
            read += 1
            #expect(try FilterExpression(json: filter.json) == filter)
            if let text = filter.text { #expect(try FilterExpression(text: text) == filter, "\(text)") }
        }
        #expect(read > 50)
    }
}
