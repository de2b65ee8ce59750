// SPDX-License-Identifier: EUPL-1.2
import CMappings
import Foundation

/// Mappings by name (shipped with the program) or by path.
public enum MappingLibrary {
    /// Names of the shipped mappings, sorted.
    public static let names: [String] = shipped.keys.sorted()

    /// The mapping that a command line names: a shipped name such as `muenster-radverkehr`, else a file's path.
    public static func mapping(named name: String) throws(MappingError) -> Mapping {
        if let bytes = shipped[name] { return try Mapping(parsing: bytes, document: name) }
        guard let data = FileManager.default.contents(atPath: name) else {
            throw MappingError(
                document: name, pointer: "", message: "neither a shipped mapping nor a readable file",
                remedy: "Shipped: \(names.joined(separator: ", ")).")
        }
        let folder = URL(fileURLWithPath: name).deletingLastPathComponent().path
        return try Mapping(parsing: [UInt8](data), document: name, folder: folder)
    }

    /// The JSON text of a shipped mapping: a starting point for one's own.
    public static func text(ofShipped name: String) -> String? {
        shipped[name].map { String(decoding: $0, as: UTF8.self) }
    }

    private static let shipped: [String: [UInt8]] = {
        var all: [String: [UInt8]] = [:]
        var index = 0
        while true {
            let mapping = allmende_mapping_at(index)
            guard let name = mapping.name, let bytes = mapping.bytes else { return all }
            all[String(cString: name)] = Array(UnsafeBufferPointer(start: bytes, count: mapping.size))
            index += 1
        }
    }()
}
