// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Documents
import Energy
import PowerBills
import Settlement
import Site

/// A bill as it is read on the page and printed.
struct BillPaper: Sendable {
    let bill: PowerDocument
    let frame: PageFrame

    private var language: Language { frame.language }

    var document: Document {
        var document = Document(
            title: "\(language(.document(bill.kind))) \(bill.number)", language: language.rawValue, facts: facts)
        var blocks: [Document.Block] = [
            .paragraph([.text(address(bill.recipient))]),
            .paragraph([.text("\(language(.powerProvider)): \(address(bill.issuer))")]),
        ]
        if let reverses = bill.reverses {
            blocks.append(.paragraph([.strong("\(language(.powerReverses)): \(reverses)")]))
        }
        if bill.isProvisional { blocks.append(.paragraph([.strong(language(.powerProvisionalNote))])) }
        if !bill.estimates.isEmpty {
            blocks.append(.paragraph([.strong(language(.powerEstimatesTitle))]))
            blocks.append(.paragraph([.strong(language(.powerEstimatesLead))]))
            blocks.append(estimates)
        }
        blocks += [energy, money, taxes]
        let result: Words = bill.due == nil || bill.kind == .credit ? .powerGrossBack : .powerGross
        blocks.append(.paragraph([.strong("\(language(result)): \(frame.money(bill.gross))")]))
        if let mandate = bill.mandate, let due = bill.due, bill.gross > 0 {
            let words = Words.powerCollected(
                frame.date(due), IBAN.short(mandate.iban), mandate.reference, mandate.creditor)
            blocks.append(.paragraph([.text(language(words))]))
        }
        if let transfer { blocks.append(.paragraph([.strong(language(transfer))])) }
        if bill.taxes.allSatisfy({ $0.percent == 0 }), !bill.kind.isBill {
            blocks.append(.paragraph([.text(language(.powerSmallNote))]))
        }
        if bill.particulars.fewMembers > 0 {
            blocks.append(.paragraph([.text(language(.powerFewNote(bill.particulars.fewMembers)))]))
        }
        for paragraph in bill.particulars.note.split(separator: "\n") {
            blocks.append(.paragraph([.text(String(paragraph))]))
        }
        document.blocks = blocks
        return document
    }

    /// Where to pay a bill that nobody collects; nil where nothing is to be paid.
    private var transfer: Words? {
        guard bill.kind == .bill, bill.mandate == nil, let due = bill.due, bill.gross > 0 else { return nil }
        let iban = bill.issuer.contact.iban
        guard !iban.isEmpty else { return .powerNoAccount(bill.issuer.name) }
        // a later run of the same period writes bills anew that may be paid already
        let isFirst = bill.run.hasSuffix("/1")
        return .powerTransfer(
            frame.money(bill.gross), by: frame.date(due), to: bill.issuer.name, iban: IBAN.spaced(iban),
            for: bill.number,
            isFirst: isFirst)
    }

    private func address(_ one: PowerDocument.Address) -> String {
        [one.name, one.street, one.place].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private var facts: [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = [
            (language(.powerPeriod), frame.period(bill.days)), (language(.powerIssued), frame.date(bill.issued)),
            (language(.powerPoint), bill.malo),
        ]
        if let due = bill.due { facts.append((language(.powerDue), frame.date(due))) }
        let meter = bill.particulars.meter
        if !meter.isEmpty { facts.append((language(.powerMeter), meter)) }
        if !bill.particulars.gridOperator.isEmpty {
            facts.append((language(.powerGrid), bill.particulars.gridOperator))
        }
        if let setting = Terms.Setting(rawValue: bill.particulars.setting) {
            facts.append((language(.powerSetting), language(.setting(setting))))
        }
        if bill.particulars.percent > 0 {
            let words: Words = bill.kind.isBill ? .powerPercentOfUse : .powerPercentMade
            facts.append((language(words), "\(bill.particulars.percent)\u{202F}%"))
        }
        if !bill.taxNumber.isEmpty { facts.append((language(.powerTaxNumber), bill.taxNumber)) }
        if bill.substitutes > 0 {
            facts.append((language(.powerSubstitutes), frame.format.integer(Int64(bill.substitutes))))
        }
        return facts
    }

    /// What is estimated, by which rule and with what.
    private var estimates: Document.Block {
        let rows = bill.estimates.map { one in
            [
                one.plant.isEmpty ? language(.powerOwnUse) : "\(language(.powerPlant)) \(one.plant)",
                frame.date(one.day), frame.estimate(one.grounds), frame.format.integer(Int64(one.slots)),
                frame.energy(one.wattHours),
            ]
        }
        return .table(
            Document.Table(
                caption: language(.powerEstimatesTitle),
                header: [Words.powerOfWhat, .powerDay, .powerEstimateHow, .powerSlots, .powerEstimated].map {
                    language($0)
                }, alignments: [.start, .start, .start, .end, .end], rows: rows))
    }

    /// Use = shared + residual, as a sum that is seen.
    private var energy: Document.Block {
        var rows: [[String]] = bill.suppliers.map { one in
            let register = one.register.isEmpty ? "" : " (\(one.register))"
            return ["\(language(.powerFromPlant)) \(one.plant)\(register), \(one.runner)", frame.energy(one.wattHours)]
        }
        rows.append([language(.powerShared), frame.energy(bill.shared)])
        rows += bill.tiers.map {
            ["\(language(.powerOfThat)) \(language(.tier($0.name)))", frame.energy($0.wattHours)]
        }
        rows.append([language(bill.kind.isBill ? .powerResidual : .powerSurplus), frame.energy(bill.residual)])
        rows.append([language(bill.kind.isBill ? .powerTotal : .powerMade), frame.energy(bill.total)])
        return .table(
            Document.Table(
                caption: language(.powerQuantity), header: [language(.powerLine), language(.powerQuantity)],
                alignments: [.start, .end], rows: rows, hasTotal: true))
    }

    private var money: Document.Block {
        let rows = bill.lines.map { line -> [String] in
            let quantity =
                line.kind.measure == .days
                ? frame.format.counted(Int64(line.quantity), language(.powerDay), language == .german ? "Tage" : "days")
                : frame.energy(line.quantity)
            return [
                language(.line(line.kind)), frame.period(line.days), quantity, frame.price(line.price, line.kind),
                frame.money(line.net),
            ]
        }
        let sum = [language(.powerNet), "", "", "", frame.money(bill.net)]
        return .table(
            Document.Table(
                caption: language(.powerAmount),
                header: [Words.powerLine, .powerPeriod, .powerQuantity, .powerUnitPrice, .powerNet].map {
                    language($0)
                },
                alignments: [.start, .start, .end, .end, .end], rows: rows + [sum], hasTotal: true))
    }

    private var taxes: Document.Block {
        let rows = bill.taxes.map { tax in
            ["\(tax.percent)\u{202F}%", frame.money(tax.net), frame.money(tax.vat), frame.money(tax.net + tax.vat)]
        }
        return .table(
            Document.Table(
                caption: language(.line(nil)),
                header: [language(.line(nil)), language(.powerNet), language(.line(nil)), language(.powerAmount)],
                alignments: [.start, .end, .end, .end], rows: rows))
    }
}

/// A bill's page.
struct BillPage: Sendable {
    let community: Community
    let stored: StoredDocument
    /// Where the reader came from: the run for who manages the sharing, the own power for a member.
    let crumbs: [Breadcrumb]

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let title = "\(stored.document.map { language(.document($0.kind)) } ?? language(.powerRun)) \(stored.number)"
        var body: HTML = "<p>\(language(.powerErased))</p>"
        if let bill = stored.document {
            let paper = BillPaper(bill: bill, frame: frame).document.htmlFragment
            let electronic: HTML =
                ElectronicBill(bill).missing.isEmpty
                ? "<a class=\"button\" href=\"\(SiteURL.powerDocument(community.id, stored.id, "bill.xml"))\">XRechnung</a>"
                : ""
            var back: HTML = stored.isReversed ? "<p class=\"gaps\">\(language(.powerCorrected))</p>" : ""
            if stored.confirmedBy != nil { back = "<p class=\"finding\">\(language(.powerConfirmed))</p>" }
            body = """
                \(back)<div class="card">\(HTML(markup: paper))</div>
                <p class="actions"><a class="button" href="\(SiteURL.powerDocument(community.id, stored.id, "bill.pdf"))">\(language(.powerPDF))</a>\
                <a class="button" href="\(SiteURL.powerDocument(community.id, stored.id, "bill.zip"))">\(language(.powerBundle))</a>\(electronic)</p>
                <p>\(language(.powerVerify)) <code>allmende verify bill \(EnergyRoutes.file(stored)).zip</code>. \
                \(language(.powerVerifyWith)) <a href="\(SiteURL.powerProof)">\(language(.powerProofTitle))</a></p>
                """
        }
        let content: HTML = "<div class=\"inner page\"><h1>\(title)</h1>\(body)</div>"
        return frame.document(title: title, section: .energy, breadcrumbs: crumbs, content: content)
    }
}
