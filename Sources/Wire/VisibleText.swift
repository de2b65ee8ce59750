// SPDX-License-Identifier: EUPL-1.2

extension StringProtocol {
    /// Whether there is anything to be seen: not blanks, controls, and letters without a shape alone.
    public var hasVisibleText: Bool {
        unicodeScalars.contains { scalar in
            let properties = scalar.properties
            guard !properties.isWhitespace, !properties.isDefaultIgnorableCodePoint else { return false }
            return switch properties.generalCategory {
            case .control, .format, .surrogate, .unassigned: false
            default: true
            }
        }
    }
}
