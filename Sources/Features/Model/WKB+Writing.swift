// SPDX-License-Identifier: EUPL-1.2
import Wire

/// A place that is none, with where it stands in the document.
struct CoordinateFault: Error {
    let message: String
    let pointer: String
}

/// Writes GeoJSON geometries as well-known binary (XY, little endian); heights are dropped.
struct WKBWriter {
    /// Called with each coordinate pair as read; returns longitude and latitude.
    let place: (Double, Double) throws -> (Double, Double)
    private(set) var bytes: [UInt8] = []

    init(place: @escaping (Double, Double) throws -> (Double, Double)) {
        self.place = place
    }

    static func point(_ longitude: Double, _ latitude: Double) -> [UInt8] {
        var writer = WKBWriter { ($0, $1) }
        writer.begin(1)
        writer.append(longitude)
        writer.append(latitude)
        return writer.bytes
    }

    mutating func write(_ geometry: JSONValue, at pointer: String, depth: Int = 0) throws {
        guard let object = geometry.object else {
            throw CoordinateFault(message: "a geometry is an object or null", pointer: pointer)
        }
        guard let name = object["type"]?.string, let type = WKBReader.typeNames.firstIndex(of: name), type > 0 else {
            let known = WKBReader.typeNames.dropFirst().joined(separator: ", ")
            throw CoordinateFault(message: "the geometry's type must be one of \(known)", pointer: pointer + "/type")
        }
        if type == 7 {
            guard depth < 8 else { throw CoordinateFault(message: "nested too deep", pointer: pointer) }
            let parts = try elements(object["geometries"], at: pointer + "/geometries")
            begin(7)
            append(UInt32(parts.count))
            for (index, part) in parts.enumerated() {
                try write(part, at: "\(pointer)/geometries/\(index)", depth: depth + 1)
            }
            return
        }
        let coordinates = object["coordinates"] ?? .null
        try write(type, coordinates, at: pointer + "/coordinates")
    }

    private mutating func write(_ type: Int, _ coordinates: JSONValue, at pointer: String) throws {
        begin(type)
        switch type {
        case 1:
            try position(coordinates, at: pointer)
        case 2:
            try line(coordinates, minimum: 2, at: pointer)
        case 3:
            let rings = try elements(coordinates, at: pointer)
            append(UInt32(rings.count))
            for (index, ring) in rings.enumerated() { try self.ring(ring, at: "\(pointer)/\(index)") }
        default:
            let parts = try elements(coordinates, at: pointer)
            append(UInt32(parts.count))
            for (index, part) in parts.enumerated() { try write(type - 3, part, at: "\(pointer)/\(index)") }
        }
    }

    private mutating func line(_ value: JSONValue, minimum: Int, at pointer: String) throws {
        let points = try elements(value, at: pointer)
        guard points.count >= minimum else {
            throw CoordinateFault(message: "needs at least \(minimum) positions, has \(points.count)", pointer: pointer)
        }
        append(UInt32(points.count))
        for (index, point) in points.enumerated() { try position(point, at: "\(pointer)/\(index)") }
    }

    private mutating func ring(_ value: JSONValue, at pointer: String) throws {
        let start = bytes.count
        try line(value, minimum: 4, at: pointer)
        let first = bytes[(start + 4)..<(start + 20)]
        guard first.elementsEqual(bytes.suffix(16)) else {
            throw CoordinateFault(message: "a ring must end where it begins", pointer: pointer)
        }
    }

    private mutating func position(_ value: JSONValue, at pointer: String) throws {
        let numbers = try elements(value, at: pointer)
        guard numbers.count >= 2, let x = numbers[0].double, let y = numbers[1].double, x.isFinite, y.isFinite else {
            throw CoordinateFault(message: "a position is two or three numbers", pointer: pointer)
        }
        do {
            let (longitude, latitude) = try place(x, y)
            append(longitude)
            append(latitude)
        } catch var fault as CoordinateFault {
            fault = CoordinateFault(message: fault.message, pointer: pointer)
            throw fault
        }
    }

    private func elements(_ value: JSONValue?, at pointer: String) throws -> [JSONValue] {
        guard let elements = value?.array else { throw CoordinateFault(message: "must be a list", pointer: pointer) }
        return elements
    }

    private mutating func begin(_ type: Int) {
        bytes.append(1)
        append(UInt32(type))
    }

    private mutating func append(_ value: UInt32) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ value: Double) {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
