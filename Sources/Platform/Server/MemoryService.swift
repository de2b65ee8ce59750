// SPDX-License-Identifier: EUPL-1.2
import CMalloc
import Logging
import ServiceLifecycle

/// Gives memory back after a storm: the C library keeps what was freed below something that is still in use.
///
/// It looks every few seconds and acts once the process has grown and grows no more, so that nobody is held up meanwhile.
struct MemoryService: Service {
    /// What the process may keep beyond what it had after the last time, in bytes.
    static let slack = 32 << 20
    private static let pause = Duration.seconds(5)

    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var rhythm = Rhythm()
            while (try? await Task.sleep(for: Self.pause)) != nil {
                let resident = OperationsRoutes.residentBytes()
                guard rhythm.isDue(resident) else { continue }
                let hasGiven = give_free_memory_back()
                let left = OperationsRoutes.residentBytes()
                rhythm.hasGivenBack(left)
                logger.debug(
                    "memory",
                    metadata: ["before": "\(resident >> 20) MiB", "after": "\(left >> 20) MiB", "given": "\(hasGiven)"])
            }
        }
    }

    /// When it is time; free of clock and system.
    struct Rhythm {
        private var kept: Int?
        private var last = 0

        /// The process has grown by more than the slack, and not since the last look.
        mutating func isDue(_ resident: Int) -> Bool {
            defer { last = resident }
            guard let kept else {
                self.kept = resident
                return false
            }
            if resident < kept { self.kept = resident }
            return resident > kept + MemoryService.slack && resident <= last + MemoryService.slack / 8
        }

        mutating func hasGivenBack(_ left: Int) {
            kept = left
            last = left
        }
    }
}
