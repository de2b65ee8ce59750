// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
import Decision
public import PlanningModel
public import Wire

/// A check that the platform runs itself on a solution or an existing resource.
public enum ExecutedCheck: String, Sendable, Hashable, CaseIterable {
    case openInterface, export, licence

    public var name: Words {
        Choice.executedChecks.first { $0.name == rawValue }?.label ?? Words(rawValue, rawValue)
    }

    /// The field of the object that it looks at.
    public var field: String {
        switch self {
        case .openInterface: "interfaceAddress"
        case .export: "exportAddress"
        case .licence: "licence"
        }
    }

    /// What a run found.
    public struct Outcome: Sendable, Hashable {
        public let check: ExecutedCheck
        public let address: String
        /// The HTTP status code; nil when nothing answered or nothing was requested.
        public let code: Int?
        public let passed: Bool
        public let note: Words

        /// A row of the field `checks`, with the finding in the words of whoever ran it.
        public func row(on day: String, words: (Words) -> String) -> JSONValue {
            var row: JSONObject = ["check": .string(check.rawValue), "address": .string(address), "at": .string(day)]
            if let code { row["code"] = JSONValue(Int64(code)) }
            row["passed"] = .bool(passed)
            row["note"] = .string(words(note))
            return .object(row)
        }
    }

    /// Judges the answer of an address: data with a code of success pass, a page for people does not.
    func outcome(_ address: String, _ answer: ProbeAnswer?) -> Outcome {
        func outcome(_ passed: Bool, _ english: String, _ german: String) -> Outcome {
            Outcome(
                check: self, address: address, code: answer?.status, passed: passed,
                note: Words(german, english))
        }
        guard let answer else { return outcome(false, "no answer", "keine Antwort") }
        let type = answer.contentType.split(separator: ";").first.map { String($0) } ?? ""
        switch answer.status {
        case 200..<300:
            if answer.size == 0 { return outcome(false, "empty answer", "leere Antwort") }
            if type.lowercased().hasSuffix("html") {
                return outcome(false, "a page for people, no data", "eine Seite für Menschen, keine Daten")
            }
            return outcome(true, type.isEmpty ? "data" : type, type.isEmpty ? "Daten" : type)
        case 300..<400: return outcome(false, "redirect not followed", "Weiterleitung nicht verfolgt")
        case 401, 403: return outcome(false, "asks for credentials", "verlangt eine Anmeldung")
        default: return outcome(false, "HTTP \(answer.status)", "HTTP \(answer.status)")
        }
    }

    /// Reads an SPDX expression; without a list of names only its form is checked.
    static func licenceOutcome(_ text: String, _ rules: LicenceRules) -> Outcome {
        do throws(LicenceExpression.Fault) {
            let expression = try LicenceExpression(parsing: text, names: rules.names)
            let unknown = rules.names.isEmpty ? [] : expression.unknown(in: rules.names)
            let names = unknown.joined(separator: ", ")
            let note =
                unknown.isEmpty
                ? Words(expression.text, expression.text)
                : Words("nicht in der SPDX-Liste: \(names)", "not on the SPDX list: \(names)")
            return Outcome(check: .licence, address: text, code: nil, passed: unknown.isEmpty, note: note)
        } catch {
            return Outcome(check: .licence, address: text, code: nil, passed: false, note: error.message)
        }
    }
}

extension Plan {
    /// The guidelines that a machine checks on an object.
    public func boundGuidelines(of object: PlanningObject) -> [PlanningObject] {
        guard object.kind == .solution || object.kind == .asset else { return [] }
        return objects(of: .guideline).filter { guideline in
            guard guideline.state != .closed, guideline.text("check") != nil else { return false }
            let applies = guideline.references("appliesTo")
            return applies.isEmpty || applies.contains(object.reference)
        }
    }

    /// The checks that an object can undergo: those it names something for, and those a guideline asks of it.
    public func checks(of object: PlanningObject) -> [ExecutedCheck] {
        guard object.kind == .solution || object.kind == .asset else { return [] }
        let asked = Set(boundGuidelines(of: object).compactMap { $0.text("check") })
        return ExecutedCheck.allCases.filter { check in
            guard object.kind.field(check.field) != nil else { return false }
            return object.text(check.field) != nil || asked.contains(check.rawValue)
        }
    }

    /// Runs all checks of an object.
    public func run(
        _ checks: [ExecutedCheck], on object: PlanningObject, rules: LicenceRules,
        probe: @Sendable (_ address: String) async -> ProbeAnswer?
    ) async -> [ExecutedCheck.Outcome] {
        var outcomes: [ExecutedCheck.Outcome] = []
        for check in checks {
            guard let subject = object.text(check.field) else {
                outcomes.append(
                    ExecutedCheck.Outcome(
                        check: check, address: "", code: nil, passed: false,
                        note: Words("nichts angegeben", "nothing named")))
                continue
            }
            if check == .licence {
                outcomes.append(ExecutedCheck.licenceOutcome(subject, rules))
            } else {
                outcomes.append(check.outcome(subject, await probe(subject)))
            }
        }
        return outcomes
    }
}

extension PlanningObject {
    /// The most runs that an object keeps.
    public static let mostChecks = 30

    /// The document with what was found behind the earlier runs; the oldest give way.
    public func document(
        adding outcomes: [ExecutedCheck.Outcome], on day: String, words: (Words) -> String
    ) -> JSONObject {
        var document = document
        let rows = (document["checks"]?.array ?? []) + outcomes.map { $0.row(on: day, words: words) }
        document["checks"] = .array(Array(rows.suffix(Self.mostChecks)))
        return document
    }

    /// The latest run of a check; nil when it never ran.
    public func latestCheck(_ check: ExecutedCheck) -> JSONObject? {
        rows("checks").enumerated().filter { $0.element["check"]?.string == check.rawValue }
            .max { ($0.element["at"]?.string ?? "", $0.offset) < ($1.element["at"]?.string ?? "", $1.offset) }?.element
    }
}
