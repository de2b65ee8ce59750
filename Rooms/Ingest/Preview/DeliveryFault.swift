// SPDX-License-Identifier: EUPL-1.2
package import Answers
package import Bilingual
import Wire

/// Why what was handed in cannot be looked at, in words for the person who handed it in.
package struct DeliveryFault: Refusal, Hashable, CustomStringConvertible {
    package let words: Words

    package init(_ german: String, _ english: String) { words = Words(german.excerpt(1000), english.excerpt(1000)) }

    package var description: String { words.english }
    package var answer: Problem { Problem.badRequest(words.english, german: words.german) }
    package var exit: ExitKind { .usage }
}
