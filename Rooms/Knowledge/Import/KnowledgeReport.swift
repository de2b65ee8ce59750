// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// What an import read, stored and rejected, file by file.
public struct KnowledgeReport: Sendable, Hashable {
    public struct Rejection: Sendable, Hashable {
        /// Line in the file, from 1; nil where the fault lies in the file as a whole.
        public let line: Int?
        public let message: String
    }

    public struct File: Sendable, Hashable {
        public let path: String
        public var rowsRead = 0
        public var rowsStored = 0
        /// True when the same content is there already.
        public var isUnchanged = false
        /// True for a table that lies beside a register and holds no entries.
        public var isPassedOver = false
        public var rejections: [Rejection] = []
        /// The head names no columns of entries.
        var isNoTable = false
        /// Rejections beyond those that are listed.
        public var furtherRejections = 0

        static let listed = 100

        /// Each reason once, with the lines it was given for.
        var reasons: [String] {
            var order: [String] = []
            var places: [String: [Int]] = [:]
            for rejection in rejections {
                if places[rejection.message] == nil { order.append(rejection.message) }
                places[rejection.message, default: []] += rejection.line.map { [$0] } ?? []
            }
            return order.map { message in
                let lines = places[message] ?? []
                switch lines.count {
                case 0: return ": \(message)"
                case 1: return ":\(lines[0]): \(message)"
                default:
                    let some = lines.prefix(5).map(String.init).joined(separator: ", ")
                    let more = lines.count > 5 ? ", …" : ""
                    return ": \(message) (\(lines.count) times: lines \(some)\(more))"
                }
            }
        }

        mutating func reject(line: Int?, _ message: String) {
            if rejections.count < Self.listed {
                rejections.append(Rejection(line: line, message: message))
            } else {
                furtherRejections += 1
            }
        }
    }

    public internal(set) var files: [File] = []

    public var isComplete: Bool { files.allSatisfy { $0.rejections.isEmpty } }

    public var json: JSONValue {
        let values = files.map { file -> JSONValue in
            let rejections = file.rejections.map { rejection -> JSONValue in
                [
                    "line": rejection.line.map { .init(Int64($0)) } ?? .null, "message": .string(rejection.message),
                ]
            }
            return [
                "path": .string(file.path), "rowsRead": .init(file.rowsRead), "rowsStored": .init(file.rowsStored),
                "unchanged": .bool(file.isUnchanged), "passedOver": .bool(file.isPassedOver),
                "rejected": .init(rejections.count + file.furtherRejections),
                "rejections": .array(rejections),
            ]
        }
        return ["complete": .bool(isComplete), "files": .array(values)]
    }

    /// The report as lines for people.
    public var text: String {
        var lines: [String] = []
        for file in files {
            let count = file.rejections.count + file.furtherRejections
            if file.isPassedOver {
                lines.append("\(file.path): passed over, holds no examples or building blocks")
                continue
            }
            lines.append(
                file.isUnchanged
                    ? "\(file.path): there already"
                    : "\(file.path): \(file.rowsRead) read, \(file.rowsStored) stored, \(count) rejected")
            lines += file.reasons.map { "  \(file.path)\($0)" }
            if file.furtherRejections > 0 { lines.append("  and \(file.furtherRejections) more") }
        }
        return lines.joined(separator: "\n")
    }
}
