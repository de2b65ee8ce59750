// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// A setting of one room: its name, default and purpose stand here and nowhere else.
package protocol RoomSetting: Sendable {
    /// As in the file and, after `--set`, on the command line: `notices-on-start`.
    var name: String { get }
    var defaultText: String { get }
    var purpose: Words { get }
    /// Nil for a value that can be used, else what would be one: "a whole number from 1 to 10".
    func fault(in text: String) -> String?
}

/// A setting with a typed value.
package struct Setting<Value: Sendable>: RoomSetting {
    package let name: String
    package let defaultText: String
    package let purpose: Words
    let defaultValue: Value
    let expected: String
    let read: @Sendable (String) -> Value?

    /// A setting whose values are not simply numbers or texts; `text` is its default and must be readable.
    package init(
        _ name: String, _ text: String, _ purpose: Words, expected: String,
        read: @escaping @Sendable (String) -> Value?
    ) {
        guard let value = read(text) else { preconditionFailure("the default of \(name) is not \(expected)") }
        self.init(name: name, defaultText: text, purpose: purpose, defaultValue: value, expected: expected, read: read)
    }

    init(
        name: String, defaultText: String, purpose: Words, defaultValue: Value, expected: String,
        read: @escaping @Sendable (String) -> Value?
    ) {
        self.name = name
        self.defaultText = defaultText
        self.purpose = purpose
        self.defaultValue = defaultValue
        self.expected = expected
        self.read = read
    }

    package func fault(in text: String) -> String? { read(text) == nil ? expected : nil }
}

extension Setting<Int> {
    package init(_ name: String, _ value: Int, _ purpose: Words, _ range: ClosedRange<Int>) {
        self.init(
            name: name, defaultText: String(value), purpose: purpose, defaultValue: value,
            expected: "a whole number from \(range.lowerBound) to \(range.upperBound)"
        ) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension Setting<Bool> {
    package init(_ name: String, _ value: Bool, _ purpose: Words) {
        let words = ["true": true, "yes": true, "1": true, "false": false, "no": false, "0": false]
        self.init(
            name: name, defaultText: String(value), purpose: purpose, defaultValue: value, expected: "true or false"
        ) { words[$0] }
    }
}

extension Setting<String> {
    package init(_ name: String, _ value: String, _ purpose: Words) {
        self.init(name: name, defaultText: value, purpose: purpose, defaultValue: value, expected: "a text") { $0 }
    }

    package init(_ name: String, _ value: String, _ purpose: Words, oneOf choices: [String]) {
        self.init(
            name: name, defaultText: value, purpose: purpose, defaultValue: value,
            expected: "one of " + choices.joined(separator: ", ")
        ) { choices.contains($0) ? $0 : nil }
    }
}

/// What was set, by name; what was not has its default.
package struct SettingValues: Sendable, Hashable {
    private var texts: [String: String]

    package init(_ texts: [String: String] = [:]) { self.texts = texts }

    package subscript<Value>(_ setting: Setting<Value>) -> Value {
        texts[setting.name].flatMap(setting.read) ?? setting.defaultValue
    }

    /// Keeps a text that the setting's own check found good.
    package mutating func set(_ name: String, to text: String) { texts[name] = text }
}
