// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Synchronization

/// One line on standard error that is written over while work goes on; on a pipe, a line now and then.
final class ProgressLine: Sendable {
    private let isTerminal = isatty(2) == 1
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    func show(_ text: String) {
        let now = ContinuousClock.now
        let isDue = last.withLock { last in
            if let last, last.duration(to: now) < (isTerminal ? .milliseconds(100) : .seconds(5)) { return false }
            last = now
            return true
        }
        if isDue { write(isTerminal ? "\r\u{1B}[K\(text)" : text + "\n") }
    }

    func end(_ text: String) {
        write((isTerminal ? "\r\u{1B}[K" : "") + text + "\n")
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
