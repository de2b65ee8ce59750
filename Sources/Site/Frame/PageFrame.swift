// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Catalogue
package import Wire

/// What every page shows around its content.
package struct PageFrame: Sendable {
    /// Where in the navigation a page belongs; rooms add theirs.
    package struct Section: Sendable, Hashable {
        package let name: String

        package init(_ name: String) { self.name = name }

        package static let none = Section("")
        package static let data = Section("data")
        package static let operation = Section("operation")
    }

    package var format: Format
    package var profile: TownProfile
    package var isFictional: Bool
    /// The instant that counts as now in a demonstration with past data.
    package var asOf: Instant?
    /// The time of the latest measured value that the reader may see.
    package var dataAsOf: Instant?
    /// `serve --open`: everybody who reaches the server may write.
    package var isOpen: Bool
    /// Name of the person who is signed in.
    package var person: String?
    package var mayWrite: Bool
    package var mayAdminister: Bool
    /// Path and query of this page without the choice of language.
    package var address: String
    package var version: String
    /// Navigation and footer.
    package var entries: [SiteEntry]

    package init(
        language: Language, profile: TownProfile, isFictional: Bool = false, asOf: Instant? = nil,
        dataAsOf: Instant? = nil, isOpen: Bool = false, person: String? = nil, mayWrite: Bool = false,
        mayAdminister: Bool = false, address: String = "/", version: String, entries: [SiteEntry] = []
    ) {
        format = Format(language)
        self.profile = profile
        self.isFictional = isFictional
        self.asOf = asOf
        self.dataAsOf = dataAsOf
        self.isOpen = isOpen
        self.person = person
        self.mayWrite = mayWrite
        self.mayAdminister = mayAdminister
        self.address = address
        self.version = version
        self.entries = entries
    }

    package var language: Language { format.language }

    /// "Stadt Münster"
    package var town: String { profile.name }

    /// "Münster" of "Stadt Münster".
    package var shortTown: String {
        for prefix in ["Stadt ", "Gemeinde ", "Kreis ", "Landkreis ", "Markt "] where town.hasPrefix(prefix) {
            return String(town.dropFirst(prefix.count))
        }
        return town
    }

    /// This page in another language.
    package func address(in language: Language) -> String {
        address + (address.contains("?") ? "&" : "?") + "lang=" + language.rawValue
    }
}
