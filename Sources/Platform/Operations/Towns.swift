// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Messaging
import Outbound
import Storage
public import Wire

/// The towns of one machine: each settings file of a folder is one.
public struct Towns: Sendable {
    public struct Town: Sendable {
        /// `adorf` of `adorf.conf`.
        public let name: String
        public let configuration: Configuration
        /// Its settings file.
        public let path: String
    }

    public let towns: [Town]

    /// Reads `*.conf` of the folder, without the environment, which is that of none of them.
    /// - Throws: `ConfigurationError` with file and line.
    public init(folder: String) throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw ConfigurationError("\(folder) is no folder that can be read; name that of the towns' settings")
        }
        let files = names.filter { $0.hasSuffix(".conf") && $0.count > 5 }.sorted()
        guard !files.isEmpty else {
            throw ConfigurationError("\(folder) holds no NAME.conf; each town has one there")
        }
        towns = try files.map { file in
            let path = URL(fileURLWithPath: folder).appendingPathComponent(file).path
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw ConfigurationError("\(path) cannot be read as UTF-8")
            }
            return Town(
                name: String(file.dropLast(5)), configuration: try Configuration(file: text, fileName: path), path: path
            )
        }
    }

    /// Two towns share nothing: no database, no port, no folder of backups with files of one name.
    public var conflicts: [Doctor.Finding] {
        var findings: [Doctor.Finding] = []
        func compare(_ rule: String, _ remedy: String, _ value: (Configuration) -> String?) {
            var owners: [String: [String]] = [:]
            for town in towns {
                if let value = value(town.configuration) { owners[value, default: []].append(town.name) }
            }
            for (value, names) in owners.sorted(by: { $0.key < $1.key }) where names.count > 1 {
                findings.append(
                    Doctor.Finding(rule: rule, examples: [names.joined(separator: ", ") + ": " + value], remedy: remedy)
                )
            }
        }
        compare("each town has a database of its own", "Set database in each file to another one.") {
            EngineFactory.isServer($0.database) ? $0.database : FilePlace.resolved($0.database)
        }
        compare("each town has a port of its own", "Set port in each file to another one.") {
            $0.port == 0 ? nil : "\($0.host):\($0.port)"
        }
        compare("each town has an MQTT port of its own", "Set mqtt-port in each file to another one, or off.") {
            MQTTSettings($0.rooms).port.flatMap { $0 == 0 ? nil : String($0) }
        }
        compare("each town has a folder of backups of its own", "Set backup-folder in each file to another one.") {
            EngineFactory.isServer($0.database) ? nil : FilePlace.resolved($0.backups.place(for: $0.database))
        }
        return findings
    }
}

extension Configuration {
    /// The embedded file; nil for a database server.
    public var file: String? { EngineFactory.isServer(database) ? nil : database }

    /// Whether the server of these settings answers; nil where its port is not known.
    func answers() async -> Bool? {
        guard port != 0 else { return nil }
        let name = ["0.0.0.0", "::", ""].contains(host) ? "127.0.0.1" : host.contains(":") ? "[\(host)]" : host
        return await OutboundRequest.get("http://\(name):\(port)/health", timeout: 5)?.status == 200
    }
}

extension Towns.Town {
    /// What is wrong with this town's installation: what `doctor` finds, and whether its server answers.
    public func examine(now: @Sendable () -> Instant, note: (String) -> Void) async throws -> (
        rules: Int, findings: [Doctor.Finding]
    ) {
        let settings = configuration
        var found: (rules: Int, findings: [Doctor.Finding]) = (0, [])
        if !EngineFactory.isServer(settings.database), !FileManager.default.fileExists(atPath: settings.database) {
            found = (
                1,
                [
                    Doctor.Finding(
                        rule: "the town has begun", examples: ["there is no file \(settings.database)"],
                        remedy: "Start it: systemctl start allmende@\(name)")
                ]
            )
        } else {
            let doctor = Doctor(configuration: settings, path: settings.file, settingsFile: path, now: now())
            found = try await EngineFactory.using(settings.database, note: note) { try await doctor.examine($0) }
        }
        if await settings.answers() == false {
            found.findings.append(
                Doctor.Finding(
                    rule: "the server runs", examples: ["no answer at \(settings.host):\(settings.port)"],
                    remedy: "See why: systemctl status allmende@\(name)", isUrgent: true))
        }
        return (found.rules + 1, found.findings)
    }
}

extension Doctor {
    /// Looks at what the settings of a server name, at the file that they are from, and at the embedded file in `path`.
    public init(configuration: Configuration, path: String?, settingsFile: String? = nil, now: Instant) {
        let isSafe =
            configuration.isLoopback || configuration.trustsProxy
            || configuration.baseURL?.hasPrefix("https://") == true
        self.init(
            path: path, isOpen: configuration.writesOpenly, backups: configuration.backups,
            certificates: MQTTSettings(configuration.rooms).certificate.map { [$0] } ?? [],
            checkpoints: configuration.checkpoints, settingsFile: settingsFile,
            plainAddress: isSafe ? nil : "http://\(configuration.host):\(configuration.port)", now: now)
    }
}
