// SPDX-License-Identifier: EUPL-1.2
import Geometry
import IngestModel
import Wire

/// Places out of the rows of a table of measured values.
struct RowPlaces {
    private let longitude: Int
    private let latitude: Int
    private let placing: Coordinates.Placing?

    init(_ own: PlaceRule.Own<String>, _ header: Header) throws(FileFault) {
        longitude = try header.required(own.longitude)
        latitude = try header.required(own.latitude)
        placing = Coordinates.Placing(own.coordinates)
    }

    func place(_ reader: TableReader) -> Place? {
        guard max(longitude, latitude) < reader.fields.count else { return nil }
        return Place(
            placing, CoordinateText.number(reader.slice(longitude)), CoordinateText.number(reader.slice(latitude)))
    }
}

/// A place out of the lines before a table's header.
struct LeadPlace {
    private let own: PlaceRule.Own<Pattern>
    private let placing: Coordinates.Placing?

    init?(_ places: PlaceRule) {
        guard let own = places.lines else { return nil }
        self.own = own
        placing = Coordinates.Placing(own.coordinates)
    }

    func place(in lead: String) -> Place? {
        func number(_ pattern: Pattern) -> Double? {
            guard let groups = pattern.groups(in: lead) else { return nil }
            return CoordinateText.number(groups.count > 1 ? groups[1] : groups[0])
        }
        return Place(placing, number(own.longitude), number(own.latitude))
    }
}

extension Place {
    /// Where two numbers are a place.
    init?(_ placing: Coordinates.Placing?, _ first: Double?, _ second: Double?) {
        guard let first, let second, let position = placing?.place(first, second) else { return nil }
        self.init(longitude: position.x, latitude: position.y, isApproximate: false, name: nil, attribution: nil)
    }
}

/// Coordinates as tables write them: with a point or a comma, whichever stands there once.
package enum CoordinateText {
    static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        Double(decimal: bytes, comma: false) ?? Double(decimal: bytes, comma: true)
    }

    package static func number(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { number($0) }
    }
}
