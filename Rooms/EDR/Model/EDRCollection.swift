// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Features
import Geometry
import SensorThings
import Wire

/// A data set whose series are asked by place and time; it has one series at least (19-086r6 §8.2.3).
struct EDRCollection: Sendable {
    let dataset: Dataset
    let series: [StationSeries]

    /// Sensors answer for a position up to so many metres from where they stand.
    static let reach = 100.0

    init?(_ dataset: Dataset, _ series: [StationSeries]) {
        guard !series.isEmpty else { return nil }
        (self.dataset, self.series) = (dataset, series)
    }

    var parameters: [EDRParameter] { EDRParameter.all(of: series) }

    var extent: BoundingBox {
        series.dropFirst().reduce(series[0].place) { $0.union($1.place) }
    }

    /// From the first value to the last; nil without any.
    var period: InstantInterval? { Self.period(of: series) }

    static func period(of series: [StationSeries]) -> InstantInterval? {
        guard let first = series.compactMap(\.first).min(), let last = series.compactMap(\.last).max() else {
            return nil
        }
        return InstantInterval(start: first, end: last)
    }

    /// The series of the Things that stand no farther than `reach` from one of the points.
    func near(_ points: [Position]) -> [StationSeries] {
        series.filter { one in
            points.contains { GeometryValue.distance($0, Position(one.longitude, one.latitude)) <= Self.reach }
        }
    }

    /// The collection as `/collections` tells of it.
    func json(base: String, _ language: Language) -> JSONValue {
        let address = Self.address(base, dataset.slug)
        let box = self.extent
        var extent: JSONObject = [
            "spatial": [
                "bbox": [[JSONValue(box.west), JSONValue(box.south), JSONValue(box.east), JSONValue(box.north)]],
                "crs": .string(Self.system),
            ]
        ]
        if let period {
            extent["temporal"] = [
                "interval": [[.string(period.start.iso8601), .string(period.end.iso8601)]],
                "values": [.string(period.iso8601)], "trs": .string(Self.calendar),
            ]
        }
        let title = language(dataset.title, dataset.titleEnglish)
        let description = language(dataset.description, dataset.descriptionEnglish)
        var collection: JSONObject = ["id": .string(dataset.slug), "title": .string(title)]
        if !description.isEmpty { collection["description"] = .string(description) }
        if !dataset.keywords.isEmpty {
            collection["keywords"] = .array(dataset.keywords.filter { !$0.isEmpty }.map { .string($0) })
        }
        collection["links"] = Link.list(links(base, title, language))
        collection["extent"] = .object(extent)
        collection["data_queries"] = [
            "position": query(address + "/position", "position", language(.positionQuery)),
            "locations": query(address + "/locations", "locations", language(.locationsQuery)),
        ]
        collection["crs"] = ["CRS84"]
        collection["output_formats"] = ["CoverageJSON"]
        let parameters = parameters.map { (name: $0.key, value: $0.json(base: base)) }
        collection["parameter_names"] = .object(JSONObject(parameters))
        return .object(collection)
    }

    private func links(_ base: String, _ title: String, _ language: Language) -> [Link] {
        let address = Self.address(base, dataset.slug)
        var links = [
            Link(address: address, relation: "self", type: "application/json", title: title),
            Link(
                address: address + "/position", relation: "data", type: EDRDescription.coverageType,
                title: language(.positionQuery)),
            Link(
                address: address + "/locations", relation: "data", type: "application/geo+json",
                title: language(.allLocations)),
            Link(address: base + "/data/" + dataset.slug, relation: "describedby", type: "text/html"),
        ]
        if let licence = Licence(dataset.licence), let url = licence.url {
            let name = language(licence.name, licence.nameEnglish)
            links.append(Link(address: url, relation: "license", type: "text/html", title: name))
        }
        return links
    }

    private func query(_ address: String, _ name: String, _ title: String) -> JSONValue {
        [
            "link": [
                "href": .string(address), "rel": "data", "type": .string(EDRDescription.coverageType),
                "title": .string(title),
                "variables": [
                    "title": .string(title), "query_type": .string(name), "output_formats": ["CoverageJSON"],
                    "default_output_format": "CoverageJSON",
                    "crs_details": [["crs": "CRS84", "wkt": .string(Self.wellKnown)]],
                ],
            ]
        ]
    }

    static func address(_ base: String, _ slug: String) -> String {
        base + "/edr/collections/" + PercentEncoding.encoded(slug)
    }

    static let system = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    static let calendar =
        #"TIMECRS["DateTime",TDATUM["Gregorian Calendar"],CS[TemporalDateTime,1],AXIS["Time (T)",future]]"#
    /// CRS84 in the words of OGC 18-010r7: WGS 84 with the longitude first.
    private static let wellKnown =
        #"GEOGCRS["WGS 84 (CRS84)",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563]],"#
        + #"CS[ellipsoidal,2],AXIS["longitude",east],AXIS["latitude",north],UNIT["degree",0.0174532925199433],"#
        + #"ID["OGC","CRS84"]]"#
}

extension StationSeries {
    var place: BoundingBox { BoundingBox(west: longitude, south: latitude, east: longitude, north: latitude) }
}
