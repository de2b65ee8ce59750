// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
import HTTPTypes
import MQTT
package import RoomKit
package import Site
package import Storage

/// The MQTT endpoint of the sensors.
package struct MessagingRoom: RoomPages {
    package static let name = "messaging"
    package static let settingPrefix = "mqtt"
    package static let title = Words("MQTT", "MQTT")
    package static let schema = RoomSchema(name, migrations: MessagingMigrations.all)
    package static let settings: [any RoomSetting] = MQTTSettings.all
    package static let topics = [
        Topic("v1.1/#", Words("Änderungen an Messdaten; ohne Platzhalter", "Changes of sensor data; no wildcards")),
        Topic(
            "v1.1/Datastreams(1)/Observations",
            Words(
                "Neue Werte einer Messreihe; hierhin werden sie auch geschickt", "New values of a series, sent here too"
            )
        ),
        Topic("states/#", Words("Welche Messreihe ausfiel oder wiederkam", "Which series fell silent or came back")),
        Topic(
            "$SYS/broker/#",
            Words("Zahlen über den Broker, für die Verwaltung", "Figures of the broker, for administrators")),
    ]

    /// Nil where nothing is served: in commands, and when the house is only described.
    private let service: MessagingService?

    package init(_ house: RoomServices) throws {
        service = house.offeredIfAny(MessagingService.self)
    }

    package static func fault(in settings: SettingValues) -> String? { MQTTSettings(settings).fault }

    package func pages(_ site: Site) -> RoomRoutes {
        var routes = RoomRoutes()
        let service = service
        routes.on(
            .get, MessagingService.webSocketPath,
            Words("MQTT als WebSocket (Subprotokoll mqtt)", "MQTT as WebSocket (subprotocol mqtt)")
        ) { _, _ in
            guard let service else { throw MessagingService.forWebSockets }
            return try await service.refuseRequest()
        }
        return routes
    }

    package var gauges: [Gauge] {
        let service = service
        func gauge(_ name: String, _ purpose: Words, _ number: @escaping @Sendable (MQTTStatistics) -> Int) -> Gauge {
            Gauge("allmende_mqtt_" + name, purpose) { _ in (service?.broker?.statistics).map { Double(number($0)) } }
        }
        return [
            gauge("clients", Words("Verbundene MQTT-Clients.", "Connected MQTT clients.")) { $0.clientsConnected },
            gauge(
                "sessions",
                Words(
                    "MQTT-Sitzungen, auch solche ohne Verbindung.",
                    "MQTT sessions, those without a connection included.")
            ) { $0.sessions },
            gauge("subscriptions", Words("MQTT-Abonnements.", "MQTT subscriptions.")) { $0.subscriptions },
            gauge("retained", Words("Aufbewahrte MQTT-Nachrichten.", "Retained MQTT messages.")) {
                $0.retainedMessages
            },
            gauge("connections_total", Words("Angenommene MQTT-Verbindungen.", "MQTT connections let in.")) {
                $0.connectionsTotal
            },
            gauge("received_total", Words("MQTT-Nachrichten von Clients.", "MQTT messages from clients.")) {
                $0.messagesReceived
            },
            gauge("sent_total", Words("MQTT-Nachrichten an Clients.", "MQTT messages to clients.")) {
                $0.messagesSent
            },
            gauge(
                "dropped_total",
                Words("MQTT-Nachrichten, die eine volle Schlange verlor.", "MQTT messages that a full queue lost.")
            ) { $0.messagesDropped },
            gauge("refused_total", Words("Abgelehnte MQTT-Nachrichten.", "MQTT messages refused.")) {
                $0.publicationsRefused
            },
        ]
    }
}
