// SPDX-License-Identifier: EUPL-1.2
package import Bilingual

extension ContractKind {
    package var words: Words {
        self == .delivery
            ? Words("Liefervertrag", "Delivery contract")
            : Words("Vertrag über die gemeinsame Nutzung", "Contract on using power together")
    }
}

extension StoredContract.Deed {
    package var words: Words {
        switch self {
        case .offered: Words("angeboten", "offered")
        case .replaced: Words("Angebot ersetzt", "offer replaced")
        case .accepted: Words("angenommen", "accepted")
        case .withdrawn: Words("widerrufen", "withdrawn")
        case .ended: Words("beendet", "ended")
        }
    }
}

extension StoredContract.Way {
    package var words: Words {
        switch self {
        case .account: Words("auf der eigenen Seite", "on the own page")
        case .letter: Words("auf Papier", "on paper")
        case .mail: Words("per E-Mail", "by mail")
        }
    }
}

extension ContractPlace {
    /// What stands there.
    package var words: Words {
        switch self {
        case .sharing: Words("Name der Gemeinschaft", "name of the sharing")
        case .operatorName: Words("Name des Betreibers", "name of the operator")
        case .operatorAddress: Words("Anschrift des Betreibers", "address of the operator")
        case .memberName: Words("Name des Mitglieds", "name of the member")
        case .memberAddress: Words("Anschrift des Mitglieds", "address of the member")
        case .memberNumber: Words("Nummer des Mitglieds", "number of the member")
        case .malo: Words("Marktlokation", "market location")
        case .pointAddress: Words("Anschrift der Messstelle", "address of the point")
        case .meter: Words("Zählernummer", "meter number")
        case .meterKind: Words("Art des Zählers", "kind of the meter")
        case .gridOperator: Words("Netzbetreiber", "grid operator")
        case .provider: Words("Dienstleister, der abrechnet", "provider that bills")
        case .providerAddress: Words("Anschrift des Dienstleisters", "address of the provider")
        case .providerContact: Words("Kontakt des Dienstleisters", "contact of the provider")
        case .model: Words("wie zugeteilt wird", "how it is shared")
        case .part: Words("Anteil am Schlüssel", "part of the key")
        case .firstDay: Words("erster Tag", "first day")
        case .lastDay: Words("letzter Tag oder „unbestimmte Zeit“", "last day, or “unbestimmte Zeit”")
        case .price: Words("Preis des Gemeinschaftsstroms", "price of shared power")
        case .fee: Words("Entgelt des Dienstleisters", "the provider's fee")
        case .plants: Words("Tabelle der Anlagen mit MaStR-Nummer", "table of the plants with register numbers")
        case .prices: Words("Tabelle aller Preise", "table of all prices")
        case .warnings: Words("die drei Warnungen (§ 42c Abs. 6 EnWG)", "the three warnings (§ 42c(6) EnWG)")
        case .withdrawal: Words("Belehrung über den Widerruf", "instruction on the right to withdraw")
        }
    }
}
