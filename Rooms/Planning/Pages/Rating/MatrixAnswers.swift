// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Decision
import HTTPSupport
import Knowledge
import Planning
import PlanningAnalysisPages
import PlanningFrame
import SensorThings
import SensorThingsFrame
import Site
import Wire

/// What came with a matrix: the cells that may be stored, and those that may not, with the reason and what was typed.
struct MatrixAnswers {
    /// The cells that hold; nil: emptied.
    private(set) var mine: [String: JSONValue?] = [:]
    private(set) var typed: [String: String] = [:]
    private(set) var notes: [String: Words] = [:]
    let base: AssessmentCells

    /// Reads the cells that were sent; those that were not stay as they are.
    init(_ form: FormBody, _ view: MatrixView, people: [String], _ numerals: Numerals) {
        base = AssessmentCells((try? JSONValue(parsing: form.exact("base")).object) ?? [:])
        let known = Set(view.ratingCells.map(\.name))
        let criteria = Set(view.criteria.map(\.id))
        let newcomer = form["newcomer"]
        let spread = Self.spread(form, view, withPoints: people == [""])
        for name in Set(form.names).union(spread.keys).sorted() {
            guard var cell = AssessmentCell(name: name) else { continue }
            let text = spread[name] ?? form.trimmed(name)
            if cell.person == MatrixView.newcomer {
                guard !text.isEmpty else { continue }
                guard !newcomer.isEmpty else {
                    typed[name] = text
                    notes["newcomer"] = .matrixPersonMissing
                    continue
                }
                cell = AssessmentCell(cell.part, cell.candidate, cell.criterion, by: newcomer)
            }
            let isAsked =
                cell.part == .points
                ? criteria.contains(cell.criterion) && (people + [newcomer]).contains(cell.person)
                : known.contains(name)
            guard isAsked else {
                guard !text.isEmpty else { continue }
                refuse(name, text, .matrixGone)
                continue
            }
            guard !text.isEmpty else {
                mine[cell.name] = .some(nil)
                continue
            }
            let value: JSONValue =
                switch cell.part {
                case .value, .points: numerals.number(from: text).map { JSONValue($0) } ?? .string(text)
                case .evidence, .note: .string(text)
                }
            guard let fault = cell.fault(in: value) else {
                mine[cell.name] = value
                continue
            }
            refuse(name, text, fault)
            // the column of somebody new keeps its name with the points that wait in it
            if name != cell.name { typed["newcomer"] = newcomer }
        }
    }

    /// Rows that somebody typed into one cell, such as `70 55 40`: what goes into that cell and into those behind it.
    ///
    /// Only where all of them are free, and none is left over: else it stays where it was typed, and is refused there.
    private static func spread(_ form: FormBody, _ view: MatrixView, withPoints: Bool) -> [String: String] {
        var spread: [String: String] = [:]
        for criterion in view.criteria {
            let points = withPoints ? [AssessmentCell(points: criterion.id, by: "")] : []
            let row =
                points + view.candidates.map { AssessmentCell(.value, $0.reference, criterion.id, by: view.person) }
            for (place, cell) in row.enumerated() {
                let parts = form.trimmed(cell.name).split { $0.isWhitespace || $0 == ";" }.map(String.init)
                guard parts.count > 1, place + parts.count <= row.count,
                    parts.dropFirst().allSatisfy({ isRating($0) })
                else { continue }
                let behind = row[(place + 1)..<(place + parts.count)]
                let areFree = behind.allSatisfy { other in
                    form.has(other.name) ? form.trimmed(other.name).isEmpty : view.cells[other] == nil
                }
                guard areFree else { continue }
                for (cell, part) in zip(row[place...], parts) { spread[cell.name] = part }
            }
        }
        return spread
    }

    /// `0`, `12,5`, `100`: no thousands behind a space, as `500` in `1 500`.
    private static func isRating(_ text: String) -> Bool {
        let whole = text.prefix { $0.isASCII && $0.isNumber }
        let isPlain = whole == "0" || (!whole.isEmpty && whole.first != "0")
        guard isPlain, let number = Double(text.replacing(",", with: ".")) else { return false }
        return (0...100).contains(number)
    }

    private mutating func refuse(_ name: String, _ text: String, _ reason: Words) {
        typed[name] = text
        notes[name] = reason
    }

    /// Says of each disputed cell what the others put there; what was typed stays in its place.
    mutating func dispute(_ merged: AssessmentCells.Merged, _ numerals: Numerals) {
        func words(_ value: JSONValue?) -> (String, String) {
            switch value {
            case .number(let number): (Numerals.german.exact(number.double), Numerals.english.exact(number.double))
            case .string(let text): (text, text)
            default: (Words.matrixNothing.german, Words.matrixNothing.english)
            }
        }
        for name in merged.disputed {
            let theirs = words(merged.cells.members[name])
            notes[name] = Words(
                Words.matrixConflict(theirs.0).german, Words.matrixConflict(theirs.1).english)
            switch mine[name] ?? nil {
            case .number(let number): typed[name] = numerals.exact(number.double)
            case .string(let text): typed[name] = text
            default: typed[name] = ""
            }
        }
    }

    /// What the page's script is told after it stored.
    func json(_ cells: AssessmentCells, hints: [Words], _ language: Language) -> JSONValue {
        [
            "base": .object(cells.json),
            "notes": .object(
                JSONObject(notes.sorted { $0.key < $1.key }.map { (name: $0.key, value: .string(language($0.value))) })),
            "hints": .array(hints.map { .string(language($0)) }),
        ]
    }
}
