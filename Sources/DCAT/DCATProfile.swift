// SPDX-License-Identifier: EUPL-1.2

/// The version of DCAT-AP.de that a catalogue is written in.
public enum DCATProfile: String, Sendable, Hashable, CaseIterable {
    /// https://www.dcat-ap.de/def/dcatde/2.0/spec/
    case version2 = "2.0"
    /// https://www.dcat-ap.de/def/dcatde/3.0/spec/
    case version3 = "3.0"

    /// Its specification, as `Content-Profile` names it.
    public var address: String { "https://www.dcat-ap.de/def/dcatde/\(rawValue)/spec/" }

    /// The first of the addresses that is one of these, as `Accept-Profile` lists them; nil for none.
    public init?(accepted: String) {
        let known = accepted.split(separator: ",").lazy.compactMap { part in
            Self.allCases.first { part.contains("/def/dcatde/\($0.rawValue)/") }
        }
        guard let first = known.first else { return nil }
        self = first
    }
}
