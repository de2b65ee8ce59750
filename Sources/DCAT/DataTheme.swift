// SPDX-License-Identifier: EUPL-1.2
public import Bilingual

/// A theme of the EU's table data-theme, by its code there.
public enum DataTheme: String, Sendable, Hashable, CaseIterable {
    case agriculture = "AGRI"
    case economy = "ECON"
    case education = "EDUC"
    case energy = "ENER"
    case environment = "ENVI"
    case government = "GOVE"
    case health = "HEAL"
    case international = "INTR"
    case justice = "JUST"
    case regions = "REGI"
    case society = "SOCI"
    case technology = "TECH"
    case transport = "TRAN"

    public var name: Words {
        switch self {
        case .agriculture:
            Words(
                "Landwirtschaft, Fischerei, Forstwirtschaft und Nahrungsmittel",
                "Agriculture, fisheries, forestry and food")
        case .economy: Words("Wirtschaft und Finanzen", "Economy and finance")
        case .education: Words("Bildung, Kultur und Sport", "Education, culture and sport")
        case .energy: Words("Energie", "Energy")
        case .environment: Words("Umwelt", "Environment")
        case .government: Words("Regierung und öffentlicher Sektor", "Government and public sector")
        case .health: Words("Gesundheit", "Health")
        case .international: Words("Internationale Themen", "International issues")
        case .justice:
            Words("Justiz, Rechtssystem und öffentliche Sicherheit", "Justice, legal system and public safety")
        case .regions: Words("Regionen und Städte", "Regions and cities")
        case .society: Words("Bevölkerung und Gesellschaft", "Population and society")
        case .technology: Words("Wissenschaft und Technologie", "Science and technology")
        case .transport: Words("Verkehr", "Transport")
        }
    }
}

/// A category of high-value data sets, Implementing Regulation (EU) 2023/138, annex; by its code at data.europa.eu/bna.
public enum HighValueCategory: String, Sendable, Hashable, CaseIterable {
    case geospatial = "c_ac64a52d"
    case environment = "c_dd313021"
    case meteorological = "c_164e0bf5"
    case statistics = "c_e1da4e07"
    case companies = "c_a9135398"
    case mobility = "c_b79e35eb"

    /// The regulation as a law that applies to such a data set.
    public static let legislation = "http://data.europa.eu/eli/reg_impl/2023/138/oj"

    public var address: String { "http://data.europa.eu/bna/" + rawValue }

    public var name: Words {
        switch self {
        case .geospatial: Words("Georaum", "Geospatial")
        case .environment: Words("Erdbeobachtung und Umwelt", "Earth observation and environment")
        case .meteorological: Words("Meteorologie", "Meteorological")
        case .statistics: Words("Statistik", "Statistics")
        case .companies:
            Words("Unternehmen und Eigentümerschaft von Unternehmen", "Companies and company ownership")
        case .mobility: Words("Mobilität", "Mobility")
        }
    }
}

/// How often data come, by the code of the EU's table frequency.
public enum UpdateFrequency: String, Sendable, Hashable, CaseIterable {
    case continuous = "UPDATE_CONT"
    case minute = "1MIN"
    case fiveMinutes = "5MIN"
    case tenMinutes = "10MIN"
    case quarterHour = "15MIN"
    case halfHour = "30MIN"
    case hour = "HOURLY"
    case twoHours = "BIHOURLY"
    case threeHours = "TRIHOURLY"
    case halfDay = "12HRS"
    case day = "DAILY"
    case week = "WEEKLY"
    case twoWeeks = "BIWEEKLY"
    case month = "MONTHLY"
    case twoMonths = "BIMONTHLY"
    case quarter = "QUARTERLY"
    case halfYear = "ANNUAL_2"
    case year = "ANNUAL"
    case irregular = "IRREG"
    case never = "NEVER"

    /// Seconds between two values; nil where there is no rhythm.
    private var seconds: Double? {
        switch self {
        case .continuous, .irregular, .never: nil
        case .minute: 60
        case .fiveMinutes: 300
        case .tenMinutes: 600
        case .quarterHour: 900
        case .halfHour: 1800
        case .hour: 3600
        case .twoHours: 7200
        case .threeHours: 10_800
        case .halfDay: 43_200
        case .day: 86_400
        case .week: 7 * 86_400
        case .twoWeeks: 14 * 86_400
        case .month: 30.44 * 86_400
        case .twoMonths: 60.9 * 86_400
        case .quarter: 91.3 * 86_400
        case .halfYear: 182.6 * 86_400
        case .year: 365.25 * 86_400
        }
    }

    /// The rhythm of the table that a measured one is nearest to, by ratio; below half a minute continuous.
    ///
    /// More than a factor of 2 from each: irregular.
    public init(measured microseconds: Int64) {
        let seconds = Double(microseconds) / 1e6
        guard seconds >= 30 else {
            self = .continuous
            return
        }
        func ratio(_ other: Double) -> Double { max(seconds / other, other / seconds) }
        var best: (frequency: UpdateFrequency, distance: Double)?
        for frequency in Self.allCases {
            guard let other = frequency.seconds else { continue }
            let distance = ratio(other)
            if best.map({ distance < $0.distance }) ?? true { best = (frequency, distance) }
        }
        guard let best, best.distance <= 2 else {
            self = .irregular
            return
        }
        self = best.frequency
    }

    public var name: Words {
        switch self {
        case .continuous: Words("laufend", "continuously")
        case .minute: Words("jede Minute", "every minute")
        case .fiveMinutes: Words("alle 5 Minuten", "every 5 minutes")
        case .tenMinutes: Words("alle 10 Minuten", "every 10 minutes")
        case .quarterHour: Words("alle 15 Minuten", "every 15 minutes")
        case .halfHour: Words("alle 30 Minuten", "every 30 minutes")
        case .hour: Words("stündlich", "hourly")
        case .twoHours: Words("alle 2 Stunden", "every 2 hours")
        case .threeHours: Words("alle 3 Stunden", "every 3 hours")
        case .halfDay: Words("alle 12 Stunden", "every 12 hours")
        case .day: Words("täglich", "daily")
        case .week: Words("wöchentlich", "weekly")
        case .twoWeeks: Words("alle zwei Wochen", "every two weeks")
        case .month: Words("monatlich", "monthly")
        case .twoMonths: Words("alle zwei Monate", "every two months")
        case .quarter: Words("vierteljährlich", "quarterly")
        case .halfYear: Words("halbjährlich", "twice a year")
        case .year: Words("jährlich", "yearly")
        case .irregular: Words("unregelmäßig", "irregularly")
        case .never: Words("gar nicht mehr", "no more")
        }
    }
}
