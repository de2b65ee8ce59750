// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// Long calculations, away from the cooperative pool that serves requests.
enum OwnThread {
    /// Runs the work on a thread of its own with room for the recursion of a solver.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: work()) }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }
}
