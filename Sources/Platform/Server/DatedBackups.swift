// SPDX-License-Identifier: EUPL-1.2
package import Administration
public import Foundation
import Storage
import StorageSQLite
import Wire

/// A folder of backups with their dates as names: `town-2026-11-28T0200.gpkg`.
public struct DatedBackups: Sendable {
    private let folder: URL
    private let stem: String
    private let suffix: String

    /// Nil when `target` is no folder.
    public init?(source: String, target: String) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: target, isDirectory: &isFolder), isFolder.boolValue else {
            return nil
        }
        folder = URL(fileURLWithPath: target, isDirectory: true)
        let file = URL(fileURLWithPath: source)
        stem = file.deletingPathExtension().lastPathComponent
        suffix = file.pathExtension.isEmpty ? "" : "." + file.pathExtension
    }

    /// The path for a backup of this moment, in the machine's time; a second one of the same minute gets a number.
    public func place(at moment: Date, timeZone: TimeZone = .current) throws -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: moment)
        func digits(_ number: Int?, _ count: Int = 2) -> String {
            let text = String(number ?? 0)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let date = "\(digits(parts.year, 4))-\(digits(parts.month))-\(digits(parts.day))"
        let stamp = "\(date)T\(digits(parts.hour))\(digits(parts.minute))"
        // never a number again that was given and removed: the order of names is that of time
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let last = names.compactMap { key(of: $0) }.filter { $0.stamp == stamp }.map(\.number).max() ?? 0
        let name = stem + "-" + stamp + (last == 0 ? "" : "-\(last + 1)") + suffix
        return folder.appendingPathComponent(name).path
    }

    /// Those of this database in the folder, the oldest first; the time is that at which the file was written.
    package func all() throws -> [BackupFile] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let ours = names.compactMap { name in key(of: name).map { (name: name, key: $0) } }.filter { isBackup($0.name) }
        return ours.sorted { ($0.key.stamp, $0.key.number) < ($1.key.stamp, $1.key.number) }.compactMap { entry in
            let path = folder.appendingPathComponent(entry.name).path
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
                let made = attributes[.modificationDate] as? Date, let size = attributes[.size] as? NSNumber
            else { return nil }
            return BackupFile(
                name: entry.name, made: Instant(microseconds: Int64(made.timeIntervalSince1970 * 1_000_000)),
                bytes: size.int64Value)
        }
    }

    /// Removes the oldest of the folder's backups of this database until `count` are left; answers what was removed.
    ///
    /// Left alone are names that `place` has not made, all that is no regular file with the header of a town's, what a server
    /// uses, and `newest`, wherever the clock has been.
    public func prune(keeping count: Int, sparing newest: String) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try all().dropLast(count).compactMap { old in
            let path = folder.appendingPathComponent(old.name).path
            if path == newest || DatabaseLock.isHeld(path: path) { return nil }
            guard unlink(path) == 0 else {
                throw StorageError.readOnly(message: "\(path): \(String(cString: strerror(errno)))")
            }
            for companion in ["-wal", "-shm", "-journal"] where names.contains(old.name + companion) {
                unlink(path + companion)
            }
            return path
        }
    }

    /// Whether it is a regular file that begins as a town's does; a link is none.
    private func isBackup(_ name: String) -> Bool {
        let path = folder.appendingPathComponent(name).path
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard attributes?[.type] as? FileAttributeType == .typeRegular,
            let handle = FileHandle(forReadingAtPath: path)
        else { return false }
        defer { try? handle.close() }
        let header = [UInt8]((try? handle.read(upToCount: 72)) ?? Data())
        // the magic number and SQLite's application_id
        return header.count == 72 && header.starts(with: Array("SQLite format 3\0".utf8))
            && header[68...] == Array("GPKG".utf8)[...]
    }

    /// The date and number in a name that `place` made; nil for any other name.
    private func key(of name: String) -> (stamp: String, number: Int)? {
        guard name.hasPrefix(stem + "-"), name.hasSuffix(suffix), name.count > stem.count + 1 + suffix.count else {
            return nil
        }
        let middle = String(name.dropFirst(stem.count + 1).dropLast(suffix.count))
        let stamp = String(middle.prefix(15))
        let pattern = "dddd-dd-ddTdddd"
        guard stamp.count == pattern.count,
            zip(stamp, pattern).allSatisfy({ $1 == "d" ? $0.isASCII && $0.isNumber : $0 == $1 })
        else { return nil }
        let rest = middle.dropFirst(15)
        if rest.isEmpty { return (stamp, 1) }
        guard rest.first == "-", let number = Int(rest.dropFirst()), (2..<100_000).contains(number) else { return nil }
        return (stamp, number)
    }
}
