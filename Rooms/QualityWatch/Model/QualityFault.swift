// SPDX-License-Identifier: EUPL-1.2
public import Answers

/// Why a judgement cannot be kept; nothing of it was stored.
public enum QualityFault: Error, Sendable, Hashable {
    case noFinding(Int64)
    case noReason
    case longReason
    case noVerdict(String)
}

extension Verdict {
    /// By its name; nil for `open`, which takes a judgement back.
    /// - Throws: `QualityFault.noVerdict`.
    public static func named(_ name: String) throws -> Verdict? {
        if name == "open" { return nil }
        guard let verdict = Verdict(rawValue: name) else { throw QualityFault.noVerdict(name) }
        return verdict
    }
}

extension QualityFault: Refusal, CustomStringConvertible {
    static let longestReason = 2000

    public var german: String {
        switch self {
        case .noFinding(let id): "Einen Befund \(id) gibt es nicht, oder er ist nicht sichtbar."
        case .noReason: "Bitte einen Grund angeben: Andere müssen das Urteil verstehen können."
        case .longReason: "Der Grund darf höchstens \(Self.longestReason) Zeichen lang sein."
        case .noVerdict(let text):
            "„\(text)“ ist kein Urteil: broken (defekt), real (echt), ignored (nicht melden) oder open (offen)."
        }
    }

    public var description: String { english }

    public var english: String {
        switch self {
        case .noFinding(let id): "there is no finding \(id), or it is not visible"
        case .noReason: "please give a reason: others must be able to understand the judgement"
        case .longReason: "a reason has \(Self.longestReason) characters at most"
        case .noVerdict(let text): "\"\(text)\" is no verdict: broken, real, ignored or open"
        }
    }

    public var exit: ExitKind {
        if case .noFinding = self { .faults } else { .usage }
    }

    public var answer: Problem {
        if case .noFinding = self { return .notFound(description, german: german) }
        return .badRequest(description, german: german)
    }
}
