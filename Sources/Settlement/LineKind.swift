// SPDX-License-Identifier: EUPL-1.2

/// What a line of a bill is for.
public enum LineKind: String, Sendable, Hashable, CaseIterable {
    /// Power from the community's plants; the only line that producers are paid from.
    case community
    /// What the service provider takes for each shared kWh.
    case fee
    /// Power from elsewhere.
    case residual
    /// The grid operator's charge for each kWh.
    case grid
    case kwkg
    case offshore
    /// Besondere Netznutzung (§19 StromNEV).
    case specialGridUse
    case electricityTax
    /// Konzessionsabgabe.
    case concession
    /// A yearly amount, by the day.
    case base

    public enum Measure: Sendable, Hashable {
        case sharedEnergy, residualEnergy, allEnergy, days
    }

    /// What the price is multiplied with.
    public var measure: Measure {
        switch self {
        case .community, .fee: .sharedEnergy
        case .residual: .residualEnergy
        case .base: .days
        case .grid, .kwkg, .offshore, .specialGridUse, .electricityTax, .concession: .allEnergy
        }
    }

    /// Fixed by law for all of the country.
    public var isLevy: Bool { self == .kwkg || self == .offshore || self == .specialGridUse }
}
