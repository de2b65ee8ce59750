// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import HTTPSupport
import IngestPages
import SensorThings
import SensorThingsPages
import Site

/// Words of this room's pages.
extension Words {
    static let valuesKept = Words("Werte bleiben", "Values are kept")
}
