// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Metering
public import Sharing

/// Why a period cannot be settled; no bill is made then.
public enum SettlementError: Error, Sendable, Hashable {
    /// No value of a kind is known for a day; nil stands for value added tax.
    case noValue(LineKind?, CivilDay)
    /// Two values of a kind for one day.
    case overlap(LineKind?, CivilDay)
    /// A new value would change what is already settled.
    case past(CivilDay, settledThrough: CivilDay)
    /// A price beyond 1,000 € per kWh, or a rate that is none of 0 to 100 %.
    case price(Int)
    /// Shared energy that is negative or more than the whole consumption.
    case energy(member: String, CivilDay)
    /// As many days of shared as of all energy, and at least one.
    case days(member: String)
    /// One member's bills may not share a day.
    case memberTwice(String, CivilDay)
    case plantTwice(String)
    /// A point has two contracts of one relation on a day.
    case pointTwice(String, CivilDay)
    /// What members got is not what plants gave on a day.
    case balance(CivilDay, allocated: Int, delivered: Int)
    case sharing(SharingError)

    /// In whole sentences, what is wrong and what helps.
    public var words: Words {
        switch self {
        case .noValue(let kind, let day):
            Words(
                "Für den \(Words.day(day).german) fehlt ein Wert: \(Self.name(kind).german). Ohne ihn wird nicht abgerechnet.",
                "There is no value for \(Words.day(day).english): \(Self.name(kind).english). Nothing is billed without it."
            )
        case .overlap(let kind, let day):
            Words(
                "Für den \(Words.day(day).german) gibt es zwei Werte: \(Self.name(kind).german).",
                "There are two values for \(Words.day(day).english): \(Self.name(kind).english).")
        case .past(let day, let settled):
            Words(
                "Ein Preis ab \(Words.day(day).german) änderte Abgerechnetes (bis \(Words.day(settled).german)); frühestens gilt er ab dem Tag danach.",
                "A price from \(Words.day(day).english) would change what is settled (through \(Words.day(settled).english)); it may begin the day after."
            )
        case .price(let price):
            Words(
                "Der Wert \(price) kann kein Preis und kein Satz sein.",
                "The value \(price) can be no price and no rate.")
        case .energy(let member, let day):
            Words(
                "\(member), \(Words.day(day).german): Der Gemeinschaftsstrom ist negativ oder mehr als der ganze Verbrauch.",
                "\(member), \(Words.day(day).english): the shared energy is negative or more than the whole consumption."
            )
        case .days(let member):
            Words(
                "\(member): Es braucht für jeden Tag den Gemeinschaftsstrom und den ganzen Verbrauch.",
                "\(member): shared energy and whole consumption are needed for each day.")
        case .memberTwice(let member, let day):
            Words(
                "\(member) steht für den \(Words.day(day).german) zweimal in der Abrechnung.",
                "\(member) is settled twice for \(Words.day(day).english).")
        case .pointTwice(let point, let day):
            Words(
                "\(point) hat am \(Words.day(day).german) zwei Verträge derselben Gemeinschaft.",
                "\(point) has two contracts of one relation on \(Words.day(day).english).")
        case .plantTwice(let plant):
            Words("Die Anlage \(plant) steht zweimal in der Abrechnung.", "The plant \(plant) is settled twice.")
        case .sharing(let error): error.words
        case .balance(let day, let allocated, let delivered):
            Words(
                "\(Words.day(day).german): Zugeteilt sind \(allocated) Wh, geliefert \(delivered) Wh.",
                "\(Words.day(day).english): \(allocated) Wh are allocated, \(delivered) Wh delivered.")
        }
    }

    /// What a price is for; nil stands for value added tax.
    package static func name(_ kind: LineKind?) -> Words {
        switch kind {
        case nil: Words("Umsatzsteuer", "value added tax")
        case .community: Words("Preis des Gemeinschaftsstroms", "price of shared power")
        case .fee: Words("Entgelt des Dienstleisters", "provider's fee")
        case .residual: Words("Preis des Reststroms", "price of residual power")
        case .grid: Words("Netzentgelt", "grid charge")
        case .kwkg: Words("KWKG-Umlage", "KWKG levy")
        case .offshore: Words("Offshore-Netzumlage", "offshore levy")
        case .specialGridUse: Words("Aufschlag für besondere Netznutzung", "levy for special grid use")
        case .electricityTax: Words("Stromsteuer", "electricity tax")
        case .concession: Words("Konzessionsabgabe", "concession levy")
        case .base: Words("Grundpreis", "base price")
        }
    }
}

extension Words {
    /// A day as people write it: 30.11.2026, 30 Nov 2026.
    package static func day(_ day: CivilDay) -> Words {
        let date = day.date
        func text(_ numerals: Numerals) -> String {
            numerals.date(year: date.year, month: date.month, day: date.day)
        }
        return Words(text(.german), text(.english))
    }
}
