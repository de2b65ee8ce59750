// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// A program started for a measurement, with what the kernel says about it.
final class ChildProcess {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let process = Process()
    private let log: URL

    init(_ program: String, _ arguments: [String], log: URL) throws {
        self.log = log
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        let file = try FileHandle(forWritingTo: log)
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// Waits for the end while watching the peak of resident memory; throws when the exit code is not 0.
    func finish() throws -> (residentMB: Double, output: String) {
        var peak = 0.0
        while process.isRunning {
            peak = max(peak, status("VmHWM"))
            usleep(20_000)
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let command = ([process.executableURL?.lastPathComponent ?? ""] + (process.arguments ?? [])).joined(
                separator: " ")
            throw Failure(description: "\(command) ended with \(process.terminationStatus): \(output.suffix(800))")
        }
        return (peak, output)
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// Megabytes now resident, and the highest so far.
    var residentMB: Double { status("VmRSS") }
    var peakResidentMB: Double { status("VmHWM") }

    /// Seconds of processor time, user and system.
    var processorSeconds: Double {
        let path = "/proc/\(process.processIdentifier)/stat"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), let end = text.lastIndex(of: ")") else {
            return 0
        }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func status(_ name: String) -> Double {
        let path = "/proc/\(process.processIdentifier)/status"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return 0 }
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name + ":") }) else { return 0 }
        let kilobytes = line.split(separator: " ").compactMap { Double($0) }.first ?? 0
        return kilobytes / 1024
    }
}

extension ChildProcess {
    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: [String], in folder: URL) throws -> (
        residentMB: Double, output: String
    ) {
        let log = folder.appendingPathComponent("log-\(UUID().uuidString).txt")
        defer { try? FileManager.default.removeItem(at: log) }
        return try ChildProcess(program, arguments, log: log).finish()
    }
}
