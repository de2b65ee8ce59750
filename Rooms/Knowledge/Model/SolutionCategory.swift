// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// What a solution is about; examples and building blocks share the list.
public enum SolutionCategory: String, Sendable, Hashable, CaseIterable {
    case mobility, energy, environment, water, waste, participation, administration, data, connectivity, safety, health
    case education, building, lighting, tourism, economy

    public var name: Words {
        switch self {
        case .mobility: Words("Mobilität", "Mobility")
        case .energy: Words("Energie", "Energy")
        case .environment: Words("Umwelt und Klima", "Environment and climate")
        case .water: Words("Wasser", "Water")
        case .waste: Words("Abfall", "Waste")
        case .participation: Words("Beteiligung", "Participation")
        case .administration: Words("Verwaltung", "Administration")
        case .data: Words("Daten", "Data")
        case .connectivity: Words("Netze und Funk", "Networks and radio")
        case .safety: Words("Sicherheit", "Safety")
        case .health: Words("Gesundheit und Soziales", "Health and social affairs")
        case .education: Words("Bildung", "Education")
        case .building: Words("Gebäude und Quartier", "Buildings and districts")
        case .lighting: Words("Beleuchtung", "Lighting")
        case .tourism: Words("Tourismus und Kultur", "Tourism and culture")
        case .economy: Words("Wirtschaft und Handel", "Economy and trade")
        }
    }
}
