// SPDX-License-Identifier: EUPL-1.2
import CSpawn
import Foundation

/// Another program, started with exactly the descriptors it is given, whatever else this process holds open.
///
/// Foundation's `Process` copies the names of all open descriptors before each start; with more than a thousand of them that was
/// seen to crash. Here the kernel closes what the program is not to have.
public struct Program: Sendable {
    /// How a program ended.
    public enum End: Sendable, Hashable {
        /// By itself, with this code.
        case code(Int32)
        /// By this signal.
        case signal(Int32)
        /// Its time was over; it was ended.
        case late

        /// Whether it said that all went well.
        public var isSuccess: Bool { self == .code(0) }
    }

    /// It could not be started: the program and what the system says, an `errno`.
    public struct NotStarted: Error, Hashable, CustomStringConvertible {
        /// What was to be started.
        public let program: String
        /// What the system says, an `errno`.
        public let code: Int32

        /// For tests of those who start programs.
        public init(program: String, code: Int32) {
            self.program = program
            self.code = code
        }

        public var description: String { "\(program) cannot be started: \(String(cString: strerror(code)))" }
    }

    /// The process it runs in.
    public let identifier: Int32

    /// Starts a program with the environment of this process; one without a slash is looked for in `PATH`.
    ///
    /// A descriptor that is not given is `/dev/null`. All stay open here, and belong to the caller.
    /// - Throws: `NotStarted`.
    public init(
        _ program: String, _ arguments: [String], input: Int32? = nil, output: Int32? = nil, errors: Int32? = nil
    ) throws(NotStarted) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // what was given may lie where the three are: it is put above them first
        var given: [Int32] = []
        defer { for descriptor in given { close(descriptor) } }
        for (place, descriptor) in [input, output, errors].enumerated() {
            guard let descriptor else {
                posix_spawn_file_actions_addopen(
                    &actions, Int32(place), "/dev/null", place == 0 ? O_RDONLY : O_WRONLY, 0)
                continue
            }
            let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
            guard copy >= 0 else { throw NotStarted(program: program, code: errno) }
            given.append(copy)
            posix_spawn_file_actions_adddup2(&actions, copy, Int32(place))
        }
        allmende_spawn_close_from(&actions, 3)
        // a program expects that no signal is blocked or ignored
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var child = pid_t()
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        let fault = posix_spawnp(&child, program, &actions, &attributes, &words, environ)
        guard fault == 0 else { throw NotStarted(program: program, code: fault) }
        identifier = child
    }

    /// Waits on the calling thread until it ends; after `limit` it is killed. To be asked once.
    @discardableResult
    public func wait(limit: Duration? = nil) -> End {
        var status: Int32 = 0
        let end = limit.map { ContinuousClock.now + $0 }
        var pause: useconds_t = 1_000
        while true {
            let done = waitpid(identifier, &status, end == nil ? 0 : WNOHANG)
            if done == identifier { return Self.end(status) }
            if done < 0, errno != EINTR { return .code(127) }
            guard let end, done == 0 else { continue }
            if ContinuousClock.now >= end {
                kill(identifier, SIGKILL)
                while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
                return .late
            }
            usleep(pause)
            pause = min(pause + 1_000, 20_000)
        }
    }

    private static func end(_ status: Int32) -> End {
        let signal = status & 0x7f
        return signal == 0 ? .code((status >> 8) & 0xff) : .signal(signal)
    }
}
