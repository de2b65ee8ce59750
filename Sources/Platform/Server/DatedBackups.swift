// SPDX-License-Identifier: EUPL-1.2
public import Foundation

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
        var number = 1
        while true {
            let name = stem + "-" + stamp + (number == 1 ? "" : "-\(number)") + suffix
            let path = folder.appendingPathComponent(name).path
            if !FileManager.default.fileExists(atPath: path) { return path }
            number += 1
        }
    }

    /// Removes the oldest of the folder's backups of this database until `count` are left; answers what was removed.
    ///
    /// Files whose names were not made by `place` are left alone, and so is `newest`, wherever the clock has been.
    public func prune(keeping count: Int, sparing newest: String) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let ours = names.compactMap { name in key(of: name).map { (name: name, key: $0) } }
        let oldFirst = ours.sorted { ($0.key.stamp, $0.key.number) < ($1.key.stamp, $1.key.number) }
        return try oldFirst.dropLast(count).compactMap { old in
            let path = folder.appendingPathComponent(old.name).path
            if path == newest { return nil }
            try FileManager.default.removeItem(atPath: path)
            for companion in ["-wal", "-shm", "-journal"] where names.contains(old.name + companion) {
                try FileManager.default.removeItem(atPath: path + companion)
            }
            return path
        }
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
        guard rest.first == "-", let number = Int(rest.dropFirst()), number > 1 else { return nil }
        return (stamp, number)
    }
}
