// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import PlanningFrame
import SensorThingsFrame
import Site
import Wire

extension ObjectForm {
    /// A list with more of the town's series is none that anybody chooses from, and the page heavy.
    static let mostSeries = 2000
    private static let firstSeries = 500

    /// Several series at once; browsers and screen readers know lists with several choices.
    ///
    /// Of very many the first stand in the list, and others are named by their numbers.
    func series(_ attributes: Attributes, _ value: JSONValue?) -> HTML {
        let chosen = Set(value?.array?.compactMap(\.integer) ?? [])
        let all = context.offered.compactMap { record in record.datastream.map { (id: $0, record: record) } }
        let most = all.count > Self.mostSeries ? Self.firstSeries : Self.mostSeries
        // what is chosen is offered in any case: what a form does not offer it takes away
        let offered =
            all.filter { chosen.contains($0.id) } + all.filter { !chosen.contains($0.id) }.prefix(most)
        let options = offered.map { id, record -> HTML in
            let selected: HTML = chosen.contains(id) ? " selected" : ""
            return "<option value=\"\(String(id))\"\(selected)>\(record.label)</option>"
        }
        let list: HTML = "<select \(attributes.html) multiple size=\"6\">\(options)</select>"
        guard let rest = context.rest(options.count, of: all.count) else { return list }
        let id = attributes.name + ".more"
        return """
            \(list)<p class="muted">\(rest)</p><label for="\(id)">\(context.language(.moreSeries))</label>\
            <input id="\(id)" name="\(attributes.name)" type="text" inputmode="numeric" maxlength="2000">
            """
    }
}
