// SPDX-License-Identifier: EUPL-1.2
import CCage
package import Foundation

/// Runs foreign programs on foreign files, locked in: of files they see the work folder and what they are made of, of network
/// and other processes nothing; time, memory and sizes are bounded.
package struct Cage: Sendable {
    /// How a run ended, and what the program said.
    package struct Outcome: Sendable {
        /// The exit code; nil where a signal ended it.
        package let exit: Int32?
        package let said: Data
        /// Lines of the error stream.
        package let complaints: [String]
    }

    /// Why there is no outcome.
    package enum Fault: Error, Sendable, Hashable {
        /// The machine offers no way to lock programs in.
        case none
        /// Nothing can be put into the work folder.
        case disk
        /// It was not done after so many seconds.
        case late(UInt32)
        /// What it wrote is larger than it may be.
        case tooLarge
    }

    private let limits: cage_limits
    /// Bytes of what a program says that are taken.
    private let most: Int

    /// Bounds of one run: bytes of memory, of a file, seconds of processor and clock; bytes that it may say.
    package init(memory: UInt64, file: UInt64, cpuSeconds: UInt32, wallSeconds: UInt32, said most: Int = 16 << 20) {
        limits = cage_limits(memory: memory, file: file, cpu: cpuSeconds, wall: wallSeconds)
        self.most = most
    }

    /// Whether the machine can lock programs in.
    package static var isThere: Bool { cage_version() > 0 }

    /// What programs of the system are made of.
    private static let readable = [
        "/usr/bin", "/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives",
    ]

    /// Runs a program that reads and writes below `work`, which is absolute, and reads `paths` beside its own libraries.
    package func run(
        _ program: String, _ arguments: [String], in work: String, settings: [String: String] = [:],
        reading paths: [String] = []
    ) throws(Fault) -> Outcome {
        guard Self.isThere else { throw .none }
        var environment = ["PATH": "/usr/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
        environment.merge(settings) { $1 }
        let (out, err) = (work + "/.said", work + "/.complained")
        defer { for path in [out, err] { try? FileManager.default.removeItem(atPath: path) } }
        guard let output = Self.file(out), let errors = Self.file(err) else { throw .disk }
        let end = Self.withStrings([program] + arguments) { arguments in
            Self.withStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
                Self.withStrings(Self.readable + paths) { readable in
                    let paths = readable.map { UnsafePointer($0) }
                    return cage_run(
                        program, arguments, environment, paths, work, output.fileDescriptor, errors.fileDescriptor,
                        limits)
                }
            }
        }
        if end.fault != 0 { throw .none }
        if end.is_late != 0 { throw .late(limits.wall) }
        let signal = end.status & 0x7F
        if signal == SIGXFSZ { throw .tooLarge }
        if signal == SIGXCPU || signal == SIGKILL { throw .late(limits.cpu) }
        let complaints = String(decoding: Self.content(err, most: 1 << 20), as: UTF8.self)
        return Outcome(
            exit: signal == 0 ? end.status >> 8 : nil, said: Self.content(out, most: most),
            complaints: complaints.split(separator: "\n").map(String.init))
    }

    private static func file(_ path: String) -> FileHandle? {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            return nil
        }
        return FileHandle(forWritingAtPath: path)
    }

    private static func content(_ path: String, most: Int) -> Data {
        (try? FileHandle(forReadingAtPath: path)?.read(upToCount: most)) ?? Data()
    }

    /// C's list of strings, with its end.
    private static func withStrings<T>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T) -> T {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
