// SPDX-License-Identifier: EUPL-1.2

extension Licence {
    /// Its identifier at https://spdx.org/licenses/; nil where that list has none (OGC 20-004r1 /req/record-core/license).
    package var spdx: String? { Self.identifiers[code] }

    private static let identifiers: [String: String] = [
        "dl-by-de/2.0": "DL-DE-BY-2.0", "dl-zero-de/2.0": "DL-DE-ZERO-2.0", "cc-by/4.0": "CC-BY-4.0",
        "cc-by-sa/4.0": "CC-BY-SA-4.0", "cc-zero": "CC0-1.0", "odbl": "ODbL-1.0", "odby": "ODC-By-1.0",
        "odcpddl": "PDDL-1.0",
    ]
}
