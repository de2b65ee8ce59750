// SPDX-License-Identifier: EUPL-1.2
import Foundation
public import HTTPSupport
package import Listening
import NIOCore
package import RoomKit

/// A setting that cannot be used, and where it came from.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// The server's settings: the file, overridden by the environment, overridden by flags.
public struct Configuration: Sendable {
    public var database = "town.gpkg"
    public var host = "127.0.0.1"
    public var port = 8080
    public var writesOpenly = false
    public var baseURL: String?
    public var trustsProxy = false
    public var logLevel = "info"
    public var logsJSON = false
    public var readers = 8
    /// Seconds that one read of the database may take; nil for as long as it takes.
    public var readLimit: Int? = 30
    /// Megabytes that must stay free on the disk of an embedded file; below that the server is not ready. 0 for none.
    public var diskReserve = 64
    public var maximumConnections = 4096
    /// HTTP connections of one address; nil for as many as there are. Not looked at behind a trusted proxy.
    public var maximumConnectionsPerAddress: Int? = 2048
    /// Requests at once of one address that a trusted proxy forwards for; 0 for as many as come.
    public var maximumRequestsPerAddress = 512
    /// How long clients may take for what they send.
    package var times = HTTPTimes()
    public var limits = Limits()
    /// Milliseconds from which on a statement of the database is named in the log; 0 for none.
    public var slowStatement = 2000
    /// Backups that the server makes by itself, and where they lie.
    public var backups = BackupSettings()
    /// Who is told when something needs a person.
    public var alertRecipient: String?
    /// Minutes between two runs of the rules of retention; 0 for none.
    public var retentionInterval = 60
    /// Where each day's checkpoint of the audit trail goes.
    public var checkpoints = CheckpointSettings()
    public var vendorFolders = ["/usr/share/javascript/leaflet"]
    public var tileURL: String?
    public var tileAttribution = ""
    public var tileCacheMegabytes = 256
    /// Settings of the rooms.
    package var rooms = SettingValues()

    /// Files that are no part of the database lie beside an embedded one; a database server has no folder here.
    package var folder: String {
        database.contains("://") ? NSTemporaryDirectory() + "allmende-imports" : database + ".imports"
    }

    public init() {}

    /// - Parameters:
    ///   - file: text of the configuration file: `name = value` a line; `#` at its start or after a blank begins a comment.
    ///   - fileName: for messages.
    ///   - environment: `ALLMENDE_…` variables, each a setting; `ALLMENDE_TEST_…` is left to tests, others are ignored.
    ///   - flags: values given on the command line by option name.
    /// - Throws: `ConfigurationError` that names the place of the fault.
    public init(
        file: String? = nil, fileName: String = "allmende.conf", environment: [String: String] = [:],
        flags: [String: String] = [:]
    ) throws {
        if let file { try read(file: file, fileName: fileName) }
        let known = Set(ConfigurationOption.all.map(\.variable) + ConfigurationOption.otherVariables)
        for name in environment.keys.sorted()
        where name.hasPrefix("ALLMENDE_") && !name.hasPrefix("ALLMENDE_TEST_") && !known.contains(name) {
            throw Self.unknown(name, among: known, "the environment")
        }
        for option in ConfigurationOption.all {
            if let value = environment[option.variable] { try set(option.name, value, from: option.variable) }
        }
        for (name, value) in flags { try set(name, value, from: "--\(name)") }
        try check()
    }

    private mutating func read(file: String, fileName: String) throws {
        let lines = file.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var places: [String: Int] = [:]
        for (index, line) in lines.enumerated() {
            let content = Self.withoutComment(line)
            if content.allSatisfy(\.isWhitespace) { continue }
            let place = "\(fileName), line \(index + 1)"
            guard let equals = content.firstIndex(of: "=") else {
                throw ConfigurationError("\(place): write 'name = value'")
            }
            let name = Self.trimmed(content[..<equals])
            guard ConfigurationOption.named(name) != nil else {
                throw Self.unknown(name, among: ConfigurationOption.all.map(\.name), place)
            }
            if let earlier = places.updateValue(index + 1, forKey: name) {
                throw ConfigurationError("\(place): '\(name)' stands in line \(earlier) already; leave one")
            }
            try set(name, Self.trimmed(content[content.index(after: equals)...]), from: place)
        }
    }

    /// A comment begins at the line's start or after a blank: an address and a password may hold the sign.
    private static func withoutComment(_ line: Substring) -> Substring {
        var isAfterBlank = true
        for index in line.indices {
            if line[index] == "#", isAfterBlank { return line[..<index] }
            isAfterBlank = line[index].isWhitespace
        }
        return line
    }

    private mutating func set(_ name: String, _ value: String, from place: String) throws {
        switch name {
        case "database": database = try Self.text(value, place)
        case "host": host = try Self.text(value, place)
        case "port": port = try Self.number(value, 0...65_535, place)
        case "open": writesOpenly = try Self.flag(value, place)
        case "base-url": baseURL = try Self.address(value, place)
        case "trust-proxy": trustsProxy = try Self.flag(value, place)
        case "log-level": logLevel = try Self.choice(value, Self.logLevels, place)
        case "log-format": logsJSON = try Self.choice(value, ["text", "json"], place) == "json"
        case "readers": readers = try Self.number(value, 1...64, place)
        case "max-query-seconds":
            let seconds = try Self.number(value, 0...86_400, place)
            readLimit = seconds == 0 ? nil : seconds
        case "disk-reserve": diskReserve = try Self.number(value, 0...1_000_000, place)
        case "retention-interval": retentionInterval = try Self.number(value, 0...10_080, place)
        case "slow-statement": slowStatement = try Self.number(value, 0...3_600_000, place)
        case "backup-at", "backup-folder", "backup-keep": try backups.set(name, value, from: place)
        case "alert-mail": alertRecipient = value.isEmpty ? nil : try CheckpointSettings.mailbox(value, place)
        case "checkpoint-folder", "checkpoint-mail", "smtp-server", "smtp-sender", "smtp-login",
            "smtp-authorities":
            try checkpoints.set(name, value, from: place)
        case "max-connections": maximumConnections = try Self.number(value, 1...100_000, place)
        case "max-connections-per-address":
            let number = try Self.number(value, 0...100_000, place)
            maximumConnectionsPerAddress = number == 0 ? nil : number
        case "max-requests-per-address": maximumRequestsPerAddress = try Self.number(value, 0...100_000, place)
        case "head-timeout": times.head = .seconds(Int64(try Self.number(value, 1...600, place)))
        case "body-timeout": times.body = .seconds(Int64(try Self.number(value, 1...86_400, place)))
        case "body-rate": times.bodyRate = try Self.number(value, 0...1_000_000, place)
        case "idle-timeout": times.idle = .seconds(Int64(try Self.number(value, 1...3600, place)))
        case "max-body": limits.maximumBody = try Self.number(value, 1024...(1 << 30), place)
        case "max-page": limits.maximumPage = try Self.number(value, 1...1_000_000, place)
        case "default-page": limits.defaultPage = try Self.number(value, 1...10_000, place)
        case "max-query-depth": limits.maximumQueryDepth = try Self.number(value, 1...64, place)
        case "max-query-nodes": limits.maximumQueryNodes = try Self.number(value, 10...100_000, place)
        case "max-entities": limits.maximumEntities = try Self.number(value, 100...10_000_000, place)
        case "vendor-folders": vendorFolders = value.split(separator: ":").map(String.init)
        case "tile-url": tileURL = try Self.tiles(value, place)
        case "tile-attribution": tileAttribution = value
        case "tile-cache": tileCacheMegabytes = try Self.number(value, 0...100_000, place)
        default:
            guard let setting = House.settings.first(where: { $0.name == name }) else {
                throw Self.unknown(name, among: ConfigurationOption.all.map(\.name), place)
            }
            if let expected = setting.fault(in: value) {
                throw ConfigurationError("\(place): '\(value)' is not \(expected)")
            }
            if value != setting.defaultText { rooms.set(name, to: value) }
        }
    }

    private static func unknown(
        _ name: String, among known: some Sequence<String>, _ place: String
    ) -> ConfigurationError {
        let nearest = known.map { (name: $0, distance: distance($0, name)) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        let isNear = nearest.map { $0.distance <= 3 } ?? false
        let hint = isNear ? " (perhaps '\(nearest?.name ?? "")')" : ""
        return ConfigurationError("\(place): there is no setting '\(name)'\(hint); see docs/configuration.md")
    }

    /// Letters to change, leave out or put in to make one word of the other (Levenshtein).
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.utf8)
        var row = Array(0...right.count)
        for (index, letter) in left.utf8.enumerated() {
            var before = row[0]
            row[0] = index + 1
            for column in right.indices {
                let change = before + (right[column] == letter ? 0 : 1)
                before = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[right.count]
    }

    /// Whether nobody but this machine reaches the server.
    var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

    private func check() throws {
        for room in House.rooms {
            if let fault = room.fault(in: rooms) { throw ConfigurationError(fault) }
        }
        try checkpoints.check()
        if alertRecipient != nil, !checkpoints.sendsMail {
            throw ConfigurationError("alert-mail needs smtp-server and smtp-sender")
        }
        if writesOpenly, !isLoopback {
            throw ConfigurationError(
                "--open lets anybody write, so it works on a loopback address only; '\(host)' is none. "
                    + "Use --host 127.0.0.1, or make a key: allmende key create")
        }
        if limits.defaultPage > limits.maximumPage {
            throw ConfigurationError(
                "default-page (\(limits.defaultPage)) is larger than max-page (\(limits.maximumPage))")
        }
    }

    private static let logLevels = ["trace", "debug", "info", "notice", "warning", "error"]

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(String(start).reversed().drop { $0.isWhitespace }.reversed())
    }

    private static func text(_ value: String, _ place: String) throws -> String {
        guard !value.isEmpty else { throw ConfigurationError("\(place): a value is missing") }
        return value
    }

    static func number(_ value: String, _ range: ClosedRange<Int>, _ place: String) throws -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw ConfigurationError(
                "\(place): '\(value)' is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func flag(_ value: String, _ place: String) throws -> Bool {
        switch value {
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        default: throw ConfigurationError("\(place): '\(value)' is neither true nor false")
        }
    }

    private static func choice(_ value: String, _ choices: [String], _ place: String) throws -> String {
        guard choices.contains(value) else {
            throw ConfigurationError("\(place): '\(value)' is not one of \(choices.joined(separator: ", "))")
        }
        return value
    }

    private static func address(_ value: String, _ place: String) throws -> String? {
        if value.isEmpty { return nil }
        guard value.hasPrefix("http://") || value.hasPrefix("https://"), !value.contains("?"), !value.contains(" ")
        else {
            throw ConfigurationError("\(place): '\(value)' is not an address like https://daten.example.de")
        }
        return value.hasSuffix("/") ? String(value.dropLast()) : value
    }

    private static func tiles(_ value: String, _ place: String) throws -> String? {
        guard let address = try address(value, place) else { return nil }
        guard ["{z}", "{x}", "{y}"].allSatisfy(address.contains) else {
            throw ConfigurationError("\(place): '\(value)' must hold {z}, {x} and {y}")
        }
        return address
    }
}
