// SPDX-License-Identifier: EUPL-1.2
public import MQTT

/// The settings of the MQTT endpoint.
public struct MQTTSettings: Sendable {
    /// Nil switches plain MQTT off.
    public var port: Int? = 1883
    /// Somebody chose another port than the usual one: then it must be free.
    public var isExplicit = false
    public var securePort: Int?
    /// PEM files for the secure port.
    public var certificate: String?
    public var key: String?
    public var limits = MQTTLimits()

    mutating func set(_ name: String, _ value: String, from place: String) throws {
        switch name {
        case "mqtt-port":
            port = value == "off" ? nil : try Configuration.number(value, 0...65_535, place)
            isExplicit = value != "1883"
        case "mqtt-tls-port": securePort = value.isEmpty ? nil : try Configuration.number(value, 0...65_535, place)
        case "mqtt-certificate": certificate = value.isEmpty ? nil : value
        case "mqtt-key": key = value.isEmpty ? nil : value
        case "mqtt-max-connections": limits.connections = try Configuration.number(value, 1...1_000_000, place)
        case "mqtt-max-connections-per-address":
            let number = try Configuration.number(value, 0...1_000_000, place)
            limits.connectionsPerAddress = number == 0 ? nil : number
        case "mqtt-max-packet": limits.packetSize = try Configuration.number(value, 1024...268_435_455, place)
        case "mqtt-max-subscriptions": limits.subscriptions = try Configuration.number(value, 1...1_000_000, place)
        case "mqtt-inflight": limits.inflight = try Configuration.number(value, 1...65_535, place)
        case "mqtt-queue": limits.queue = try Configuration.number(value, 1...10_000_000, place)
        case "mqtt-queue-bytes": limits.queueBytes = try Configuration.number(value, 1024...(1 << 32), place)
        case "mqtt-retained": limits.retained = try Configuration.number(value, 0...10_000_000, place)
        case "mqtt-retained-bytes": limits.retainedBytes = try Configuration.number(value, 0...(1 << 40), place)
        case "mqtt-save-interval": limits.saveInterval = try Configuration.number(value, 0...3600, place)
        default: limits.sessionExpiry = try Configuration.number(value, 0...31_536_000, place)
        }
    }
}
