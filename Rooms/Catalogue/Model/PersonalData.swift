// SPDX-License-Identifier: EUPL-1.2

/// What a data set says of people.
public enum PersonalData: String, Sendable, Hashable, CaseIterable {
    case none
    /// Names are replaced by marks that only some can resolve.
    case pseudonymous
    case personal
}

extension Dataset.Fault {
    /// The two exclude each other, in the database too.
    static let personalIsPublic = Dataset.Fault(
        field: "access", message: "data about people are never public; withdraw it first, or say that there are none",
        messageGerman: "Personenbezogene Daten sind nie öffentlich. Nehmen Sie zuerst die Veröffentlichung zurück.")
}
