// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// The steps from an empty installation to a town at work, as a list.
package enum FirstSteps {
    /// What of them is left, where the page is no longer about them: nothing once all are done.
    package static func rest(of steps: [(step: FirstStep, isDone: Bool)], _ language: Language) -> HTML {
        let left = steps.filter { !$0.isDone }
        guard !left.isEmpty else { return "" }
        let links = left.map { "<a href=\"\($0.step.url)\">\(language($0.step.title))</a>" as HTML }
        let done = Words.firstSteps(done: steps.count - left.count, of: steps.count)
        // one piece: a notice lays its parts out side by side
        return "<p class=\"notice\"><span>\(language(done)). \(language(.stepsLeft)): \(links.joined(", ")).</span></p>"
    }

    /// `below` is the level of the heading that the list stands under.
    package static func list(
        _ steps: [(step: FirstStep, isDone: Bool)], below: Int, _ language: Language
    ) -> HTML {
        let heading = HTML(markup: "h\(below + 1)")
        let items = steps.enumerated().map { index, entry -> HTML in
            let mark: HTML =
                entry.isDone
                ? "<p class=\"calm\">✓ \(language(.stepDone))</p>"
                : "<p><a class=\"button\" href=\"\(entry.step.url)\">\(language(entry.step.title))</a></p>"
            return """
                <li class="card"><\(heading)>\(index + 1). \(language(entry.step.title))</\(heading)>\
                <p>\(language(entry.step.help))</p>\(mark)</li>
                """
        }
        return "<ol class=\"steps\">\(items)</ol>"
    }
}
