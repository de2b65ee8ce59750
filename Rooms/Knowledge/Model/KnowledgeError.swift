// SPDX-License-Identifier: EUPL-1.2

/// Why a piece of knowledge cannot be taken in.
public enum KnowledgeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A field (JSON pointer) that is missing or holds what it may not.
    case field(pointer: String, message: String)
    /// A line of a text file.
    case line(Int, message: String)
    /// A file that cannot be read or is of no known kind.
    case file(path: String, message: String)

    public var description: String {
        switch self {
        case .field(let pointer, let message): "\(pointer): \(message)"
        case .line(let line, let message): "line \(line): \(message)"
        case .file(let path, let message): "\(path): \(message)"
        }
    }

    /// Line in the file, where the fault has one.
    var line: Int? { if case .line(let line, _) = self { line } else { nil } }
}
