// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Storage

/// Backups that the server makes by itself.
public struct BackupSettings: Sendable, Hashable {
    /// Minutes after midnight in the machine's time; nil for none.
    public var minute: Int?
    public var folder: String?
    public var keep = 14

    public init() {}

    /// `02:00`
    public var time: String? {
        minute.map { minute in
            let (hours, minutes) = (minute / 60, minute % 60)
            return (hours < 10 ? "0" : "") + "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)"
        }
    }

    /// Where they lie for the embedded file at `database`.
    public func place(for database: String) -> String { folder ?? database + ".backups" }

    /// Makes the folder where it lies beside the database; another one has to be there, so that a share that is not mounted
    /// does not become a folder of this machine.
    /// - Throws: `StorageError.unfit`.
    @discardableResult
    public func prepare(for database: String) throws -> String {
        let place = self.place(for: database)
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder.boolValue { return place }
        func parent(_ path: String) -> String {
            FilePlace.resolved(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        }
        guard parent(place) == parent(database) else {
            throw StorageError.unfit(message: "there is no folder \(place): make or mount it first")
        }
        try FileManager.default.createDirectory(
            atPath: place, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return place
    }

    mutating func set(_ name: String, _ value: String, from place: String) throws {
        switch name {
        case "backup-at": minute = value.isEmpty ? nil : try Self.minute(value, place)
        case "backup-folder": folder = value.isEmpty ? nil : value
        default: keep = try Configuration.number(value, 1...10_000, place)
        }
    }

    private static func minute(_ text: String, _ place: String) throws -> Int {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard parts.count == 2, isPlain, let hours = Int(parts[0]), let minutes = Int(parts[1]), hours < 24,
            minutes < 60
        else {
            throw ConfigurationError("\(place): '\(text)' is no time of day like 02:00")
        }
        return hours * 60 + minutes
    }
}
