// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Threads

/// Prints a paper to PDF/UA with Debian's `weasyprint`, a process of its own that reads and writes through pipes.
///
/// It may open no address: everything a paper needs is inside its HTML. Takes two to four seconds a paper; two are printed at
/// once, further ones wait.
public struct PDFPrinter: Sendable {
    public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// The program is not installed.
        case missing
        /// It ended with this code and message.
        case failed(Int32, String)
        /// It did not end in time.
        case late

        public var description: String {
            switch self {
            case .missing: "PDF needs the Debian package weasyprint: apt-get install weasyprint"
            case .failed(let code, let message): "weasyprint ended with \(code): \(message)"
            case .late: "weasyprint did not end within two minutes"
            }
        }
    }

    /// A print takes a processor for seconds: few people must not stop many.
    private static let workers = WorkerPool(name: "printing", threads: 2, queue: 32, niceness: 5)

    private let program: String

    public init(program: String = "/usr/bin/weasyprint") {
        self.program = program
    }

    /// Whether the program is there.
    public var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// The paper as PDF; waits for a thread of its own.
    /// - Throws: `Failure`, `WorkerPoolError` when too many wait, `CancellationError`.
    public func print(_ document: Document) async throws -> [UInt8] {
        guard isAvailable else { throw Failure.missing }
        let program = program
        let html = document.html
        return try await Self.workers.run { _ in try Self.run(program, html) }
    }

    private static func run(_ program: String, _ html: String) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("allmende-pdf-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let source = folder.appendingPathComponent("paper.html")
        let target = folder.appendingPathComponent("paper.pdf")
        let log = folder.appendingPathComponent("log.txt")
        try Data(html.utf8).write(to: source)
        try Data().write(to: log)
        let messages = try FileHandle(forWritingTo: log)
        defer { try? messages.close() }
        let end = try Program(
            program,
            ["--quiet", "--pdf-variant", "pdf/ua-1", "--encoding", "utf-8", source.path, target.path],
            errors: messages.fileDescriptor
        ).wait(limit: .seconds(120))
        guard end.isSuccess, let pdf = try? Data(contentsOf: target) else {
            let message = String(((try? String(contentsOf: log, encoding: .utf8)) ?? "").suffix(400))
            switch end {
            case .code(let code), .signal(let code): throw Failure.failed(code, message)
            case .late: throw Failure.late
            }
        }
        return Array(pdf)
    }
}
