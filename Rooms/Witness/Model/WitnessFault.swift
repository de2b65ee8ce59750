// SPDX-License-Identifier: EUPL-1.2
package import Answers
package import Bilingual
import Wire

/// Why a log cannot be watched; nothing was stored.
package enum WitnessFault: Error, Sendable, Hashable {
    /// The text is no key of a log.
    case noKey
    /// A log of that name is watched already.
    case known(String)

    package var words: Words {
        switch self {
        case .noKey:
            Words(
                "Das ist kein Schlüssel eines Hauptbuchs. Er steht auf der Seite des anderen Hauses unter „Was bewiesen ist und was nicht“ und sieht so aus: Name+8 Hexadezimalziffern+Base64.",
                "This is no key of a log. It stands on the other house's page “What is proved and what is not” and looks like this: name+8 hexadecimal digits+Base64."
            )
        case .known(let origin):
            Words(
                "Das Hauptbuch \(origin) wird schon bezeugt. Ein anderer Schlüssel dazu geht erst, wenn es entfernt ist.",
                "The log \(origin) is witnessed already. Another key for it needs it removed first.")
        }
    }
}

extension WitnessFault: Refusal, CustomStringConvertible {
    package var description: String { words.english }
    package var exit: ExitKind { .usage }
    package var answer: Problem { .badRequest(words.english, german: words.german, location: ["field": "key"]) }
}
