// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// A field of a form: label above, help below it, error beside the field.
package struct FormField {
    package var name: String
    package var label: Words
    package var help: Words?
    package var value = ""
    package var type = "text"
    package var autocomplete: String
    package var error: Words?
    /// An optional field may stay empty.
    package var isOptional = false
    /// What makes it one of its kind on a page where its name stands in several forms.
    package var identifier: String?

    package init(
        name: String, label: Words, help: Words? = nil, value: String = "", type: String = "text", autocomplete: String,
        error: Words? = nil, isOptional: Bool = false, identifier: String? = nil
    ) {
        self.name = name
        self.label = label
        self.help = help
        self.value = value
        self.type = type
        self.autocomplete = autocomplete
        self.error = error
        self.isOptional = isOptional
        self.identifier = identifier
    }

    package func html(_ language: Language) -> HTML {
        let id = identifier ?? name
        var described: [String] = []
        var helpText: HTML = ""
        var errorText: HTML = ""
        if let help {
            described.append(id + "-help")
            helpText = "<p class=\"help\" id=\"\(id)-help\">\(language(help))</p>"
        }
        if let error {
            described.append(id + "-error")
            errorText = "<p class=\"error\" id=\"\(id)-error\">\(language(error))</p>"
        }
        let reference: HTML =
            described.isEmpty ? "" : " aria-describedby=\"\(described.joined(separator: " "))\""
        let invalid: HTML = error == nil ? "" : " aria-invalid=\"true\""
        let required: HTML = isOptional ? "" : " required"
        return """
            <div class="field"><label for="\(id)">\(language(label))</label>\(helpText)\(errorText)\
            <input id="\(id)" name="\(name)" type="\(type)" value="\(value)" autocomplete="\(autocomplete)"\(required)\
            \(reference)\(invalid)></div>
            """
    }

    package static func summary(_ fault: Words?, target: String, _ language: Language) -> HTML {
        guard let fault else { return "" }
        return """
            <div class="summary" role="alert"><p><strong>\(language(.formFault))</strong></p>\
            <p><a href="#\(target)">\(language(fault))</a></p></div>
            """
    }
}
