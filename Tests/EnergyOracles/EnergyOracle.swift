// SPDX-License-Identifier: EUPL-1.2
public import Foundation
internal import Ledger
public import Randomness
public import Wire

/// The worked numbers of shared power, where they are: beside the folder that `ALLMENDE_DATA` names, or in
/// `../shared/oracles`.
public enum EnergyOracle {
    public static let data = ProcessInfo.processInfo.environment["ALLMENDE_DATA"] ?? "../shared/data"
    public static let folder = data + "/../oracles"

    public static let document: JSONValue? = FileManager.default.contents(atPath: folder + "/oracles-energy.json")
        .flatMap { try? JSONValue(parsing: $0) }

    public static var isThere: Bool { document != nil }

    /// A part by the names on the way to it; null where it is not.
    public static func part(_ names: String...) -> JSONValue {
        names.reduce(document ?? .null) { $0[$1] ?? .null }
    }

    /// A file beside the worked numbers.
    public static func file(_ name: String) -> Data? { FileManager.default.contents(atPath: folder + "/" + name) }

    /// SHA-256 over values as 64-bit integers, the lowest byte first.
    public static func digest(_ values: [Int]) -> String {
        SHA256.digest(of: values.flatMap { value in withUnsafeBytes(of: Int64(value).littleEndian) { Array($0) } })
            .hexadecimal
    }
}

extension SeededRandom {
    /// The high half of 64 bits times `limit`, as the worked numbers were drawn.
    public mutating func below(_ limit: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(limit)).high) }
}

extension JSONValue {
    /// NaN-free: 0 where there is no number.
    public var whole: Int { double.map { Int($0) } ?? 0 }
    public var wholes: [Int] { array?.map(\.whole) ?? [] }
    public var texts: [String] { array?.compactMap(\.string) ?? [] }
    public func whole(_ name: String) -> Int { self[name]?.whole ?? 0 }
    public func wholes(_ name: String) -> [Int] { self[name]?.wholes ?? [] }
    public func text(_ name: String) -> String { self[name]?.string ?? "" }
    public func list(_ name: String) -> [JSONValue] { self[name]?.array ?? [] }
    public var names: [String] { object?.names ?? [] }
}
