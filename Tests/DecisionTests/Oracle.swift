// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Wire

/// The worked examples, where they are: beside the folder that `ALLMENDE_DATA` names, or in `../shared/oracles`.
enum Oracle {
    static let folder: String? = {
        let data = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
        let named = data + "/../oracles"
        let isThere = FileManager.default.isReadableFile(atPath: named + "/planning.json")
        if !isThere { print("worked examples: not found at \(named); set ALLMENDE_DATA to test with them") }
        return isThere ? named : nil
    }()

    static var isThere: Bool { folder != nil }

    static func document(_ name: String) throws -> JSONValue {
        let path = try #require(folder) + "/" + name
        return try JSONValue(parsing: try #require(FileManager.default.contents(atPath: path)))
    }

    static func planning(_ name: String) throws -> JSONValue {
        try #require(try document("planning.json")[name])
    }
}

extension JSONValue {
    var numbers: [Double] { array?.compactMap(\.double) ?? [] }
    var table: [[Double]] { array?.map(\.numbers) ?? [] }
    var whole: [Int] { numbers.map { Int($0) } }
    func number(_ name: String) -> Double { self[name]?.double ?? .nan }
    func numbers(_ name: String) -> [Double] { self[name]?.numbers ?? [] }
    func table(_ name: String) -> [[Double]] { self[name]?.table ?? [] }
}

/// Equal to ten digits, or to the tolerance given.
func isClose(_ left: Double, _ right: Double, _ tolerance: Double = 1e-10) -> Bool {
    abs(left - right) <= tolerance * max(1, abs(left), abs(right))
}

func isClose(_ left: [Double], _ right: [Double], _ tolerance: Double = 1e-10) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { isClose($0, $1, tolerance) }
}
