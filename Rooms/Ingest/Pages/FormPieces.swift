// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Site

/// Fields of the forms of this room: a label above, help below it.
package struct FormPieces {
    let language: Language

    package init(language: Language) { self.language = language }

    package func text(
        _ name: String, _ label: Words, _ value: String, help: HTML = "", type: String = "text", list: [String] = [],
        isShort: Bool = false
    ) -> HTML {
        let described: HTML = help.isEmpty ? "" : " aria-describedby=\"\(name)-help\""
        let kind: HTML = isShort ? " class=\"short\"" : ""
        let options = list.map { "<option value=\"\($0)\"></option>" as HTML }
        let choices: HTML = list.isEmpty ? "" : "<datalist id=\"\(name)-list\">\(options)</datalist>"
        let reference: HTML = list.isEmpty ? "" : " list=\"\(name)-list\""
        return """
            <div class="field"><label for="\(name)">\(language(label))</label>\(helpText(name, help))\
            <input id="\(name)" name="\(name)" type="\(type)" value="\(value)"\(kind)\(described)\(reference)>\
            \(choices)</div>
            """
    }

    /// `choices` are value and word; a chosen value that is none of them is added.
    package func select(
        _ name: String, _ label: Words, _ choices: [(String, Words)], _ chosen: String, help: HTML = ""
    ) -> HTML {
        var all = choices
        if !all.contains(where: { $0.0 == chosen }) { all.append((chosen, Words(chosen, chosen))) }
        let options = all.map { HTML.option($0.0, language($0.1), chosen) }
        let described: HTML = help.isEmpty ? "" : " aria-describedby=\"\(name)-help\""
        return """
            <div class="field"><label for="\(name)">\(language(label))</label>\(helpText(name, help))\
            <select id="\(name)" name="\(name)"\(described)>\(options)</select></div>
            """
    }

    package func tick(_ name: String, _ label: Words, isSet: Bool) -> HTML {
        let mark: HTML = isSet ? " checked" : ""
        return """
            <label class="tick" for="\(name)"><input id="\(name)" name="\(name)" type="checkbox" value="yes"\(mark)> \
            \(language(label))</label>
            """
    }

    private func helpText(_ name: String, _ help: HTML) -> HTML {
        help.isEmpty ? "" : "<p class=\"help\" id=\"\(name)-help\">\(help)</p>"
    }
}
