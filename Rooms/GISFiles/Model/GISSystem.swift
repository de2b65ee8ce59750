// SPDX-License-Identifier: EUPL-1.2

/// The reference system that a file names for a layer.
package struct GISSystem: Sendable, Hashable {
    /// EPSG number, where it has one.
    package var epsg: Int?
    /// As the file calls it; empty where it names none.
    package var name: String
    /// Longitudes and latitudes.
    package var isGeographic: Bool

    /// Nothing is said.
    package static let unknown = GISSystem(epsg: nil, name: "", isGeographic: false)

    package var isKnown: Bool { epsg != nil || !name.isEmpty }

    package init(epsg: Int?, name: String, isGeographic: Bool) {
        (self.epsg, self.name, self.isGeographic) = (epsg, name, isGeographic)
    }

    /// From WKT as GDAL writes it. Of a system bound to a shift the system itself counts: the shift would switch PROJ's grids
    /// off; of one with heights the part without.
    package init(wkt: String) {
        guard var node = WKTNode(wkt) else {
            self = .unknown
            return
        }
        while let inner = node.inner { node = inner }
        let isLocal = ["ENGCRS", "LOCAL_CS", "ENGINEERINGCRS"].contains(node.keyword)
        let unnamed = ["", "unknown", "unnamed", "undefined", "undefined geographic srs", "undefined cartesian srs"]
        let isUnnamed = unnamed.contains(node.name.lowercased()) || node.name.lowercased().hasPrefix("undefined")
        if isLocal || (isUnnamed && node.epsg == nil) {
            self = .unknown
            return
        }
        self.init(
            epsg: node.epsg, name: node.name,
            isGeographic: ["GEOGCRS", "GEOGCS", "GEODCRS", "GEOGRAPHICCRS"].contains(node.keyword))
    }

    /// Names of the surveying offices (AdV) that GDAL does not know: metres would go out as degrees.
    package init?(adv text: some StringProtocol) {
        guard let range = text.firstRange(of: "urn:adv:crs:") else { return nil }
        let name = text[range.upperBound...].prefix {
            $0.isLetter || $0.isNumber || $0 == "_" || $0 == "*" || $0 == "-"
        }
        let numbers: [(String, Int)] = [
            ("ETRS89_UTM32", 25832), ("ETRS89_UTM33", 25833), ("ETRS89_UTM31", 25831), ("DE_DHDN_3GK2", 31466),
            ("DE_DHDN_3GK3", 31467), ("DE_DHDN_3GK4", 31468), ("DE_DHDN_3GK5", 31469), ("ETRS89_Lat-Lon", 4258),
        ]
        guard let found = numbers.first(where: { name.hasPrefix($0.0) }) else { return nil }
        self.init(epsg: found.1, name: "urn:adv:crs:\(name)", isGeographic: found.1 == 4258)
    }

    /// `ETRS89 / UTM zone 32N (EPSG:25832)`.
    package var text: String {
        guard let epsg else { return name }
        return name.isEmpty ? "EPSG:\(epsg)" : "\(name) (EPSG:\(epsg))"
    }
}

/// A part of well-known text of a reference system: `KEYWORD["name", parts…]`.
private struct WKTNode {
    let keyword: String
    let name: String
    /// EPSG number that stands in this part itself.
    let epsg: Int?
    private let parts: [WKTNode]

    /// The system inside one that is bound to a shift or has heights.
    var inner: WKTNode? {
        switch keyword {
        case "BOUNDCRS": parts.first { $0.keyword == "SOURCECRS" }?.parts.first
        case "COMPOUNDCRS", "COMPD_CS": parts.first
        default: nil
        }
    }

    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard let node = Self.read(&rest, depth: 0) else { return nil }
        self = node
    }

    private init(keyword: String, name: String, epsg: Int?, parts: [WKTNode]) {
        (self.keyword, self.name, self.epsg, self.parts) = (keyword, name, epsg, parts)
    }

    private static func read(_ rest: inout ArraySlice<UInt8>, depth: Int) -> WKTNode? {
        func space() { rest = rest.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 || $0 == 0x2C } }
        space()
        let word = rest.prefix { ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x5F }
        rest = rest.dropFirst(word.count)
        guard depth < 32, !word.isEmpty, rest.first == UInt8(ascii: "[") else { return nil }
        rest = rest.dropFirst()
        var texts: [String] = []
        var values: [String] = []
        var parts: [WKTNode] = []
        while true {
            space()
            guard let next = rest.first else { return nil }
            if next == UInt8(ascii: "]") {
                rest = rest.dropFirst()
                break
            }
            if next == UInt8(ascii: "\"") {
                let text = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
                texts.append(String(decoding: text, as: UTF8.self))
                rest = rest.dropFirst(text.count + 2)
                continue
            }
            let plain = rest.prefix { ![0x2C, 0x5B, 0x5D].contains($0) }
            if rest.dropFirst(plain.count).first == UInt8(ascii: "[") {
                guard let part = read(&rest, depth: depth + 1) else { return nil }
                parts.append(part)
            } else {
                guard !plain.isEmpty else { return nil }
                values.append(String(decoding: plain, as: UTF8.self))
                rest = rest.dropFirst(plain.count)
            }
        }
        let keyword = String(decoding: word, as: UTF8.self).uppercased()
        var number: Int?
        if keyword == "ID" || keyword == "AUTHORITY", texts.first == "EPSG" {
            number = (values.first ?? texts.dropFirst().first).flatMap { Int($0.filter(\.isNumber)) }
        }
        let own = parts.last { ["ID", "AUTHORITY"].contains($0.keyword) }?.epsg
        return WKTNode(keyword: keyword, name: texts.first ?? "", epsg: number ?? own, parts: parts)
    }
}
