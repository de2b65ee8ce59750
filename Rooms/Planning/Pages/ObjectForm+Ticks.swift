// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Site

/// Boxes of a form.
extension ObjectForm {
    /// Boxes with a line below each that tells what it is about.
    func explainedTicks(_ options: [(String, [String])], _ name: String) -> HTML {
        let boxes = options.map { value, lines -> HTML in
            let told: HTML = lines.count > 1 ? "<br><small>\(lines[1])</small>" : ""
            return """
                <label class="tick"><input type="checkbox" name="\(name)" value="\(value)">\
                <span>\(lines[0])\(told)</span></label>
                """
        }
        return "<div class=\"ticks\">\(boxes)</div>"
    }

    func ticks(_ options: [(String, String)], _ name: String, _ chosen: Set<String>) -> HTML {
        let boxes = options.map { value, label -> HTML in
            let checked: HTML = chosen.contains(value) ? " checked" : ""
            return """
                <label class="tick"><input type="checkbox" name="\(name)" value="\(value)"\(checked)>\
                <span>\(label)</span></label>
                """
        }
        return "<div class=\"ticks\">\(boxes)</div>"
    }
}
