// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

/// The address by which GovData knows who delivers data (DCAT-AP.de, conventions 12 and 13).
package enum Contributor {
    package static let root = "http://dcat-ap.de/def/contributors/"

    package static func isOne(_ text: String) -> Bool {
        guard text.hasPrefix(root) else { return false }
        let name = text.dropFirst(root.count)
        return (1...200).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
                default: false
                }
            }
    }

    package static let remedy = Words(
        "Die Kennung beginnt mit \(root) und endet mit dem Namen, den GovData vergeben hat, etwa \(root)openNRW",
        "the identifier begins with \(root) and ends with the name that GovData gave, such as \(root)openNRW")
}

/// An address of the web that people can open.
package enum WebAddress {
    /// Whether it begins with http or https, names a host, and has no blanks or control characters.
    package static func isOne(_ text: String) -> Bool {
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            return rest.first.map { $0.isLetter || $0.isNumber || $0 == "[" } ?? false
                && text.unicodeScalars.allSatisfy {
                    $0.value > 0x20 && !"<>\"\\^`{|}\u{7F}".unicodeScalars.contains($0)
                }
        }
        return false
    }
}
