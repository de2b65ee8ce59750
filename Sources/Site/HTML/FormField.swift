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

    package init(
        name: String, label: Words, help: Words? = nil, value: String = "", type: String = "text", autocomplete: String,
        error: Words? = nil
    ) {
        self.name = name
        self.label = label
        self.help = help
        self.value = value
        self.type = type
        self.autocomplete = autocomplete
        self.error = error
    }

    package func html(_ language: Language) -> HTML {
        var described: [String] = []
        var helpText: HTML = ""
        var errorText: HTML = ""
        if let help {
            described.append(name + "-help")
            helpText = "<p class=\"help\" id=\"\(name)-help\">\(language(help))</p>"
        }
        if let error {
            described.append(name + "-error")
            errorText = "<p class=\"error\" id=\"\(name)-error\">\(language(error))</p>"
        }
        let reference: HTML =
            described.isEmpty ? "" : " aria-describedby=\"\(described.joined(separator: " "))\""
        let invalid: HTML = error == nil ? "" : " aria-invalid=\"true\""
        return """
            <div class="field"><label for="\(name)">\(language(label))</label>\(helpText)\(errorText)\
            <input id="\(name)" name="\(name)" type="\(type)" value="\(value)" autocomplete="\(autocomplete)" required\
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
