// SPDX-License-Identifier: EUPL-1.2
package import Wire

/// Files say what was measured, hardly ever by what.
package enum UnknownSensor {
    /// The `sensor` of a mapping's rule.
    package static let rule: JSONValue = [
        "name": "Nicht angegeben", "description": "Das Messgerät ist nicht angegeben.",
    ]
}
