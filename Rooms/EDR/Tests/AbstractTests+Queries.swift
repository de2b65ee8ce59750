// SPDX-License-Identifier: EUPL-1.2
import Wire

/// What is asked of the queries, the forms of their answers and the OpenAPI document.
extension AbstractTests {
    /// Times and formats are asked in the same way of both queries.
    private static func shared(_ query: String, _ path: String, _ address: String) -> [(test: String, steps: [Step])] {
        let and = address.contains("?") ? "&" : "?"
        func time(_ text: String, _ count: Int) -> Step {
            Step("\(address)\(and)datetime=\(text)", status: count == 0 ? 204 : 200) { $0.times.count == count }
        }
        return [
            ("/conf/core/datetime-definition-" + query, definition("datetime", of: path)),
            (
                "/conf/core/datetime-response-" + query,
                [
                    time("2026-06-30T21:00:00Z", 1), time("2026-06-30T21:00:00Z/..", 2),
                    time("../2026-06-30T21:00:00Z", 2),
                    time("2026-06-30T20:30:00Z/2026-06-30T23:00:00Z", 2), time("2026-07-01T00:00:00Z/..", 0),
                    Step("\(address)\(and)datetime=gestern", status: 400),
                    Step("\(address)\(and)datetime=2026-06-30T21:00:00Z/2026-06-30T20:00:00Z", status: 400),
                ]
            ),
            (
                "/conf/collections/REQ_rc-parameter-name-definition-" + query,
                definition("parameter-name", of: path)
            ),
            (
                "/conf/edr/rc-parameter-name-response-" + query,
                [
                    Step("\(address)\(and)parameter-name=NEAR") { $0.parameters.count == 1 && $0.times.count == 3 },
                    // of the collection, but not measured there
                    Step("\(address)\(and)parameter-name=FAR", status: 204),
                    Step("\(address)\(and)parameter-name=nichts", status: 400),
                ]
            ),
            ("/conf/edr/REQ_rc-crs-definition-" + query, definition("crs", of: path)),
            (
                "/conf/edr/REQ_rc-crs-response-" + query,
                [
                    Step("\(address)\(and)crs=CRS84") { $0.places == [7.6] },
                    Step("\(address)\(and)crs=EPSG:25832", status: 400),
                ]
            ),
            ("/conf/edr/rc-f-definition-" + query, definition("f", of: path)),
            (
                "/conf/collections/rc-f-response-" + query,
                [
                    Step("\(address)\(and)f=CoverageJSON") { $0.json["type"] == "CoverageCollection" },
                    Step("\(address)\(and)f=NetCDF", status: 400),
                ]
            ),
        ]
    }

    static let positions: [(test: String, steps: [Step])] =
        [
            ("/conf/position/no-query-params", [Step(here + "/position", status: 400)]),
            (
                "/conf/position/no-coords-param",
                [Step(here + "/position?datetime=2026-06-30T21:00:00Z", status: 400)]
            ),
            (
                "/conf/position/coords-param-invalid",
                ["POINT(7.6)", "POINT()", "7.6,51.9", "LINESTRING(7%2051,8%2052)", ""].map {
                    Step(here + "/position?coords=" + $0, status: 400)
                }
            ),
            ("/conf/position/valid-query-params", [Step(near) { $0.times.count == 3 }]),
            ("/conf/edr/rc-coords-definition-position", definition("coords", isRequired: true, of: position)),
            (
                "/conf/edr/rc-coords-response-position",
                [
                    Step(near) { $0.places == [7.6] }, Step(here + "/position?coords=POINT(8%2052)", status: 204),
                    Step(here + "/position?coords=POINT(51.9%20190)", status: 400),
                    Step(here + "/position?coords=MULTIPOINT(7.6%2051.9,7.6%2051.91)") { $0.places == [7.6, 7.6] },
                ]
            ),
        ] + shared("position", position, near)

    static let places: [(test: String, steps: [Step])] =
        [
            (
                "/conf/locations/no-query-params",
                [
                    Step(here + "/locations") { answer in
                        answer.type.hasPrefix("application/geo+json") && answer.json["type"] == "FeatureCollection"
                            && answer.json["features"]?.array?.count == 2
                    }
                ]
            ),
            (
                "/conf/locations/location-identifier-invalid",
                ["x", "99", "0", "-1", "%20"].map { Step(here + "/locations/" + $0, status: 404) }
            ),
            ("/conf/locations/valid-query-params", [Step(here + "/locations/THING") { $0.times.count == 3 }]),
        ] + shared("locations", locations, here + "/locations/THING")

    static let encodings: [(test: String, steps: [Step])] = [
        (
            "/conf/json/definition",
            ["", "/conformance", "/collections", here, near, here + "/locations", here + "/locations/THING"].map {
                Step($0, accept: "application/json") { $0.type.hasPrefix("application/json") }
            }
        ),
        (
            "/conf/json/content",
            ["", "/conformance", "/collections", here, near].map {
                Step($0, accept: "application/json") { $0.json.object != nil }
            }
        ),
        (
            "/conf/edr-geojson/definition",
            [Step(here + "/locations", accept: "application/geo+json") { $0.type.hasPrefix("application/geo+json") }]
        ),
        (
            "/conf/edr-geojson/content",
            [
                Step(here + "/locations") { answer in
                    (answer.json["features"]?.array ?? []).allSatisfy { feature in
                        feature["type"] == "Feature" && feature["geometry"]?["type"] == "Point" && feature["id"] != nil
                            && ["label", "datetime", "parameter-name", "edrqueryendpoint"].allSatisfy {
                                feature["properties"]?[$0] != nil
                            }
                    } && !answer.links("self").isEmpty
                }
            ]
        ),
        (
            "/conf/covjson/definition",
            [near, here + "/locations/THING"].map {
                Step($0, accept: "application/prs.coverage+json") { $0.type.hasPrefix("application/prs.coverage+json") }
            }
        ),
        (
            "/conf/covjson/content",
            [
                Step(near) { answer in
                    (answer.json["coverages"]?.array ?? []).allSatisfy { one in
                        let ranges = one["ranges"]?.object?.members ?? []
                        return one["type"] == "Coverage" && one["domain"]?["type"] == "Domain" && !ranges.isEmpty
                            && ranges.allSatisfy { range in
                                one["parameters"]?[range.name]?["type"] == "Parameter"
                                    && range.value["type"] == "NdArray"
                                    && range.value["shape"]?.array?.first?.integer
                                        == range.value["values"]?.array.map { Int64($0.count) }
                            }
                    }
                }
            ]
        ),
        (
            "/conf/oas30/completeness",
            [
                Step("/api") { answer in
                    let paths = answer.json["paths"]?.object?.members ?? []
                    return paths.count == 7 && paths.allSatisfy { $0.value["get"]?["responses"]?["200"] != nil }
                        && answer.json["paths"]?[position]?["get"]?["responses"]?["204"] != nil
                }
            ]
        ),
        (
            "/conf/oas30/exceptions-codes",
            [
                Step("/api") { answer in
                    let paths = answer.json["paths"]?.object?.members ?? []
                    return paths.allSatisfy { path in
                        ["400", "401", "404", "500", "503"].allSatisfy { path.value["get"]?["responses"]?[$0] != nil }
                    }
                        && [position, locations].allSatisfy {
                            answer.json["paths"]?[$0]?["get"]?["responses"]?["413"] != nil
                        }
                }
            ]
        ),
        (
            "/conf/oas30/oas-definition-1",
            [
                Step("") { root in
                    root.links("service-desc").first?["type"] == "application/vnd.oai.openapi+json;version=3.0"
                        && root.links("service-doc").first?["href"] == "http://town/edr/api.html"
                },
                Step("/api.html") { $0.type.hasPrefix("text/html") && $0.text.contains("<h1>") },
            ]
        ),
        (
            "/conf/oas30/oas-definition-2",
            [
                Step("/api") { answer in
                    answer.json["info"]?["title"]?.string != nil && answer.json["info"]?["version"]?.string != nil
                }
            ]
        ),
        (
            "/conf/oas30/oas-impl",
            ["/", "/conformance", "/collections", here, near, here + "/locations", here + "/locations/THING"].map {
                Step($0 == "/" ? "" : $0)
            }
        ),
        (
            "/conf/oas30/security",
            [
                Step("/api") { answer in
                    answer.json["components"]?["securitySchemes"]?["key"]?["scheme"] == "bearer"
                        && answer.json["security"]?.array?.count == 3
                }
            ]
        ),
    ]
}
