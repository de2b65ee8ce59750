// SPDX-License-Identifier: EUPL-1.2
import Answers
import FeaturesPages
import Geometry
import SensorThings
import Wire

/// What a query of values asks: when, which properties, and in which form (19-086r6 §8.3).
struct DataRequest: Sendable {
    static let parameters = ["datetime", "parameter-name", "parameter_names", "crs", "f", "lang"]
    /// Points of a MULTIPOINT.
    static let mostPoints = 100

    /// Nil is open.
    let times: ItemsRequest.Interval
    /// Keys of `EDRParameter`; nil is all.
    let names: [String]?

    /// `form` is the one that is offered.
    init(_ parameters: QueryParameters, form: String = "CoverageJSON") throws(Problem) {
        if let text = parameters["datetime"] {
            times = try ItemsRequest.interval(text)
        } else {
            times = (nil, nil)
        }
        // OWSLib writes it with an underscore
        let list = parameters["parameter-name"] ?? parameters["parameter_names"]
        if parameters["parameter-name"] != nil, parameters["parameter_names"] != nil {
            throw QueryParameters.fault("parameter_names", "says the same as parameter-name; give one of them.")
        }
        names = list.map { $0.split(separator: ",").map { String($0.trimmingPrefix { $0 == " " }) } }
        if let names, names.isEmpty {
            throw QueryParameters.fault("parameter-name", "is empty; leave it out for all.")
        }
        if let system = parameters["crs"], !["CRS84", "OGC:CRS84", EDRCollection.system].contains(system) {
            throw QueryParameters.fault("crs", "must be CRS84: degrees, longitude first.")
        }
        if let asked = parameters["f"], asked.lowercased() != form.lowercased() {
            throw QueryParameters.fault("f", "must be \(form).")
        }
    }

    /// Those of the series that measure what is asked for.
    /// - Throws: `Problem` 400 for a property that the collection does not have.
    func chosen(from series: [StationSeries], of collection: EDRCollection) throws(Problem) -> [StationSeries] {
        guard let names else { return series }
        let known = collection.parameters.map(\.key)
        for name in names where !known.contains(name) {
            let list = known.prefix(30).joined(separator: ", ")
            throw QueryParameters.fault("parameter-name", "\"\(name.prefix(60))\" is none of the collection: \(list).")
        }
        return series.filter { names.contains(EDRParameter.key($0)) }
    }

    /// The points of `coords`, in degrees with the longitude first.
    static func points(_ text: String?) throws(Problem) -> [Position] {
        guard let text else {
            throw QueryParameters.fault("coords", "is missing: say where, like POINT(7.62 51.96).")
        }
        let shape = QueryParameters.fault(
            "coords", "must be POINT(longitude latitude) or MULTIPOINT, like POINT(7.62 51.96).")
        let points: [Position]
        switch try? GeometryValue(wkt: text) {
        case .point(let point): points = [point]
        case .multiPoint(let all): points = all
        default: throw shape
        }
        guard !points.isEmpty else { throw shape }
        guard points.count <= mostPoints else {
            throw QueryParameters.fault("coords", "has more than \(mostPoints) points.")
        }
        for point in points {
            guard point.z == nil else { throw QueryParameters.fault("coords", "has a height; sensors here have none.") }
            guard point.x.isFinite, point.y.isFinite, abs(point.x) <= 180, abs(point.y) <= 90 else {
                throw QueryParameters.fault("coords", "lies outside ±180 and ±90 degrees; longitude comes first.")
            }
        }
        return points
    }
}
