// SPDX-License-Identifier: EUPL-1.2
import ArgumentParser
import Bilingual
import Foundation
import Platform
import RoomKit

struct Serve: RoomCommand {
    static let purpose = Words(
        "Den Server betreiben.",
        "Run the server until it is told to stop.")
    static let configuration = CommandConfiguration(abstract: purpose.english)

    @OptionGroup var settings: ConfigurationFlags
    @Flag(help: "Begin a new town in a file that is there but empty; where there is no file one begins anyway.")
    var new =
        false

    func run() async throws {
        try await reportingErrors(endsBySignal: false) {
            let configuration = try settings.configuration()
            try await ServerRun(configuration: configuration, mayBegin: new).run()
        }
    }
}

/// Each setting as a flag; the file and the environment stand behind it.
struct ConfigurationFlags: ParsableArguments {
    @Option(help: "Configuration file; see docs/configuration.md.") var config: String?
    @Option(help: "File of the embedded database, or postgres://user@host/name.") var database: String?
    @Option(help: "Address to listen on.") var host: String?
    @Option(help: "TCP port; 0 picks a free one.") var port: String?
    @Option(help: "TCP port of MQTT; 0 picks a free one, off serves none.") var mqttPort: String?
    @Flag(help: "Let anonymous people write; only on a loopback address.") var open = false
    @Option(help: "Public address when a proxy stands in front.") var baseUrl: String?
    @Flag(help: "Believe X-Forwarded-Proto and X-Forwarded-Host.") var trustProxy = false
    @Option(help: "trace, debug, info, notice, warning or error.") var logLevel: String?
    @Option(help: "text or json.") var logFormat: String?
    @Option(help: "Any other setting as name=value; may be repeated.") var set: [String] = []

    func configuration() throws -> Configuration {
        var flags: [String: String] = [:]
        let named = [
            ("database", database), ("host", host), ("port", port), ("mqtt-port", mqttPort),
            ("base-url", baseUrl), ("log-level", logLevel),
            ("log-format", logFormat), ("open", open ? "true" : nil), ("trust-proxy", trustProxy ? "true" : nil),
        ]
        for (name, value) in named { flags[name] = value }
        for pair in set {
            guard let equals = pair.firstIndex(of: "=") else {
                throw ConfigurationError("--set \(pair): write name=value")
            }
            flags[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
        }
        let environment = ProcessInfo.processInfo.environment
        let path = config ?? environment["ALLMENDE_CONFIG"]
        var file: String?
        if let path {
            guard FileManager.default.fileExists(atPath: path) else {
                throw ConfigurationError("there is no configuration file \(path)")
            }
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw ConfigurationError("the configuration file \(path) cannot be read; look at its permissions")
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ConfigurationError("the configuration file \(path) is no text in UTF-8")
            }
            file = text
        }
        return try Configuration(file: file, fileName: path ?? "", environment: environment, flags: flags)
    }
}
