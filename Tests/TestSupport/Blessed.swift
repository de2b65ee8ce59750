// SPDX-License-Identifier: EUPL-1.2
public import Foundation

/// Where a text differs from the file that holds it; nil where they are the same.
///
/// With `ALLMENDE_BLESS` set (scripts/bless) the file is written instead.
public func unblessed(_ text: String, at file: URL) throws -> String? {
    if ProcessInfo.processInfo.environment["ALLMENDE_BLESS"] != nil {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file, options: .atomic)
        return nil
    }
    let stored = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    if stored == text { return nil }
    let old = stored.split(separator: "\n", omittingEmptySubsequences: false)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    let place = zip(old, new).prefix { $0 == $1 }.count
    let before = place < old.count ? old[place].prefix(300) : "nothing"
    let after = place < new.count ? new[place].prefix(300) : "nothing"
    return """
        \(file.lastPathComponent), line \(place + 1): "\(after)" instead of "\(before)"; if that is meant, run \
        scripts/bless and look at its diff
        """
}
