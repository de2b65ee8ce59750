// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Catalogue
public import Wire

/// What every page shows around its content.
public struct PageFrame: Sendable {
    /// The entries of the main navigation.
    public enum Section: Sendable, Hashable { case overview, planning, map, data, sensors, knowledge, operation, none }

    public var format: Format
    public var profile: TownProfile
    public var isFictional: Bool
    /// The instant that counts as now in a demonstration with past data.
    public var asOf: Instant?
    /// The time of the latest measured value that the reader may see.
    public var dataAsOf: Instant?
    /// `serve --open`: everybody who reaches the server may write.
    public var isOpen: Bool
    /// Name of the person who is signed in.
    public var person: String?
    public var mayWrite: Bool
    public var mayAdminister: Bool
    /// Path and query of this page without the choice of language.
    public var address: String
    public var version: String

    public init(
        language: Language, profile: TownProfile, isFictional: Bool = false, asOf: Instant? = nil,
        dataAsOf: Instant? = nil, isOpen: Bool = false, person: String? = nil, mayWrite: Bool = false,
        mayAdminister: Bool = false, address: String = "/", version: String
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
    }

    public var language: Language { format.language }

    /// "Stadt Münster"
    public var town: String { profile.name }

    /// "Münster" of "Stadt Münster".
    var shortTown: String {
        for prefix in ["Stadt ", "Gemeinde ", "Kreis ", "Landkreis ", "Markt "] where town.hasPrefix(prefix) {
            return String(town.dropFirst(prefix.count))
        }
        return town
    }

    /// This page in another language.
    func address(in language: Language) -> String {
        address + (address.contains("?") ? "&" : "?") + "lang=" + language.rawValue
    }
}
