// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Wire

/// The worked trials, where they are: beside the folder that `ALLMENDE_DATA` names, or in `../shared/oracles`.
enum Oracle {
    static let folder: String? = {
        let data = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
        let named = data + "/../oracles"
        return FileManager.default.isReadableFile(atPath: named + "/oracles-pilots.json") ? named : nil
    }()

    static var isThere: Bool { folder != nil }

    static func part(_ name: String) throws -> JSONValue {
        let path = try #require(folder) + "/oracles-pilots.json"
        let document = try JSONValue(parsing: try #require(FileManager.default.contents(atPath: path)))
        return try #require(document[name], "\(name) is not in the worked trials")
    }

    /// A table with a name in its first column; empty cells are nil.
    static func table(_ name: String) throws -> (columns: [String], rows: [(name: String, values: [Double?])]) {
        let text = try String(contentsOfFile: try #require(folder) + "/" + name, encoding: .utf8)
        let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let rows = lines.dropFirst().map { (name: String($0[0]), values: $0.dropFirst().map { Double($0) }) }
        return (lines[0].dropFirst().map(String.init), rows)
    }
}

extension JSONValue {
    var numbers: [Double] { array?.compactMap(\.double) ?? [] }
    var whole: [Int] { numbers.map { Int($0) } }
    var texts: [String] { array?.compactMap(\.string) ?? [] }
    func number(_ name: String) -> Double { self[name]?.double ?? .nan }
    func count(_ name: String) -> Int { self[name]?.double.map { Int($0) } ?? -1 }
    func numbers(_ name: String) -> [Double] { self[name]?.numbers ?? [] }
    func flag(_ name: String) -> Bool { self[name] == .bool(true) }
}

func isClose(_ left: Double, _ right: Double, _ tolerance: Double = 1e-10) -> Bool {
    left == right || abs(left - right) <= tolerance * max(1, abs(left), abs(right))
}

func isClose(_ left: [Double], _ right: [Double], _ tolerance: Double = 1e-10) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { isClose($0, $1, tolerance) }
}
