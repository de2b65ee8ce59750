// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Prints a paper to PDF/UA with Debian's `weasyprint`, a process of its own that reads and writes through pipes.
///
/// It may open no address: everything a paper needs is inside its HTML. Takes two to four seconds a paper.
public struct PDFPrinter: Sendable {
    public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// The program is not installed.
        case missing
        /// It ended with this code and message.
        case failed(Int32, String)

        public var description: String {
            switch self {
            case .missing: "PDF needs the Debian package weasyprint: apt-get install weasyprint"
            case .failed(let code, let message): "weasyprint ended with \(code): \(message)"
            }
        }
    }

    private let program: String

    public init(program: String = "/usr/bin/weasyprint") {
        self.program = program
    }

    /// Whether the program is there.
    public var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// The paper as PDF; runs on a thread of its own.
    public func print(_ document: Document) async throws(Failure) -> [UInt8] {
        guard isAvailable else { throw .missing }
        let program = program
        let html = document.html
        let result: Result<[UInt8], Failure> = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(returning: Self.run(program, html))
            }
        }
        return try result.get()
    }

    private static func run(_ program: String, _ html: String) -> Result<[UInt8], Failure> {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("allmende-pdf-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let source = folder.appendingPathComponent("paper.html")
            let target = folder.appendingPathComponent("paper.pdf")
            let log = folder.appendingPathComponent("log.txt")
            try Data(html.utf8).write(to: source)
            try Data().write(to: log)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = [
                "--quiet", "--pdf-variant", "pdf/ua-1", "--encoding", "utf-8", source.path, target.path,
            ]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = try FileHandle(forWritingTo: log)
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0, let pdf = try? Data(contentsOf: target) else {
                let message = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
                return .failure(.failed(process.terminationStatus, String(message.suffix(400))))
            }
            return .success(Array(pdf))
        } catch {
            return .failure(.failed(-1, "\(error)"))
        }
    }
}
