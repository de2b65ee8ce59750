// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import HTTPSupport
package import RoomKit
package import Site

/// What the town measures, asked by place and time (OGC API – Environmental Data Retrieval).
package struct EDRRoom: RoomPages {
    package static let name = "edr"
    package static let title = Words("Messwerte nach Ort und Zeit (EDR)", "Observations by place and time (EDR)")
    package static let conformance = [
        Conformance("OGC API – Environmental Data Retrieval 1.1 (19-086r6), in /edr", EDRDescription.conformanceClasses)
    ]

    package init(_ house: RoomServices) throws {}

    package func pages(_ site: Site) -> RoomRoutes { EDRRoutes(site: site).all }
}
