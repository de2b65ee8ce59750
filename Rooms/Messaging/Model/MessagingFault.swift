// SPDX-License-Identifier: EUPL-1.2
package import Answers

/// The MQTT endpoint cannot be opened as it is set.
package struct MessagingFault: Refusal, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }

    package var exit: ExitKind { .usage }
}
