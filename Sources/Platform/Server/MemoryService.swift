// SPDX-License-Identifier: EUPL-1.2
import CMalloc
import Logging
import ServiceLifecycle

/// Gives memory back after a storm: the C library keeps what was freed below something that is still in use.
///
/// It looks every few seconds and acts once what the process holds without using it has grown and grows no more, so that
/// nobody is held up meanwhile. What is in use does not count: memory that is freed long after the storm is noticed too.
struct MemoryService: Service {
    /// What the process may hold unused beyond what it held after the last time, in bytes.
    static let slack = 32 << 20
    private static let pause = Duration.seconds(5)

    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var rhythm = Rhythm()
            while (try? await Task.sleep(for: Self.pause)) != nil {
                let unused = Self.unusedBytes()
                guard rhythm.isDue(unused) else { continue }
                let hasGiven = give_free_memory_back()
                let left = Self.unusedBytes()
                rhythm.hasGivenBack(left)
                logger.debug(
                    "memory",
                    metadata: [
                        "unusedBefore": "\(unused >> 20) MiB", "unusedAfter": "\(left >> 20) MiB",
                        "resident": "\(OperationsRoutes.residentBytes() >> 20) MiB", "given": "\(hasGiven)",
                    ])
            }
        }
    }

    /// Resident and not in use: free pieces of the heaps, and a base of program text and stacks.
    private static func unusedBytes() -> Int {
        OperationsRoutes.residentBytes() - Int(bytes_in_use())
    }

    /// When it is time; free of clock and system.
    struct Rhythm {
        private var kept: Int?
        private var last = 0

        /// What is unused has grown by more than the slack, and not since the last look.
        mutating func isDue(_ unused: Int) -> Bool {
            defer { last = unused }
            guard let kept else {
                self.kept = unused
                return false
            }
            if unused < kept { self.kept = unused }
            return unused > kept + MemoryService.slack && unused <= last + MemoryService.slack / 8
        }

        mutating func hasGivenBack(_ left: Int) {
            kept = left
            last = left
        }
    }
}
