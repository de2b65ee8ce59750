// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Wire

/// How entries of the knowledge hold words.
extension Words {
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
        if let translation { object["en"] = .string(translation) }
        return .object(object)
    }
}
