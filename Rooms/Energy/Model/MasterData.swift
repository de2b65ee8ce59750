// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import Metering
import PowerBills
package import Wire

/// What hangs at a metering point (MsbG), and whether it gives a value for each quarter hour.
///
/// §42c(1) nos. 6 and 7 EnWG wants quarter hours of consumers and plants: by an interval reading (Zählerstandsgang) or by
/// registering load metering.
package enum MeterKind: String, Sendable, Hashable, CaseIterable {
    /// A smart metering system (iMSys) that sends its interval reading.
    case smart = "imsys"
    /// Registering load metering (RLM).
    case load = "rlm"
    /// A modern meter (mME) whose quarter hours are read in another way.
    case modernInterval = "mme-interval"
    /// A modern meter (mME) that is read now and then.
    case modern = "mme"
    /// A meter with a turning disc.
    case disc = "ferraris"

    package var givesQuarterHours: Bool { self != .modern && self != .disc }
}

/// What the operator of a plant is: § 42c(1) nos. 1, 2 and 5 EnWG name who may share.
package enum OperatorKind: String, Sendable, Hashable, CaseIterable {
    case person
    /// Several together, such as a GbR.
    case partnership
    case cooperative
    /// A GmbH or another legal person of private law with final consumers and public bodies only as members.
    case company
    /// Of more than medium size, alone or as a member.
    case largeCompany = "large-company"
    /// The municipality or its institution of public law runs the plant itself.
    case municipality

    package enum Verdict: Sendable, Hashable { case named, unclear, tooLarge }

    /// What the text of the law says of it; how it is to be read is for counsel.
    package var verdict: Verdict {
        switch self {
        case .person, .partnership, .cooperative, .company: .named
        case .municipality: .unclear
        case .largeCompany: .tooLarge
        }
    }
}

/// A direct debit mandate and when it was used last: it lapses when nobody has used it for 36 months (SEPA rulebook).
package struct MandateUse: Sendable, Hashable {
    package let party: Int64
    package let reference: String
    package let signed: CivilDay
    /// The last debit with it.
    package let used: CivilDay?

    /// `debits` may hold those of an earlier mandate.
    package init(party: Int64, _ mandate: Party.Mandate, debits: some Sequence<CivilDay>) {
        (self.party, reference, signed) = (party, mandate.reference, mandate.signed)
        used = debits.filter { $0 >= mandate.signed }.max()
    }

    /// The last day on which it can be used.
    package var lastDay: CivilDay { (used ?? signed).adding(months: PaymentOrder.mandateMonths) }

    package func holds(on day: CivilDay) -> Bool { day <= lastDay }
}

extension CivilDay {
    /// The same day that many months later, or earlier; a day that the month lacks becomes its last one.
    package func adding(months: Int) -> CivilDay {
        let date = date
        let total = date.year * 12 + date.month - 1 + months
        let (year, month) = (total / 12, total % 12 + 1)
        for day in stride(from: date.day, through: 28, by: -1) {
            if let found = CivilDay(year: year, month: month, day: day) { return found }
        }
        return CivilDay(year: year, month: month, day: min(date.day, 28)) ?? self
    }
}

/// A place on the ground in millionths of a degree (WGS 84).
package struct GeoPosition: Sendable, Hashable {
    package let longitude: Int
    package let latitude: Int

    /// Nil for what lies on no globe.
    package init?(longitude: Int, latitude: Int) {
        guard longitude.magnitude <= 180_000_000, latitude.magnitude <= 90_000_000 else { return nil }
        (self.longitude, self.latitude) = (longitude, latitude)
    }

    /// Degrees with a point or a comma; nil for what is no number or lies on no globe.
    package init?(longitude: String, latitude: String) {
        guard let east = Self.millionths(longitude), let north = Self.millionths(latitude) else { return nil }
        self.init(longitude: east, latitude: north)
    }

    package init?(_ value: JSONValue?) {
        guard let pair = value?.array, pair.count == 2, let longitude = pair[0].integer, let latitude = pair[1].integer
        else { return nil }
        self.init(longitude: Int(longitude), latitude: Int(latitude))
    }

    package var value: JSONValue { .array([JSONValue(longitude), JSONValue(latitude)]) }

    package var degrees: (longitude: Double, latitude: Double) {
        (Double(longitude) / 1_000_000, Double(latitude) / 1_000_000)
    }

    /// Six decimals at most, which is a tenth of a metre; further ones are cut.
    private static func millionths(_ text: String) -> Int? {
        var digits = Substring(text)
        let isNegative = digits.first == "-"
        if isNegative { digits = digits.dropFirst() }
        let parts = digits.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard (1...2).contains(parts.count), (1...3).contains(parts[0].count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let decimals = parts.count > 1 ? String(parts[1].prefix(6)) : ""
        let padded = decimals + String(repeating: "0", count: 6 - decimals.count)
        guard let whole = Int(parts[0]), let rest = Int(padded) else { return nil }
        return (isNegative ? -1 : 1) * (whole * 1_000_000 + rest)
    }
}

extension EnergyFault {
    /// §42c EnWG wants a value for each quarter hour of each point.
    package static func noQuarterHours(_ kind: MeterKind) -> EnergyFault {
        .refused(
            field: "point",
            Words(
                "An dieser Messstelle ist „\(kind.words.german)“ eingetragen: Damit gibt es keine Viertelstundenwerte, ohne die niemand teilnehmen kann (§ 42c Abs. 1 EnWG; zu prüfen). Bitte zuerst den neuen Zähler unter „Stammdaten“ eintragen.",
                "This point has “\(kind.words.english)”: it gives no values by the quarter hour, without which nobody can take part (§ 42c(1) EnWG; to be checked). Please enter the new meter at “Master data” first."
            ))
    }
}

extension EnergyFault {
    package static func stillShared(_ kind: MeterKind) -> EnergyFault {
        .refused(
            field: "meter-kind",
            Words(
                "An dieser Messstelle wird geteilt, und „\(kind.words.german)“ gibt keine Viertelstundenwerte (§ 42c Abs. 1 EnWG; zu prüfen). Bitte zuerst die Teilnahme beenden.",
                "Power is shared at this point, and “\(kind.words.english)” gives no values by the quarter hour (§ 42c(1) EnWG; to be checked). Please end the relation first."
            ))
    }
}

extension MeterKind {
    package var words: Words {
        switch self {
        case .smart:
            Words(
                "intelligentes Messsystem (iMSys) mit Zählerstandsgang",
                "smart metering system (iMSys), interval reading")
        case .load: Words("registrierende Leistungsmessung (RLM)", "registering load metering (RLM)")
        case .modernInterval:
            Words(
                "moderne Messeinrichtung (mME), Viertelstunden werden ausgelesen",
                "modern meter (mME), quarter hours are read")
        case .modern:
            Words("moderne Messeinrichtung (mME) ohne Viertelstunden", "modern meter (mME) without quarter hours")
        case .disc: Words("Ferraris-Zähler", "meter with a turning disc (Ferraris)")
        }
    }
}

extension OperatorKind {
    package var words: Words {
        switch self {
        case .person: Words("natürliche Person", "natural person")
        case .partnership: Words("Personengesellschaft (GbR, KG …)", "partnership (GbR, KG …)")
        case .cooperative: Words("Genossenschaft", "cooperative")
        case .company:
            Words(
                "GmbH, Verein oder andere juristische Person des Privatrechts", "company or association of private law")
        case .largeCompany:
            Words("Unternehmen über der Größe eines mittleren", "company above medium size")
        case .municipality:
            Words("Kommune oder Kommunalunternehmen selbst", "municipality or its public institution itself")
        }
    }
}
