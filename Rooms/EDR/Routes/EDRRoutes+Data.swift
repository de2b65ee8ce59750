// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import Catalogue
import Features
import FeaturesPages
import Geometry
import HTTPSupport
import HTTPTypes
import Hummingbird
import SensorThings
import Site
import Storage
import Wire

/// Values of sensors by position and by location.
extension EDRRoutes {
    /// What the sensors measured that stand at a point or near it (/req/queries/position).
    func position(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["coords"] + DataRequest.parameters)
        let (points, asked) = (try DataRequest.points(parameters["coords"]), try DataRequest(parameters))
        let collection = try await requested(context)
        let series = try asked.chosen(from: collection.near(points), of: collection)
        return try await coverages(of: series, asked, request, context)
    }

    /// What a sensor measured (/req/edr/rc-locations); a sensor is a Thing, by its number.
    func location(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(DataRequest.parameters)
        let asked = try DataRequest(parameters)
        let collection = try await requested(context)
        let name = context.parameters.get("location") ?? ""
        let series = collection.series.filter { String($0.thing) == name }
        guard !series.isEmpty else {
            throw Problem.notFound(
                "There is no location \"\(name.prefix(60))\" in this collection; its /locations lists them.",
                german:
                    "Eine Messstelle \"\(name.prefix(60))\" gibt es in dieser Sammlung nicht; ihr /locations nennt alle."
            )
        }
        return try await coverages(of: asked.chosen(from: series, of: collection), asked, request, context)
    }

    /// The sensors of a collection, with where they stand and what they measure (schema `edrFeatureCollectionGeoJSON`).
    func locations(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        try parameters.allow(["bbox"] + DataRequest.parameters)
        let asked = try DataRequest(parameters, form: "GeoJSON")
        let boxes = try parameters["bbox"].map { try ItemsRequest.boxes(ItemsRequest.numbers($0)) }
        let collection = try await requested(context)
        let base = context.baseURL.text
        let address = EDRCollection.address(base, collection.dataset.slug)
        let chosen = try asked.chosen(from: collection.series, of: collection).filter { series in
            boxes.map { $0.contains { $0.intersects(series.place) } } ?? true
        }
        // they come in the order of Things
        let stations = chosen.stretches { $0.thing != $1.thing }.filter { station in
            Self.meets(EDRCollection.period(of: station), asked.times)
        }
        let features = stations.compactMap { station in Self.feature(of: station, below: address) }
        let link = Link(address: address + "/locations", relation: "self", type: "application/geo+json")
        return OpenInterface.answer(
            [
                "type": "FeatureCollection", "features": .array(features),
                "parameters": .array(
                    EDRParameter.all(of: stations.flatMap(\.self)).map { parameter in
                        var object = parameter.json(base: base).object ?? JSONObject()
                        object["id"] = .string(parameter.key)
                        return .object(object)
                    }),
                "links": Link.list([link]), "timeStamp": .string(clock().iso8601),
                "numberMatched": JSONValue(features.count), "numberReturned": JSONValue(features.count),
            ], type: Self.type(MediaType.geoJSON, request))
    }

    /// A sensor with what it measures (schema `edrProperties`).
    private static func feature(of station: [StationSeries], below address: String) -> JSONValue? {
        guard let first = station.first else { return nil }
        return [
            "type": "Feature", "id": .string(String(first.thing)),
            "geometry": ["type": "Point", "coordinates": [JSONValue(first.longitude), JSONValue(first.latitude)]],
            "properties": [
                "label": .string(first.thingName),
                "datetime": .string(EDRCollection.period(of: station)?.iso8601 ?? ""),
                "parameter-name": .array(EDRParameter.all(of: station).map { .string($0.key) }),
                "edrqueryendpoint": .string("\(address)/locations/\(first.thing)"),
            ],
        ]
    }

    /// The values as CoverageJSON; 204 where there are none (/req/edr/query_type/no-data).
    private func coverages(
        of series: [StationSeries], _ asked: DataRequest, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let base = context.baseURL.text
        let bytes = try await context.read(engine, isCostly: true) { connection -> [UInt8]? in
            var writer = CoverageWriter(base: base)
            var rest = CoverageWriter.mostValues
            for one in series {
                let values = try SeriesQueries.values(
                    of: one.datastream, from: asked.times.first, to: asked.times.last, limit: rest + 1, on: connection)
                guard values.count <= rest else { throw Self.tooMuch }
                rest -= values.count
                if !values.isEmpty { writer.write(one, values) }
            }
            return writer.count > 0 ? writer.finish() : nil
        }
        let headers: HTTPFields = [.vary: "Accept, Accept-Language, Cookie"]
        guard let bytes else { return Response(status: .noContent, headers: headers) }
        return Response(contentType: Self.type(EDRDescription.coverageType, request), bytes: bytes, headers: headers)
    }

    /// Its own type, or that of all JSON for those who ask for nothing else (/req/json/definition).
    private static func type(_ own: String, _ request: Request) -> String {
        let offered = [String(own.prefix { $0 != ";" }), "application/json"]
        return negotiatedType(accept: request.headers[.accept], offered: offered) == offered[1] ? MediaType.json : own
    }

    private static let tooMuch = Problem(
        .contentTooLarge, "Too many values",
        detail:
            "This would be more than \(CoverageWriter.mostValues) values; ask for less with datetime=START/END or parameter-name.",
        german:
            "Das wären mehr als \(CoverageWriter.mostValues) Werte; mit datetime=ANFANG/ENDE oder parameter-name nach weniger fragen."
    )
}

extension Array {
    /// Stretches of neighbours; a new one begins where the two differ.
    fileprivate func stretches(where differ: (Element, Element) -> Bool) -> [[Element]] {
        var all: [[Element]] = []
        for element in self {
            if let last = all.last?.last, !differ(last, element) {
                all[all.count - 1].append(element)
            } else {
                all.append([element])
            }
        }
        return all
    }
}
