// SPDX-License-Identifier: EUPL-1.2
import Ledger

/// The hash by which a registration and a frozen table are known.
enum PilotHash {
    /// SHA-256 of the UTF-8 bytes, in lower-case hexadecimal digits.
    static func hexadecimal(of text: String) -> String { SHA256.digest(of: Array(text.utf8)).hexadecimal }
}
