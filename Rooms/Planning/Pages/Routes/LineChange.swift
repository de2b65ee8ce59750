// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Decision
import HTTPSupport
import Knowledge
import Planning
import PlanningFrame
import SensorThings
import SensorThingsFrame
import Site
import Wire

/// A line taken out of a form, as long as it can be brought back.
struct DroppedLine {
    let field: String
    let index: Int
    let row: JSONObject
}

/// What somebody asked of the lines of a form instead of storing it: one more, one less, or the last one back.
struct LineChange {
    let document: JSONObject
    let blankRows: [String: Int]
    let dropped: DroppedLine?
    /// The field whose last line gets the focus.
    let added: String?

    /// Nil when the form is to be stored.
    init?(_ form: FormBody, _ fields: [Field], _ document: JSONObject, _ language: Language) {
        let reader = AnswerReader(form: form, language)
        let columns = fields.reduce(into: [String: [Field]]()) { known, field in
            if case .rows(let columns) = field.kind { known[field.name] = columns }
        }
        var blank = columns.keys.reduce(into: [String: Int]()) { $0[$1] = reader.blankLines($1, in: document) }
        let place = form["drop"].split(separator: ".")
        if columns[form["more"]] != nil {
            blank[form["more"], default: 0] += 1
            (self.document, dropped, added) = (document, nil, form["more"])
        } else if place.count == 2, let index = Int(place[1]), let own = columns[String(place[0])] {
            let row = reader.line(own, named: String(place[0]), at: index)
            let gone = DroppedLine(field: String(place[0]), index: index, row: row)
            (self.document, dropped, added) = (document, row.isEmpty ? nil : gone, nil)
        } else if form.has("undo"), let row = try? JSONValue(parsing: form.exact("dropped")).object,
            columns[form["droppedFrom"]] != nil
        {
            var (document, rows) = (document, document[form["droppedFrom"]]?.array ?? [])
            rows.insert(.object(row), at: min(rows.count, max(0, Int(form["droppedAt"]) ?? rows.count)))
            document[form["droppedFrom"]] = .array(rows)
            (self.document, dropped, added) = (document, nil, nil)
        } else {
            return nil
        }
        blankRows = blank.filter { $0.value > 0 }
    }

    /// The form with the change in it.
    func applied(to form: ObjectForm) -> ObjectForm {
        var form = form
        (form.document, form.blankRows, form.dropped, form.added) = (document, blankRows, dropped, added)
        return form
    }
}
