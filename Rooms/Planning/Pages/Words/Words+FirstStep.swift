// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// The first step into planning.
extension Words {
    package static let stepNeed = Words("Ersten Bedarf beschreiben", "Describe a first need")
    package static let stepNeedHelp = Words(
        "Was in der Kommune fehlt oder stört. Daraus werden Maßnahmen mit Kosten, Bewertung und eine Vorlage für den Rat.",
        "What the town lacks or what troubles it. It becomes measures with costs, an assessment, and a paper for the council."
    )
}
