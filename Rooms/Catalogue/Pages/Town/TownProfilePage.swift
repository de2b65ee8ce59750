// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Site

/// `/town`: what is said about the municipality on all pages, for administrators.
struct TownProfilePage: Sendable {
    static let groups: [(id: String, title: Words, fields: [TownProfile.Field])] = [
        ("identity", .townIdentity, [.name, .key, .accent]),
        ("address", .townAddress, [.street, .postalCode, .place, .telephone, .email, .website]),
        ("catalogue", .openDataCatalogue, [.contributor]),
        ("imprint", .imprint, [.representative, .taxNumber, .supervision, .editor]),
        ("privacy", .privacy, [.privacyOfficer, .privacyAuthority, .privacyNote, .privacyNoteEnglish]),
        (
            "accessibility", .accessibility,
            [
                .accessibilityDate, .accessibilityMethod, .accessibilityLimits, .accessibilityLimitsEnglish,
                .accessibilityContact, .enforcement,
            ]
        ),
    ]

    var profile: TownProfile
    var faults: [TownProfile.Fault] = []
    var isSaved = false
    /// A picture was chosen and not kept, because something else was wrong.
    var isPictureLost = false
    var removesArms = false

    /// `town.postal-code` is `postal-code` in the form.
    static func name(_ field: TownProfile.Field) -> String { String(field.rawValue.dropFirst("town.".count)) }

    func html(_ frame: PageFrame) -> HTML {
        let language = frame.language
        let groups = Self.groups.map { group -> HTML in
            """
            <fieldset class="card form wide"><legend><h2>\(language(group.title))</h2></legend>\
            \(group.fields.map { field($0, language) })\(group.id == "identity" ? arms(language) : HTML())</fieldset>
            """
        }
        let saved: HTML = isSaved ? "<p class=\"notice\" role=\"status\">\(language(.profileSaved))</p>" : ""
        let content: HTML = """
            <div class="inner page"><h1>\(language(.townProfile))</h1><p class="lead">\(language(.townProfileLead))</p>\
            \(saved)\(summary(language))
            <form class="stacked" method="post" action="\(SiteURL.townProfile)" enctype="multipart/form-data">\(groups)\
            <div><button type="submit">\(language(.saveProfile))</button></div></form></div>
            """
        return frame.document(title: language(.townProfile), section: .operation, content: content)
    }

    private func summary(_ language: Language) -> HTML {
        guard !faults.isEmpty else { return "" }
        let lines = faults.map { fault -> HTML in
            let target = fault.field.map(Self.name) ?? "arms"
            let label = fault.field.map { Words.label($0) } ?? .townArms
            return "<li><a href=\"#\(target)\">\(language(label)): \(language(words(fault)))</a></li>"
        }
        return """
            <div class="summary" role="alert"><p><strong>\(language(.formFault))</strong></p><ul>\(lines)</ul></div>
            """
    }

    private func words(_ fault: TownProfile.Fault) -> Words { Words(fault.messageGerman, fault.message) }

    private func field(_ field: TownProfile.Field, _ language: Language) -> HTML {
        let name = Self.name(field)
        let help = Words.help(field).map { "<p class=\"help\" id=\"\(name)-help\">\(language($0))</p>" as HTML }
        let fault = faults.first { $0.field == field }
        let error = fault.map { "<p class=\"error\" id=\"\(name)-error\">\(language(words($0)))</p>" as HTML }
        let references = [help == nil ? nil : name + "-help", error == nil ? nil : name + "-error"].compactMap(\.self)
        let described: HTML =
            references.isEmpty ? "" : " aria-describedby=\"\(references.joined(separator: " "))\""
        let invalid: HTML = fault == nil ? "" : " aria-invalid=\"true\""
        return """
            <div class="field"><label for="\(name)">\(language(.label(field)))</label>\(help)\(error)\
            \(input(field, name, "\(described)\(invalid)", language))</div>
            """
    }

    private func input(_ field: TownProfile.Field, _ name: String, _ attributes: HTML, _ language: Language) -> HTML {
        let value = profile[field]
        if field == .accessibilityMethod {
            let choices: [(String, Words)] = [
                ("", .notGivenYet), (TownProfile.AccessibilityMethod.selfAssessment.rawValue, .methodSelf),
                (TownProfile.AccessibilityMethod.external.rawValue, .methodExternal),
            ]
            let options = choices.map { HTML.option($0.0, language($0.1), value) }
            return "<select id=\"\(name)\" name=\"\(name)\"\(attributes)>\(options)</select>"
        }
        if field.hasLines {
            return """
                <textarea id="\(name)" name="\(name)" rows="\(field.longest > 500 ? 6 : 3)" maxlength="\(field.longest)"\
                \(attributes)>\n\(value)</textarea>
                """
        }
        return """
            <input id="\(name)" name="\(name)" type="text" maxlength="\(field.longest)" value="\(value)"\(attributes)>
            """
    }

    private func arms(_ language: Language) -> HTML {
        let fault = faults.first { $0.field == nil }
        let error = fault.map { "<p class=\"error\" id=\"arms-error\">\(language(words($0)))</p>" as HTML }
        var present: HTML = ""
        if let arms = profile.arms {
            present = """
                <p><img class="arms" src="\(SiteURL.townArms(tag: Asset.tag(of: arms.bytes)))" \
                alt="\(language(.presentArms))"></p>\
                <p><label><input type="checkbox" name="remove-arms" value="yes"\(removesArms ? " checked" : HTML())> \(language(.removeArms))</label></p>
                """
        }
        let lost: HTML =
            isPictureLost && fault == nil ? "<p class=\"error\">\(language(.chooseArmsAgain))</p>" : ""
        return """
            <div class="field"><label for="arms">\(language(.townArms))</label>\
            <p class="help" id="arms-help">\(language(.townArmsHelp))</p>\(error)\(present)\(lost)\
            <input id="arms" name="arms" type="file" accept="image/png,image/jpeg,image/webp" \
            aria-describedby="arms-help\(fault == nil ? "" : " arms-error")"></div>
            """
    }
}
