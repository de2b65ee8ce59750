// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
import Catalogue
import Decision
import HTTPSupport
import Knowledge
package import Planning
package import PlanningFrame
import SensorThings
import SensorThingsFrame
package import Site
import Wire

/// Criteria by candidates, and criteria by people: tables of inputs that work as a form, and with a script as a sheet.
package struct MatrixView {
    package let context: PlanningContext
    package let candidates: [PlanningObject]
    package let criteria: [AskedCriterion]
    /// What is stored.
    package let cells: AssessmentCells
    /// Whose ratings these are; empty: of all together, or of the one whose sheet it is.
    package let person: String
    /// What was typed and is not stored, by the cell's name.
    package var typed: [String: String] = [:]
    /// What is wrong with a cell, or who was faster, by its name.
    package var notes: [String: Words] = [:]

    package init(
        context: PlanningContext, candidates: [PlanningObject], criteria: [AskedCriterion], cells: AssessmentCells,
        person: String = ""
    ) {
        (self.context, self.candidates, self.criteria) = (context, candidates, criteria)
        (self.cells, self.person) = (cells, person)
    }

    private var language: Language { context.language }

    /// The name under which the points of somebody new are sent, until that name is known.
    package static let newcomer = "~new"

    /// The names of all inputs of ratings.
    package var ratingCells: [AssessmentCell] {
        criteria.flatMap { criterion in
            candidates.flatMap { candidate in
                [AssessmentCell.Part.value, .evidence, .note].map {
                    AssessmentCell($0, candidate.reference, criterion.id, by: person)
                }
            }
        }
    }

    /// Ratings, with a column of points when it is one person's sheet.
    package func ratings(withPoints: Bool) -> HTML {
        var heads: HTML = "<th scope=\"col\">\(language(.criterion))</th>"
        if withPoints { heads += "<th scope=\"col\">\(language(.matrixPoints))</th>" }
        for candidate in candidates { heads += "<th scope=\"col\">\(candidate.title)</th>" }
        let rows = criteria.enumerated().map { row, criterion -> HTML in
            var inputs: HTML = ""
            if withPoints {
                inputs += points(criterion, of: person, at: (row, 0), heading: language(.matrixPoints))
            }
            for (column, candidate) in candidates.enumerated() {
                inputs += rating(criterion, candidate, at: (row, column + (withPoints ? 1 : 0)))
            }
            return "<tr>\(heading(criterion))\(inputs)</tr>"
        }
        return Self.table(language(.matrixTitle), heads, rows)
    }

    /// Points of people, criteria by people, with a column for somebody new.
    package func weights(of people: [String]) -> HTML {
        let field = """
            <label class="hidden" for="newcomer">\(language(.matrixNewPerson))</label><input id="newcomer" name="newcomer" \
            type="text" maxlength="200" placeholder="\(language(.matrixNewPerson))" value="\(typed["newcomer"] ?? "")"\
            \(describing("newcomer"))>\(note("newcomer"))
            """ as HTML
        var heads: HTML = "<th scope=\"col\">\(language(.criterion))</th>"
        for name in people { heads += "<th scope=\"col\">\(name)</th>" }
        heads += "<th scope=\"col\">\(field)</th>"
        let rows = criteria.enumerated().map { row, criterion -> HTML in
            let inputs = (people + [Self.newcomer]).enumerated().map { column, name in
                points(
                    criterion, of: name, at: (row, column), in: "w",
                    heading: name == Self.newcomer ? language(.matrixNewPerson) : name)
            }
            return "<tr><th scope=\"row\">\(label(criterion))</th>\(inputs)</tr>"
        }
        return Self.table(language(.matrixWeights), heads, rows)
    }

    /// What is named in the summary of faults: the input's id and what is wrong.
    package var summary: HTML {
        guard !notes.isEmpty else { return "" }
        let items = notes.sorted { $0.key < $1.key }.prefix(20).map { name, words -> HTML in
            let place = AssessmentCell(name: name).map { cell in
                [cell.criterion, cell.candidate.map(\.description), cell.person].compactMap(\.self)
                    .filter { !$0.isEmpty && $0 != Self.newcomer }.joined(separator: ", ") + ": "
            }
            return "<li><a href=\"#\(identifier(name))\">\(place ?? "")\(language(words))</a></li>"
        }
        return """
            <div class="summary" role="alert" tabindex="-1"><p><strong>\(language(.matrixProblems))</strong></p><ul>\(items)\
            \(context.restItem(20, of: notes.count))</ul></div>
            """
    }

    // MARK: Pieces

    private static func table(_ label: String, _ heads: HTML, _ rows: [HTML]) -> HTML {
        """
        <div class="table" tabindex="0" role="group" aria-label="\(label)"><table class="stack matrix"><thead><tr>\(heads)</tr></thead>\
        <tbody>\(rows)</tbody></table></div>
        """
    }

    private func label(_ criterion: AskedCriterion) -> String {
        let name = language(criterion.name)
        return name.hasPrefix(criterion.id) ? name : "\(criterion.id) \(name)"
    }

    private func heading(_ criterion: AskedCriterion) -> HTML {
        let levels = criterion.levels.map { level -> HTML in
            "<li>\(context.format.number(level.value)): \(language(level.words))</li>"
        }
        let question = criterion.question.map { "<p>\(language($0))</p>" as HTML }
        let scale: HTML =
            levels.isEmpty && question == nil
            ? ""
            : """
            <details class="because"><summary>\(language(.matrixScale))<span class="hidden">: \(label(criterion))</span></summary>\
            \(question)<ul class="plain tight">\(levels)</ul></details>
            """
        return "<th scope=\"row\">\(label(criterion))\(scale)</th>"
    }

    /// The id of the input of that name; names of people may hold anything, ids may not.
    private func identifier(_ name: String) -> String {
        guard let cell = AssessmentCell(name: name) else { return name }
        let row = criteria.firstIndex { $0.id == cell.criterion } ?? 0
        guard let candidate = cell.candidate else { return "\(cell.part.rawValue)-\(row)-\(cell.person.hexadecimal)" }
        let column = candidates.firstIndex { $0.reference == candidate } ?? 0
        return "\(cell.part.rawValue)-\(row)-\(column)"
    }

    private func text(_ cell: AssessmentCell) -> String {
        if let typed = typed[cell.name] { return typed }
        switch cells[cell] {
        case .number(let number): return context.format.numerals.exact(number.double)
        case .string(let text): return text
        default: return ""
        }
    }

    private func describing(_ name: String) -> HTML {
        notes[name] == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"\(identifier(name))-note\""
    }

    private func note(_ name: String) -> HTML? {
        notes[name].map { "<p class=\"error\" id=\"\(identifier(name))-note\">\(language($0))</p>" }
    }

    private func number(_ cell: AssessmentCell, _ label: String, at place: (Int, Int), in grid: String) -> HTML {
        """
        <input id="\(identifier(cell.name))" name="\(cell.name)" value="\(text(cell))" type="text" inputmode="decimal" \
        autocomplete="off" aria-label="\(label)" data-cell="\(grid) \(place.0) \(place.1)"\(describing(cell.name))>\(note(cell.name))
        """
    }

    private func points(
        _ criterion: AskedCriterion, of name: String, at place: (Int, Int), in grid: String = "r", heading: String
    ) -> HTML {
        let cell = AssessmentCell(points: criterion.id, by: name)
        let label = "\(self.label(criterion)), \(heading)"
        return "<td data-label=\"\(heading)\">\(number(cell, label, at: place, in: grid))</td>"
    }

    private func rating(_ criterion: AskedCriterion, _ candidate: PlanningObject, at place: (Int, Int)) -> HTML {
        func cell(_ part: AssessmentCell.Part) -> AssessmentCell {
            AssessmentCell(part, candidate.reference, criterion.id, by: person)
        }
        let spot = "\(label(criterion)), \(candidate.title)"
        let (evidence, reason) = (text(cell(.evidence)), text(cell(.note)))
        var options = HTML.option("", language(.matrixNoEvidence), evidence)
        for choice in Choice.evidenceLevels {
            options += HTML.option(choice.name, language(choice.label), evidence)
        }
        let (chosen, note) = (cell(.evidence), cell(.note))
        let isOpen: HTML = notes[chosen.name] != nil || notes[note.name] != nil ? " open" : ""
        let shown =
            (evidence.isEmpty ? language(.matrixBecause) : evidence)
            + (reason.isEmpty ? "" : ", " + language(.matrixWithReason))
        return """
            <td data-label="\(candidate.title)">\(number(cell(.value), "\(spot), \(language(.matrixValue))", at: place, in: "r"))\
            <details class="because"\(isOpen)><summary>\(shown)<span class="hidden">: \(spot)</span></summary>\
            <label for="\(identifier(chosen.name))">\(language(.matrixBecause))</label>\
            <select id="\(identifier(chosen.name))" name="\(chosen.name)"\(describing(chosen.name))>\(options)</select>\(self.note(chosen.name))\
            <label for="\(identifier(note.name))">\(language(.matrixReason))</label>\
            <textarea id="\(identifier(note.name))" name="\(note.name)" rows="3" maxlength="500"\(describing(note.name))>\(reason)</textarea>\
            \(self.note(note.name))</details></td>
            """
    }
}

extension String {
    /// Its bytes in hexadecimal digits, for ids of any name.
    fileprivate var hexadecimal: String { utf8.map { String($0, radix: 16) }.joined() }
}
