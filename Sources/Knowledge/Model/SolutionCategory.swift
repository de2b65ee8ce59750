// SPDX-License-Identifier: EUPL-1.2

/// What a solution is about; examples and building blocks share the list.
public enum SolutionCategory: String, Sendable, Hashable, CaseIterable {
    case mobility, energy, environment, water, waste, participation, administration, data, connectivity, safety, health
    case education, building, lighting, tourism, economy

    public var name: LocalisedText {
        switch self {
        case .mobility: LocalisedText("Mobilität", "Mobility")
        case .energy: LocalisedText("Energie", "Energy")
        case .environment: LocalisedText("Umwelt und Klima", "Environment and climate")
        case .water: LocalisedText("Wasser", "Water")
        case .waste: LocalisedText("Abfall", "Waste")
        case .participation: LocalisedText("Beteiligung", "Participation")
        case .administration: LocalisedText("Verwaltung", "Administration")
        case .data: LocalisedText("Daten", "Data")
        case .connectivity: LocalisedText("Netze und Funk", "Networks and radio")
        case .safety: LocalisedText("Sicherheit", "Safety")
        case .health: LocalisedText("Gesundheit und Soziales", "Health and social affairs")
        case .education: LocalisedText("Bildung", "Education")
        case .building: LocalisedText("Gebäude und Quartier", "Buildings and districts")
        case .lighting: LocalisedText("Beleuchtung", "Lighting")
        case .tourism: LocalisedText("Tourismus und Kultur", "Tourism and culture")
        case .economy: LocalisedText("Wirtschaft und Handel", "Economy and trade")
        }
    }
}
