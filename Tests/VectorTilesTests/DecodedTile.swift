// SPDX-License-Identifier: EUPL-1.2
import CGEOS
import Geometry
import Testing

@testable import VectorTiles

/// A tile as the specification reads it, written down apart from the writer.
struct DecodedTile {
    struct Feature {
        var id: UInt64 = 0
        var attributes: [String: TileValue] = [:]
        var kind: UInt64 = 0
        /// Paths as they come: MoveTo begins one.
        var paths: [[TilePoint]] = []
    }

    struct Fault: Error { let text: String }

    var name = ""
    var version: UInt64 = 1
    var extent: UInt64 = 4096
    var features: [Feature] = []

    init(_ bytes: [UInt8]) throws {
        var layers = 0
        try Self.fields(bytes) { field, _, content in
            guard field == 3 else { throw Fault(text: "field \(field) in a tile") }
            layers += 1
            try layer(content)
        }
        guard layers == 1 else { throw Fault(text: "\(layers) layers") }
    }

    private mutating func layer(_ bytes: [UInt8]) throws {
        var keys: [String] = []
        var values: [TileValue] = []
        var raw: [[UInt8]] = []
        try Self.fields(bytes) { field, number, content in
            switch field {
            case 15: version = number
            case 1: name = String(decoding: content, as: UTF8.self)
            case 2: raw.append(content)
            case 3: keys.append(String(decoding: content, as: UTF8.self))
            case 4: values.append(try Self.value(content))
            case 5: extent = number
            default: throw Fault(text: "field \(field) in a layer")
            }
        }
        for content in raw {
            var feature = Feature()
            var tags: [UInt64] = []
            var commands: [UInt64] = []
            try Self.fields(content) { field, number, content in
                switch field {
                case 1: feature.id = number
                case 2: tags = try Self.numbers(content)
                case 3: feature.kind = number
                case 4: commands = try Self.numbers(content)
                default: throw Fault(text: "field \(field) in a feature")
                }
            }
            for index in stride(from: 0, to: tags.count, by: 2) {
                feature.attributes[keys[Int(tags[index])]] = values[Int(tags[index + 1])]
            }
            feature.paths = try Self.paths(commands, feature.kind)
            features.append(feature)
        }
    }

    private static func value(_ bytes: [UInt8]) throws -> TileValue {
        var value: TileValue?
        try fields(bytes) { field, number, content in
            switch field {
            case 1: value = .text(String(decoding: content, as: UTF8.self))
            case 3: value = .real(Double(bitPattern: number))
            case 5: value = .integer(Int64(number))
            case 6: value = .integer(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
            case 7: value = .truth(number != 0)
            default: throw Fault(text: "field \(field) in a value")
            }
        }
        guard let value else { throw Fault(text: "an empty value") }
        return value
    }

    private static func paths(_ commands: [UInt64], _ kind: UInt64) throws -> [[TilePoint]] {
        var paths: [[TilePoint]] = []
        var (x, y) = (Int32(0), Int32(0))
        var index = 0
        func delta(_ number: UInt64) -> Int32 { Int32(Int64(number >> 1) ^ -Int64(number & 1)) }
        while index < commands.count {
            let (id, count) = (commands[index] & 7, Int(commands[index] >> 3))
            index += 1
            guard count > 0 else { throw Fault(text: "a command for nothing") }
            switch id {
            case 1, 2:
                guard id == 2 || kind == 1 || count == 1 else { throw Fault(text: "MoveTo \(count) in a line") }
                for _ in 0..<count {
                    guard index + 1 < commands.count else { throw Fault(text: "too few numbers") }
                    x += delta(commands[index])
                    y += delta(commands[index + 1])
                    index += 2
                    if id == 1 { paths.append([]) }
                    paths[paths.count - 1].append(TilePoint(x, y))
                }
            case 7:
                guard count == 1, kind == 3 else { throw Fault(text: "ClosePath \(count)") }
            default: throw Fault(text: "command \(id)")
            }
        }
        return paths
    }

    private static func numbers(_ bytes: [UInt8]) throws -> [UInt64] {
        var numbers: [UInt64] = []
        var offset = 0
        while offset < bytes.count { numbers.append(try number(bytes, &offset)) }
        return numbers
    }

    private static func number(_ bytes: [UInt8], _ offset: inout Int) throws -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count, shift < 64 {
            let byte = bytes[offset]
            offset += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw Fault(text: "a number without an end")
    }

    private static func fields(_ bytes: [UInt8], _ visit: (UInt64, UInt64, [UInt8]) throws -> Void) throws {
        var offset = 0
        while offset < bytes.count {
            let key = try number(bytes, &offset)
            switch key & 7 {
            case 0: try visit(key >> 3, try number(bytes, &offset), [])
            case 1:
                guard bytes.count - offset >= 8 else { throw Fault(text: "too short") }
                let raw = bytes[offset..<(offset + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                offset += 8
                try visit(key >> 3, raw, [])
            case 2:
                let size = Int(try number(bytes, &offset))
                guard bytes.count - offset >= size else { throw Fault(text: "too short") }
                try visit(key >> 3, 0, Array(bytes[offset..<(offset + size)]))
                offset += size
            default: throw Fault(text: "wire type \(key & 7)")
            }
        }
    }
}

extension DecodedTile.Feature {
    /// Rings by area: one that turns clockwise on the screen begins an area.
    var areas: [[[TilePoint]]] {
        var areas: [[[TilePoint]]] = []
        for ring in paths {
            if TileRing.doubleArea(ring) > 0 {
                areas.append([ring])
            } else if !areas.isEmpty {
                areas[areas.count - 1].append(ring)
            }
        }
        return areas
    }
}

/// What GEOS says of a geometry.
func isValid(_ geometry: GeometryValue) -> Bool {
    guard let geos = GEOS_init_r() else { return false }
    defer { GEOS_finish_r(geos) }
    let wkb = geometry.wkb()
    guard let read = GEOSGeomFromWKB_buf_r(geos, wkb, wkb.count) else { return false }
    defer { GEOSGeom_destroy_r(geos, read) }
    return GEOSisValid_r(geos, read) == 1
}

/// Rings of a tile as a polygon in its units.
func polygon(_ rings: [[TilePoint]]) -> GeometryValue {
    .polygon(rings.map { ring in (ring + [ring[0]]).map { Position(Double($0.x), Double($0.y)) } })
}
