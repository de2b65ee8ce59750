// SPDX-License-Identifier: EUPL-1.2
import Answers
import Bilingual
import HTTPTypes
import Wire

/// Why a notice cannot be kept; nothing of it was stored.
enum NoticeFault: Error, Sendable, Hashable {
    case empty(field: String)
    case tooLong(field: String, most: Int)
    case noDay(String)
    case past(String)

    /// The field of the form that it belongs to.
    var field: String {
        switch self {
        case .empty(let field), .tooLong(let field, _): field
        case .noDay, .past: "until"
        }
    }

    var words: Words {
        switch self {
        case .empty("title"): Words("Bitte eine Überschrift angeben.", "Please give a heading.")
        case .empty: Words("Bitte einen Text angeben.", "Please give a text.")
        case .tooLong(_, let most):
            Words("Höchstens \(most) Zeichen.", "\(most) characters at most.")
        case .noDay(let text):
            Words("„\(text)“ ist kein Tag wie 2026-12-31.", "“\(text)” is no day such as 2026-12-31.")
        case .past(let text):
            Words(
                "„\(text)“ ist schon vorbei: So würde nichts bekannt gegeben.",
                "“\(text)” is over: nothing would be announced.")
        }
    }
}

extension NoticeFault: Refusal, CustomStringConvertible {
    var description: String { "\(field): \(words.english)" }
    var exit: ExitKind { .usage }
    var answer: Problem {
        .badRequest(
            description, german: "\(field): \(words.german)", location: ["field": .string(field)])
    }
}
