// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import Settlement
package import Wire

/// A bill, a credit note, or the reversal of one: the record whose canonical JSON the ledger speaks for.
package struct PowerDocument: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case bill
        case billReversal = "bill-reversal"
        case credit
        case creditReversal = "credit-reversal"

        package var isReversal: Bool { self == .billReversal || self == .creditReversal }
        package var isBill: Bool { self == .bill || self == .billReversal }
        package var reversal: Kind { isBill ? .billReversal : .creditReversal }
    }

    package struct Line: Sendable, Hashable {
        package let kind: LineKind
        /// The first day of its price.
        package let version: CivilDay
        package let days: ClosedRange<CivilDay>
        /// Watt-hours, or days of the base price.
        package let quantity: Int
        package let price: Int
        package let vat: Int
        package let net: Int

        package init(
            kind: LineKind, version: CivilDay, days: ClosedRange<CivilDay>, quantity: Int, price: Int, vat: Int,
            net: Int
        ) {
            self.kind = kind
            self.version = version
            self.days = days
            self.quantity = quantity
            self.price = price
            self.vat = vat
            self.net = net
        }
    }

    package struct TaxLine: Sendable, Hashable {
        package let percent: Int
        package let net: Int
        package let vat: Int

        package init(percent: Int, net: Int, vat: Int) {
            (self.percent, self.net, self.vat) = (percent, net, vat)
        }
    }

    /// Somebody on a paper; what electronic bills need beside the address is empty where nobody entered it.
    package struct Address: Sendable, Hashable {
        package let name: String
        package let street: String
        package let place: String
        package let contact: Contact

        package init(name: String, street: String, place: String, contact: Contact = Contact()) {
            (self.name, self.street, self.place, self.contact) = (name, street, place, contact)
        }

        package func isSameAddress(as other: Address) -> Bool {
            name == other.name && street == other.street && place == other.place
        }
    }

    /// What an electronic bill says of a business beside its address.
    package struct Contact: Sendable, Hashable {
        package static let keys: [(key: String, path: any WritableKeyPath<Contact, String> & Sendable)] = [
            ("person", \.person), ("phone", \.phone), ("mail", \.mail), ("vatId", \.vatId), ("iban", \.iban),
            ("reference", \.reference),
        ]

        package var person = ""
        package var phone = ""
        /// Where electronic bills go.
        package var mail = ""
        /// `DE123456788`
        package var vatId = ""
        package var iban = ""
        /// What the buyer wants to read on the bill (BT-10); a Leitweg-ID for public bodies.
        package var reference = ""

        package init() {}

        package init(_ value: JSONObject) {
            for (key, path) in Self.keys { self[keyPath: path] = value.text(key) }
        }

        /// Nil where nothing is known.
        package var value: JSONValue? { members.isEmpty ? nil : .object(JSONObject(members)) }

        /// What is known of it.
        package var members: [(name: String, value: JSONValue)] {
            Self.keys.compactMap { key, path in
                self[keyPath: path].isEmpty ? nil : (key, .string(self[keyPath: path]))
            }
        }
    }

    /// What a bill for power says beside quantities and money.
    package struct Particulars: Sendable, Hashable {
        /// Who sells, as the terms say it: `direct`, `pool`, `in-house`.
        package var setting = ""
        package var meter = ""
        package var gridOperator = ""
        /// What the provider wants on each bill: rights, whom to turn to.
        package var note = ""
        /// Of a sharing of so few by a key that moves, which its members agreed to; 0 for all others.
        package var fewMembers = 0
        /// How much in a hundred of the point's values counts here, where others have the rest; 0 for all of it.
        package var percent = 0

        package init() {}

        package init(_ value: JSONObject) {
            (setting, meter) = (value.text("setting"), value.text("meter"))
            (gridOperator, note) = (value.text("gridOperator"), value.text("note"))
            fewMembers = value.whole("fewMembers") ?? 0
            percent = value.whole("percent") ?? 0
        }

        /// Nil where there is nothing.
        var value: JSONValue? {
            let all = [("setting", setting), ("meter", meter), ("gridOperator", gridOperator), ("note", note)]
            var known = all.filter { !$0.1.isEmpty }.map { (name: $0.0, value: JSONValue.string($0.1)) }
            if fewMembers > 0 { known.append((name: "fewMembers", value: JSONValue(fewMembers))) }
            if percent > 0 { known.append((name: "percent", value: JSONValue(percent))) }
            return known.isEmpty ? nil : .object(JSONObject(known))
        }
    }

    /// By which the recipient lets a bill's amount be collected.
    package struct Mandate: Sendable, Hashable {
        package let reference: String
        package let creditor: String
        package let iban: String

        package init(reference: String, creditor: String, iban: String) {
            (self.reference, self.creditor, self.iban) = (reference, creditor, iban)
        }
    }

    /// A plant that power came from, and who runs it.
    package struct Supplier: Sendable, Hashable {
        package let plant: String
        package let register: String
        package let runner: String
        package let wattHours: Int

        package init(plant: String, register: String, runner: String, wattHours: Int) {
            (self.plant, self.register, self.runner, self.wattHours) = (plant, register, runner, wattHours)
        }
    }

    /// What of the shared power came in a step from near to far: `building`, `neighbourhood`, `sharing`.
    package struct Tier: Sendable, Hashable {
        package let name: String
        package let wattHours: Int

        package init(name: String, wattHours: Int) { (self.name, self.wattHours) = (name, wattHours) }
    }

    package static let format = "allmende-power-1"

    package let kind: Kind
    /// `2026-10/1-R000012`; a number is given once.
    package let number: String
    /// `2026-10-01/2026-10-31/1`
    package let run: String
    package let isProvisional: Bool
    package let issued: CivilDay
    /// Nil where nothing is to be paid.
    package let due: CivilDay?
    /// Of the relation for bills, of the plant for credits.
    package let subject: String
    package let malo: String
    package let recipient: Address
    package let issuer: Address
    package let taxNumber: String
    package let days: ClosedRange<CivilDay>
    package let total: Int
    package let shared: Int
    package let suppliers: [Supplier]
    package let lines: [Line]
    package let taxes: [TaxLine]
    /// Quarter hours that the metering operator made in place of missing ones.
    package let substitutes: Int
    /// Of the table of quarter hours; empty for credits.
    package let seriesHash: String
    /// The number of the document that this one takes back.
    package let reverses: String?
    /// Nil where the recipient pays by transfer.
    package let mandate: Mandate?
    package let particulars: Particulars
    /// What of it rests on estimates: never in a final one.
    package let estimates: [Estimate]
    /// The steps of what was shared; empty where all share at once.
    package let tiers: [Tier]

    package var residual: Int { total - shared }
    package var net: Int { lines.reduce(0) { $0 + $1.net } }
    package var vat: Int { taxes.reduce(0) { $0 + $1.vat } }
    package var gross: Int { net + vat }

    /// The full document that takes this one back, with a number of its own.
    package func reversal(number: String, run: String, issued: CivilDay) -> PowerDocument {
        PowerDocument(
            kind: kind.reversal, number: number, run: run, isProvisional: isProvisional, issued: issued, due: nil,
            subject: subject, malo: malo, recipient: recipient, issuer: issuer, taxNumber: taxNumber, days: days,
            total: -total, shared: -shared,
            suppliers: suppliers.map {
                Supplier(plant: $0.plant, register: $0.register, runner: $0.runner, wattHours: -$0.wattHours)
            },
            lines: lines.map {
                Line(
                    kind: $0.kind, version: $0.version, days: $0.days, quantity: -$0.quantity, price: $0.price,
                    vat: $0.vat, net: -$0.net)
            }, taxes: taxes.map { TaxLine(percent: $0.percent, net: -$0.net, vat: -$0.vat) },
            substitutes: substitutes, seriesHash: seriesHash, reverses: self.number, mandate: mandate,
            particulars: particulars, estimates: estimates,
            tiers: tiers.map { Tier(name: $0.name, wattHours: -$0.wattHours) })
    }

    // MARK: - As JSON

    /// The bytes that are hashed and signed (RFC 8785).
    package func record() throws -> [UInt8] { try CanonicalJSON.bytes(of: .object(document)) }

    package var document: JSONObject {
        var document: JSONObject = [
            "format": .string(Self.format), "kind": .string(kind.rawValue), "number": .string(number),
            "run": .string(run), "provisional": .bool(isProvisional), "issued": .string("\(issued)"),
            "due": due.map { .string("\($0)") } ?? .null, "subject": .string(subject), "malo": .string(malo),
            "recipient": Self.value(recipient), "issuer": Self.value(issuer), "taxNumber": .string(taxNumber),
            "days": .string(days.text), "totalWh": JSONValue(total), "sharedWh": JSONValue(shared),
            "residualWh": JSONValue(residual),
            "suppliers": .array(
                suppliers.map {
                    [
                        "plant": .string($0.plant), "register": .string($0.register), "operator": .string($0.runner),
                        "sharedWh": JSONValue($0.wattHours),
                    ]
                }),
            "lines": .array(
                lines.map {
                    [
                        "kind": .string($0.kind.rawValue), "version": .string("\($0.version)"),
                        "days": .string($0.days.text), "quantity": JSONValue($0.quantity),
                        "price": JSONValue($0.price), "vat": JSONValue($0.vat), "netCent": JSONValue($0.net),
                    ]
                }),
            "taxes": .array(
                taxes.map {
                    ["percent": JSONValue($0.percent), "netCent": JSONValue($0.net), "vatCent": JSONValue($0.vat)]
                }),
            "netCent": JSONValue(net), "vatCent": JSONValue(vat), "grossCent": JSONValue(gross),
            "substitutes": JSONValue(substitutes), "seriesSha256": .string(seriesHash),
            "reverses": reverses.map { .string($0) } ?? .null,
        ]
        if let mandate {
            document["mandate"] = [
                "reference": .string(mandate.reference), "creditor": .string(mandate.creditor),
                "iban": .string(mandate.iban),
            ]
        }
        document["particulars"] = particulars.value
        if !estimates.isEmpty { document["estimates"] = .array(estimates.map(\.value)) }
        if !tiers.isEmpty {
            document["tiers"] = .array(
                tiers.map { ["tier": .string($0.name), "sharedWh": JSONValue($0.wattHours)] })
        }
        return document
    }

    private static func value(_ address: Address) -> JSONValue {
        var value: JSONObject = [
            "name": .string(address.name), "street": .string(address.street), "place": .string(address.place),
        ]
        for member in address.contact.members { value[member.name] = member.value }
        return .object(value)
    }

    /// Reads what `document` wrote; nil for anything else.
    package init?(_ value: JSONObject) {
        func day(_ value: JSONValue?) -> CivilDay? { value?.string.flatMap { CivilDay($0) } }
        func days(_ value: JSONValue?) -> ClosedRange<CivilDay>? {
            value?.string.flatMap { ClosedRange<CivilDay>(parsing: $0) }
        }
        guard value.text("format") == Self.format, let kind = Kind(rawValue: value.text("kind")),
            let issued = day(value["issued"]), let span = days(value["days"]), let total = value.whole("totalWh"),
            let shared = value.whole("sharedWh"), let lines = value["lines"]?.array,
            let taxes = value["taxes"]?.array, let recipient = Self.address(value["recipient"]),
            let issuer = Self.address(value["issuer"]), let substitutes = value.whole("substitutes"),
            let suppliers = value["suppliers"]?.array
        else { return nil }
        self.kind = kind
        number = value.text("number")
        run = value.text("run")
        isProvisional = value["provisional"]?.bool ?? false
        self.issued = issued
        due = day(value["due"])
        subject = value.text("subject")
        malo = value.text("malo")
        (self.recipient, self.issuer, taxNumber) = (recipient, issuer, value.text("taxNumber"))
        (self.days, self.total, self.shared) = (span, total, shared)
        self.suppliers = suppliers.compactMap { one in
            one.object.map {
                Supplier(
                    plant: $0.text("plant"), register: $0.text("register"), runner: $0.text("operator"),
                    wattHours: $0.whole("sharedWh") ?? 0)
            }
        }
        self.lines = lines.compactMap { one in
            guard let line = one.object, let kind = LineKind(rawValue: line.text("kind")),
                let version = day(one["version"]), let span = days(one["days"]),
                let quantity = line.whole("quantity"), let price = line.whole("price"), let vat = line.whole("vat"),
                let net = line.whole("netCent")
            else { return nil }
            return Line(
                kind: kind, version: version, days: span, quantity: quantity, price: price, vat: vat, net: net)
        }
        self.taxes = taxes.compactMap { one in
            guard let tax = one.object, let percent = tax.whole("percent"), let net = tax.whole("netCent"),
                let vat = tax.whole("vatCent")
            else { return nil }
            return TaxLine(percent: percent, net: net, vat: vat)
        }
        guard self.lines.count == lines.count, self.taxes.count == taxes.count else { return nil }
        self.substitutes = substitutes
        seriesHash = value.text("seriesSha256")
        reverses = value["reverses"]?.string
        particulars = Particulars(value["particulars"]?.object ?? [:])
        estimates = (value["estimates"]?.array ?? []).compactMap { $0.object.flatMap { Estimate($0) } }
        tiers = (value["tiers"]?.array ?? []).compactMap { one in
            one.object.map { Tier(name: $0.text("tier"), wattHours: $0.whole("sharedWh") ?? 0) }
        }
        mandate = value["mandate"]?.object.map {
            Mandate(reference: $0.text("reference"), creditor: $0.text("creditor"), iban: $0.text("iban"))
        }
    }

    private static func address(_ value: JSONValue?) -> Address? {
        value?.object.map {
            Address(
                name: $0.text("name"), street: $0.text("street"), place: $0.text("place"), contact: Contact($0))
        }
    }

    package init(
        kind: Kind, number: String, run: String, isProvisional: Bool, issued: CivilDay, due: CivilDay?,
        subject: String, malo: String, recipient: Address, issuer: Address, taxNumber: String,
        days: ClosedRange<CivilDay>, total: Int, shared: Int, suppliers: [Supplier], lines: [Line],
        taxes: [TaxLine], substitutes: Int, seriesHash: String, reverses: String? = nil,
        mandate: Mandate? = nil, particulars: Particulars = Particulars(), estimates: [Estimate] = [],
        tiers: [Tier] = []
    ) {
        (self.kind, self.number, self.run, self.isProvisional) = (kind, number, run, isProvisional)
        (self.issued, self.due, self.subject, self.malo) = (issued, due, subject, malo)
        (self.recipient, self.issuer, self.taxNumber) = (recipient, issuer, taxNumber)
        (self.days, self.total, self.shared, self.suppliers) = (days, total, shared, suppliers)
        (self.lines, self.taxes, self.substitutes) = (lines, taxes, substitutes)
        (self.seriesHash, self.reverses, self.mandate) = (seriesHash, reverses, mandate)
        (self.particulars, self.estimates, self.tiers) = (particulars, estimates, tiers)
    }
}
