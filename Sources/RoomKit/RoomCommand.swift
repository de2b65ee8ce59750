// SPDX-License-Identifier: EUPL-1.2
package import Answers
package import ArgumentParser
package import Bilingual
import Foundation
package import Wire

/// A subcommand of `allmende` that a room brings.
package protocol RoomCommand: AsyncParsableCommand {
    /// What it is for; its help speaks English.
    static var purpose: Words { get }
}

/// The command line is wrong; its description says how to mend it.
package struct UsageError: Refusal, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    package var exit: ExitKind { .usage }
}

/// The time of the world, for those that nobody gives a clock: commands.
package enum SystemClock {
    package static let now: @Sendable () -> Instant = {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
