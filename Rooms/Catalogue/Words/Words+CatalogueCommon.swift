// SPDX-License-Identifier: EUPL-1.2
import Bilingual

/// Words of this room's pages.
extension Words {
    static let valuesKept = Words("Werte bleiben", "Values are kept")
}
