// SPDX-License-Identifier: EUPL-1.2
import Answers
package import Bilingual
package import CQL2
package import Features
package import HTTPTypes
import Markup

/// The versions of the standard that are spoken; 1.0.0 in transactions only, as QGIS sends them.
package enum ServiceVersion: String, Sendable, Hashable, CaseIterable {
    case first = "1.0.0"
    case older = "1.1.0"
    case newer = "2.0.0"
}

/// Why a request of a WFS is not answered, as its exception report says it (OGC 06-121r3 §8).
package struct ServiceFault: Error, Sendable {
    package let code: String
    /// The parameter or the operation that it is about.
    package let locator: String
    package let words: Words
    package var status: HTTPResponse.Status = .badRequest

    package init(_ code: String, _ locator: String, german: String, english: String) {
        self.code = code
        self.locator = locator
        words = Words(german, english)
    }

    /// Of a parameter.
    package static func invalid(_ parameter: String, german: String, english: String) -> ServiceFault {
        ServiceFault("InvalidParameterValue", parameter, german: german, english: english)
    }

    package static func missing(_ parameter: String) -> ServiceFault {
        ServiceFault(
            "MissingParameterValue", parameter, german: "Der Parameter \(parameter) fehlt.",
            english: "The parameter \(parameter) is missing.")
    }

    /// What another part of the room refused, told as WFS tells it.
    package init(_ fault: EditFault, of action: String) {
        let code =
            switch fault {
            case .noLayer, .unknownProperty, .wrongValue, .invalid: "InvalidValue"
            case .noFeature: "InvalidParameterValue"
            case .forbidden: "OperationProcessingFailed"
            case .taken: "DuplicateIdentifierValue"
            case .changed: "OperationProcessingFailed"
            }
        self.init(
            code, action, german: fault.words.german + " Nichts wurde geändert.",
            english: fault.words.english + " Nothing was changed.")
        status = fault.answer.status
    }

    package init(_ fault: FilterFault) {
        self.init(
            "InvalidParameterValue", "filter", german: "Der Filter passt nicht: \(fault.words.german)",
            english: "The filter does not fit: \(fault.words.english)")
    }

    /// An exception report of OWS 1.1 (WFS 2.0.0), OWS 1.0 (WFS 1.1.0) or OGC 02-058 (WFS 1.0.0).
    package func report(_ version: ServiceVersion, _ language: Language) -> [UInt8] {
        var output = XMLOutput()
        output.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        if version == .first {
            output.markup(
                "<ServiceExceptionReport version=\"1.2.0\" xmlns=\"http://www.opengis.net/ogc\"><ServiceException code=\""
            )
            output.text(code)
            output.markup("\" locator=\"")
            output.text(locator)
            output.markup("\">")
            output.text(language(words))
            output.markup("</ServiceException></ServiceExceptionReport>")
            return output.bytes
        }
        let space = version == .newer ? "http://www.opengis.net/ows/1.1" : "http://www.opengis.net/ows"
        let number = version == .newer ? "2.0.0" : "1.0.0"
        output.markup("<ows:ExceptionReport xmlns:ows=\"\(space)\" version=\"\(number)\"")
        output.markup(version == .newer ? " xml:lang=\"\(language.rawValue)\">" : " language=\"\(language.rawValue)\">")
        output.markup("<ows:Exception exceptionCode=\"")
        output.text(code)
        output.markup("\" locator=\"")
        output.text(locator)
        output.markup("\">")
        output.element("ows:ExceptionText", language(words))
        output.markup("</ows:Exception></ows:ExceptionReport>")
        return output.bytes
    }
}
