// SPDX-License-Identifier: EUPL-1.2
import Bilingual
package import MQTT
package import RoomKit

/// The settings of the MQTT endpoint.
package struct MQTTSettings: Sendable {
    /// Nil switches plain MQTT off.
    package var port: Int?
    /// Somebody chose another port than the usual one: then it must be free.
    package var isExplicit: Bool
    package var securePort: Int?
    /// PEM files for the secure port.
    package var certificate: String?
    package var key: String?
    package var limits = MQTTLimits()

    package init(_ values: SettingValues = SettingValues()) {
        port = values[Self.portSetting]
        isExplicit = port != 1883
        securePort = values[Self.securePortSetting]
        certificate = Self.text(values[Self.certificateSetting])
        key = Self.text(values[Self.keySetting])
        limits.connections = values[Self.connections]
        let perAddress = values[Self.connectionsPerAddress]
        limits.connectionsPerAddress = perAddress == 0 ? nil : perAddress
        limits.packetSize = values[Self.packet]
        limits.subscriptions = values[Self.subscriptions]
        limits.inflight = values[Self.inflight]
        limits.queue = values[Self.queue]
        limits.queueBytes = values[Self.queueBytes]
        limits.retained = values[Self.retained]
        limits.retainedBytes = values[Self.retainedBytes]
        limits.saveInterval = values[Self.saveInterval]
        limits.sessionExpiry = values[Self.sessionExpiry]
    }

    private static func text(_ text: String) -> String? { text.isEmpty ? nil : text }

    /// What does not go together, with the remedy.
    var fault: String? {
        guard securePort != nil, certificate == nil || key == nil else { return nil }
        return "mqtt-tls-port needs mqtt-certificate and mqtt-key, both PEM files"
    }

    // MARK: One row each

    static let all: [any RoomSetting] = [
        portSetting, securePortSetting, certificateSetting, keySetting, connections, connectionsPerAddress, packet,
        subscriptions, inflight, queue, queueBytes, retained, retainedBytes, saveInterval, sessionExpiry,
    ]

    private static func port(_ text: String) -> Int? { Int(text).flatMap { (0...65_535).contains($0) ? $0 : nil } }

    private static let portSetting = Setting<Int?>(
        "mqtt-port", "1883",
        Words(
            "TCP-Port für MQTT; 0 wählt einen freien, off schaltet ab.",
            "TCP port of MQTT; 0 picks a free one, off serves none."),
        expected: "a whole number from 0 to 65535, or off"
    ) { $0 == "off" ? .some(nil) : port($0).map { .some($0) } }
    private static let securePortSetting = Setting<Int?>(
        "mqtt-tls-port", "",
        Words("TCP-Port für MQTT mit TLS; keiner, wenn leer.", "TCP port of MQTT with TLS; none when empty."),
        expected: "a whole number from 0 to 65535"
    ) { $0.isEmpty ? .some(nil) : port($0).map { .some($0) } }
    private static let certificateSetting = Setting<String>(
        "mqtt-certificate", "",
        Words("PEM-Datei mit der Zertifikatskette.", "PEM file with the certificate chain."))
    private static let keySetting = Setting<String>(
        "mqtt-key", "", Words("PEM-Datei mit dem privaten Schlüssel.", "PEM file with the private key."))
    private static let connections = Setting<Int>(
        "mqtt-max-connections", 10_000, Words("Gleichzeitige MQTT-Clients.", "MQTT clients at a time."),
        1...1_000_000)
    private static let connectionsPerAddress = Setting<Int>(
        "mqtt-max-connections-per-address", 2000,
        Words(
            "MQTT-Verbindungen einer Adresse (IPv6: eines /64); 0 für beliebig viele, etwa hinter einem TCP-Proxy.",
            "MQTT connections of one address (IPv6: of one /64); 0 for no limit, as behind a TCP proxy."),
        0...1_000_000)
    private static let packet = Setting<Int>(
        "mqtt-max-packet", 1 << 20, Words("Bytes eines MQTT-Pakets.", "Bytes of an MQTT packet."),
        1024...268_435_455)
    private static let subscriptions = Setting<Int>(
        "mqtt-max-subscriptions", 1000,
        Words("Abonnements eines MQTT-Clients.", "Topic filters of one MQTT client."), 1...1_000_000)
    private static let inflight = Setting<Int>(
        "mqtt-inflight", 100,
        Words(
            "Unbestätigte Nachrichten auf dem Weg zu einem MQTT-Client.",
            "Unacknowledged messages under way to one MQTT client."), 1...65_535)
    private static let queue = Setting<Int>(
        "mqtt-queue", 10_000,
        Words("Nachrichten, die auf einen MQTT-Client warten.", "Messages that wait for one MQTT client."),
        1...10_000_000)
    private static let queueBytes = Setting<Int>(
        "mqtt-queue-bytes", 16 << 20,
        Words("Bytes, die auf einen MQTT-Client warten.", "Bytes that wait for one MQTT client."),
        1024...(1 << 32))
    private static let retained = Setting<Int>(
        "mqtt-retained", 10_000,
        Words("Aufbewahrte Nachrichten des Servers.", "Retained messages of the server."), 0...10_000_000)
    private static let retainedBytes = Setting<Int>(
        "mqtt-retained-bytes", 64 << 20,
        Words("Bytes aller aufbewahrten Nachrichten.", "Bytes of all retained messages."), 0...(1 << 40))
    private static let saveInterval = Setting<Int>(
        "mqtt-save-interval", 1,
        Words(
            "Sekunden, nach denen wartende MQTT-Nachrichten in der Datenbank gesichert werden; 0: nur im Speicher.",
            "Seconds after which waiting MQTT messages are saved to the database; 0 keeps sessions in memory only."),
        0...3600)
    private static let sessionExpiry = Setting<Int>(
        "mqtt-session-expiry", 604_800,
        Words(
            "Sekunden, die eine MQTT-Sitzung ihre Verbindung höchstens überdauert.",
            "Seconds that an MQTT session outlives its connection at most."), 0...31_536_000)
}
