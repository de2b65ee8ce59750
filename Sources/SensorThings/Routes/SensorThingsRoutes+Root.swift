// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import Hummingbird
import Wire

extension SensorThingsRoutes {
    private static let requirements = "http://www.opengis.net/spec/iot_sensing/1.1/req/"

    /// Requirements that reading meets (OGC 18-088, Annex A); writing adds its own.
    static let readingConformance = [
        "datamodel/thing", "datamodel/location", "datamodel/historical-location", "datamodel/datastream",
        "datamodel/sensor", "datamodel/observed-property", "datamodel/observation", "datamodel/feature-of-interest",
        "resource-path/resource-path-to-entities",
        "request-data/order", "request-data/expand", "request-data/select", "request-data/status-code",
        "request-data/query-status-code", "request-data/orderby", "request-data/top", "request-data/skip",
        "request-data/count", "request-data/filter", "request-data/built-in-filter-operations",
        "request-data/pagination",
    ]

    /// Requirements that the MQTT endpoint meets; each names the endpoint's addresses.
    static let messagingConformance = [
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
        let isMessaging = !messaging.isEmpty
        for requirement in Self.readingConformance + (isMessaging ? Self.messagingConformance : []) {
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
