// SPDX-License-Identifier: EUPL-1.2
public import Wire

/// A text in German and, where there is a translation, in English.
public struct LocalisedText: Sendable, Hashable {
    public let german: String
    public let english: String?

    public init(_ german: String, _ english: String? = nil) {
        self.german = german
        self.english = english
    }

    /// Reads `{"de": …, "en": …}` or a plain string that holds for both languages.
    public init?(json: JSONValue?) {
        if let text = json?.string, !text.isEmpty {
            self.init(text, text)
        } else if let german = json?["de"]?.string, !german.isEmpty {
            self.init(german, json?["en"]?.string)
        } else {
            return nil
        }
    }

    public var json: JSONValue {
        var object: JSONObject = ["de": .string(german)]
        if let english { object["en"] = .string(english) }
        return .object(object)
    }
}
