// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import Hummingbird
import SensorThingsModel
import Wire

extension SensorThingsRoutes {
    package static let requirements = "http://www.opengis.net/spec/iot_sensing/1.1/req/"

    /// Requirements that reading and writing meet (OGC 18-088, Annex A): each has a test of its name.
    package static let conformance: [String] = {
        let entities = [
            "thing", "location", "historical-location", "datastream", "sensor", "observed-property", "observation",
            "feature-of-interest",
        ]
        let queries = [
            "status-code", "query-status-code", "order", "expand", "select", "orderby", "top", "skip", "count",
            "filter",
            "built-in-filter-operations", "built-in-query-functions", "pagination",
        ]
        let changes = [
            "create-entity", "link-to-existing-entities", "deep-insert", "deep-insert-status-code", "update-entity",
            "update-entity-put", "update-entity-jsonpatch", "delete-entity", "historical-location-auto-creation",
            "historical-location-manual-creation",
        ]
        return ["datamodel/entity-control-information/common-control-information"]
            + entities.flatMap { ["datamodel/\($0)/properties", "datamodel/\($0)/relations"] }
            + ["resource-path/resource-path-to-entities"] + queries.map { "request-data/\($0)" }
            + changes.map { "create-update-delete/\($0)" } + ["batch-request/batch-request", "data-array/data-array"]
            + ["properties", "relations", "constraints"].map { "multi-datastream/\($0)" }
    }()

    /// Requirements that the MQTT endpoint meets; each names the endpoint's addresses.
    package static let messagingConformance = [
        "create-observations-via-mqtt/observations-creation", "receive-updates-via-mqtt/receive-updates",
    ]

    /// The root document (§9.2.1).
    func root(_ context: HTTPContext) -> Response {
        let root = context.baseURL.text + "/" + Self.version
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("value")
        writer.beginArray()
        for type in EntityType.allCases {
            writer.beginObject()
            writer.name("name")
            writer.write(type.setName)
            writer.name("url")
            writer.write("\(root)/\(type.setName)")
            writer.endObject()
        }
        writer.endArray()
        writer.name("serverSettings")
        writer.beginObject()
        writer.name("conformance")
        writer.beginArray()
        let messaging = messaging()
        let isMessaging = !messaging.isEmpty
        for requirement in Self.conformance + (isMessaging ? Self.messagingConformance : []) {
            writer.write(Self.requirements + requirement)
        }
        writer.endArray()
        if isMessaging {
            // the endpoint is also there as WebSocket, on the port of HTTP
            let socket = context.baseURL.text.replacing(/^http/, with: "ws", maxReplacements: 1) + "/mqtt"
            for requirement in Self.messagingConformance {
                writer.name(Self.requirements + requirement)
                writer.beginObject()
                writer.name("endpoints")
                writer.beginArray()
                for address in messaging + [socket] { writer.write(address) }
                writer.endArray()
                writer.endObject()
            }
        }
        writer.endObject()
        writer.endObject()
        return Response(contentType: MediaType.json, bytes: writer.takeBytes())
    }
}
