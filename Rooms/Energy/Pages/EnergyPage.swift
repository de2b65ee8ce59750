// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Energy
import Site
import Wire

/// What shared power is, and whose is where.
struct EnergyPage: Sendable {
    let communities: [Community]
    let isMember: Bool

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let items = communities.map { "<li><h3><a href=\"\(SiteURL.sharing($0.id))\">\($0.name)</a></h3></li>" as HTML }
        let list: HTML =
            items.isEmpty
            ? ""
            : """
            <section class="card" aria-labelledby="sharings"><h2 id="sharings">\(language(.powerSharings))</h2>\
            <ul class="results">\(items)</ul></section>
            """
        var links: [HTML] = []
        if isMember {
            links.append("<a class=\"button\" href=\"\(SiteURL.myPower)\">\(language(.powerMine))</a>")
        }
        if frame.mayAdminister {
            links.append("<a class=\"button\" href=\"\(SiteURL.newSharing)\">\(language(.powerNew))</a>")
        }
        links.append("<a href=\"\(SiteURL.powerProof)\">\(language(.powerProofTitle))</a>")
        let content: HTML = """
            <div class="inner page"><div><h1>\(language(.power))</h1><p class="lead">\(language(.powerLead))</p></div>\
            <div class="prose"><p>\(language(.powerHow))</p></div><p class="actions">\(links)</p>\(list)</div>
            """
        return frame.document(title: language(.power), section: .energy, content: content)
    }
}

/// The form of a new sharing.
struct NewSharingPage: Sendable {
    var name = ""
    var fault: EnergyFault?

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let field = FormField(
            name: "name", label: .powerName, help: .powerNewHelp, value: name, autocomplete: "off",
            error: fault?.words)
        let content: HTML = """
            <div class="inner page"><h1>\(language(.powerNew))</h1>\
            \(FormField.summary(fault?.words, target: "name", language))
            <form class="form card" method="post" action="\(SiteURL.newSharing)">\(field.html(language))
            <div><button type="submit">\(language(.powerNew))</button></div></form></div>
            """
        return frame.document(
            title: language(.powerNew), section: .energy,
            breadcrumbs: [Breadcrumb(name: language(.power), url: .energy)], content: content)
    }
}

/// What is proved, what is not, and the state to keep.
struct PowerProofPage: Sendable {
    /// The signed note and the key it is checked with.
    let state: (note: String, key: String)?
    /// When a state was signed that the ledger no longer has.
    var rewritten: Instant?
    var witnesses: [LedgerWitness] = []

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        func list(_ words: [Words]) -> HTML { "<ul>\(words.map { "<li>\(language($0))</li>" as HTML })</ul>" }
        let signed: HTML =
            state.map { state in
                """
                <pre tabindex="0" role="group" aria-label="\(language(.powerState))">\(state.note)</pre>\
                <h3>\(language(.powerKey))</h3><p><code>\(state.key)</code></p>
                """
            } ?? "<p>\(language(.powerNoState))</p>"
        let content: HTML = """
            <div class="inner page"><h1>\(language(.powerProofTitle))</h1>\(alarm(frame))<div class="two">\
            <section class="card prose" aria-labelledby="proved"><h2 id="proved">\(language(.powerProved))</h2>\
            \(list(Words.powerProofs))</section>
            <section class="card prose" aria-labelledby="open"><h2 id="open">\(language(.powerNotProved))</h2>\
            \(list(Words.powerNoProofs))</section></div>
            <section class="card" aria-labelledby="state"><h2 id="state">\(language(.powerState))</h2>\(signed)\
            <p>\(language(.powerVerify)) <code>allmende verify bill bill.zip</code>. \(language(.powerVerifyWith))</p>\(seen(frame))</section>
            <div class="prose"><p>\(language(.powerChain))</p><p>\(language(.powerErasure))</p></div></div>
            """
        return frame.document(
            title: language(.powerProofTitle), section: .energy,
            breadcrumbs: [Breadcrumb(name: language(.power), url: .energy)], content: content)
    }

    private func alarm(_ frame: PageFrame) -> HTML {
        var words = rewritten.map { [Words.ledgerRewritten(frame.format.dateTime($0))] } ?? []
        words += witnesses.compactMap { one in
            one.refusal.map { .witness(one.name, refuses: $0, frame.format.dateTime(one.at)) }
        }
        let all = words.map { "<p class=\"gaps\" role=\"alert\"><strong>\(frame.language($0))</strong></p>" as HTML }
        return "\(all)"
    }

    private func seen(_ frame: PageFrame) -> HTML {
        let signed = witnesses.filter { $0.refusal == nil }
        guard !signed.isEmpty else { return "" }
        let items = signed.map { one -> HTML in
            let words = Words.witness(
                one.name, signed: frame.format.integer(one.size), frame.format.dateTime(one.at))
            return "<li>\(frame.language(words))</li>"
        }
        return "<h3>\(frame.language(.powerWitnesses))</h3><ul>\(items)</ul>"
    }
}
