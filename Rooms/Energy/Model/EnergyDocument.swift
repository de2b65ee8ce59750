// SPDX-License-Identifier: EUPL-1.2
package import Metering
package import PowerBills
package import Settlement
package import Sharing
package import Wire

/// Something that holds for a time in the world and is known from a moment on: what a version of it says.
package protocol EnergyDocument: Sendable, Hashable {
    static var kind: String { get }
    /// Nil for a document that this program did not write.
    init?(_ document: JSONObject)
    var document: JSONObject { get }
}

/// A document with its number, its days in the world, and the row that it was read from.
package struct Version<Content: EnergyDocument>: Sendable, Hashable {
    package let row: Int64
    /// The same for all versions of one thing.
    package let number: Int64
    package let days: ValidDays
    package let content: Content

    package init(row: Int64, number: Int64, days: ValidDays, content: Content) {
        (self.row, self.number, self.days, self.content) = (row, number, days, content)
    }
}

/// How a community shares, what its bills have on them, and who makes them.
package struct Terms: EnergyDocument {
    package static let kind = "terms"

    /// Who stands on the bill as the seller.
    package enum Setting: String, Sendable, Hashable, CaseIterable {
        /// The operator sells, the provider bills in the operator's name (§42c EnWG).
        case direct
        /// The provider buys and sells again.
        case pool
        /// In one building, without the grid (§42b EnWG).
        case inHouse = "in-house"
    }

    /// A step from near to far that comes before the whole sharing; in their order.
    package enum Tier: String, Sendable, Hashable, CaseIterable {
        case building, neighbourhood

        /// What the last step is called in records: all that share.
        package static let last = "sharing"
    }

    /// Characters of the note; more does not belong on a bill.
    package static let longestNote = 4000

    package var model: SharingModel
    package var meaning: Sharers.Meaning
    package var setting: Setting
    /// The lines of each bill, in their order.
    package var lines: [LineKind]
    package var provider: String
    package var street: String
    package var place: String
    package var taxNumber: String
    /// Days from the day of a bill to the day it is due; §40c(1) EnWG wants two weeks after receipt at least.
    package var payDays: Int
    /// What electronic bills and the bank need of the provider.
    package var contact = PowerDocument.Contact()
    /// The provider's creditor identifier, without which nothing is collected.
    package var creditor = ""
    /// Stands on each bill: rights, whom to turn to.
    package var note = ""
    /// Everybody may see the sums of settled periods with five members or more.
    package var opensSums = false
    /// Where fewer than five share by a key that moves, all of them agree in their contracts to what it tells of them.
    package var agreesToSums = false
    /// The steps before the whole sharing, each with what the one before left; none where all share at once.
    package var tiers: [Tier] = []

    /// Whether bills have more than what was shared: the rest, the grid, levies, a base price.
    package var billsRest: Bool { lines.contains { $0.measure != .sharedEnergy } }

    /// Whether what a plant gives to whom moves with use, in whatever quarter hour.
    package var movesKey: Bool { model != .fixed || !tiers.isEmpty }

    package init(
        model: SharingModel, meaning: Sharers.Meaning, setting: Setting = .direct, lines: [LineKind],
        provider: String, street: String, place: String, taxNumber: String, payDays: Int = 17
    ) {
        (self.model, self.meaning, self.setting, self.lines) = (model, meaning, setting, lines)
        (self.provider, self.street, self.place, self.taxNumber) = (provider, street, place, taxNumber)
        self.payDays = payDays
    }

    package init?(_ value: JSONObject) {
        guard let model = value["model"]?.string.flatMap(SharingModel.init),
            let meaning = value["meaning"]?.string.flatMap(Sharers.Meaning.init),
            let setting = value["setting"]?.string.flatMap(Setting.init), let lines = value["lines"]?.array,
            let payDays = value["payDays"]?.integer
        else { return nil }
        self.init(
            model: model, meaning: meaning, setting: setting,
            lines: lines.compactMap { $0.string.flatMap(LineKind.init) },
            provider: value.text("provider"), street: value.text("street"), place: value.text("place"),
            taxNumber: value.text("taxNumber"), payDays: Int(payDays))
        contact = PowerDocument.Contact(value["contact"]?.object ?? [:])
        creditor = value.text("creditor")
        note = value.text("note")
        opensSums = value["opensSums"]?.bool ?? false
        agreesToSums = value["agreesToSums"]?.bool ?? false
        tiers = (value["tiers"]?.array ?? []).compactMap { $0.string.flatMap(Tier.init) }
    }

    package var document: JSONObject {
        var document: JSONObject = [
            "model": .string(model.rawValue), "meaning": .string(meaning.rawValue),
            "setting": .string(setting.rawValue), "lines": .array(lines.map { .string($0.rawValue) }),
            "provider": .string(provider), "street": .string(street), "place": .string(place),
            "taxNumber": .string(taxNumber), "payDays": JSONValue(payDays),
        ]
        document["contact"] = contact.value
        document["creditor"] = creditor.isEmpty ? nil : .string(creditor)
        document["note"] = note.isEmpty ? nil : .string(note)
        document["opensSums"] = opensSums ? .bool(true) : nil
        document["agreesToSums"] = agreesToSums ? .bool(true) : nil
        document["tiers"] = tiers.isEmpty ? nil : .array(tiers.map { .string($0.rawValue) })
        return document
    }
}

/// Somebody with a contract: a household, a business, the operator of a plant.
package struct Party: EnergyDocument {
    package static let kind = "party"

    package var name: String
    package var street: String
    /// Postcode and town.
    package var place: String
    /// Shows no value added tax (§19 UStG).
    package var isSmallBusiness = false
    /// What electronic bills and the bank need of it; a reference of the buyer makes bills electronic ones.
    package var contact = PowerDocument.Contact()
    package var mandate: Mandate?

    /// By which the party lets its bills be collected.
    package struct Mandate: Sendable, Hashable {
        package let reference: String
        package let signed: CivilDay

        package init(reference: String, signed: CivilDay) { (self.reference, self.signed) = (reference, signed) }
    }

    package init(name: String, street: String, place: String, isSmallBusiness: Bool = false) {
        (self.name, self.street, self.place, self.isSmallBusiness) = (name, street, place, isSmallBusiness)
    }

    package init?(_ value: JSONObject) {
        guard let name = value["name"]?.string else { return nil }
        self.init(
            name: name, street: value.text("street"), place: value.text("place"),
            isSmallBusiness: value["smallBusiness"]?.bool ?? false)
        contact = PowerDocument.Contact(value["contact"]?.object ?? [:])
        mandate = value["mandate"]?.object.flatMap { one in
            CivilDay(one.text("signed")).map { Mandate(reference: one.text("reference"), signed: $0) }
        }
    }

    package var document: JSONObject {
        var document: JSONObject = [
            "name": .string(name), "street": .string(street), "place": .string(place),
            "smallBusiness": .bool(isSmallBusiness),
        ]
        document["contact"] = contact.value
        document["mandate"] = mandate.map {
            ["reference": .string($0.reference), "signed": .string("\($0.signed)")]
        }
        return document
    }
}

/// A metering point: a market location with the meter that hangs there.
package struct Point: EnergyDocument {
    package static let kind = "point"

    package var malo: MarketLocation
    /// The metering location, by which some files name the point; empty where nobody entered it.
    package var melo = ""
    /// Whether it counts what a plant feeds in; else what is consumed.
    package var feedsIn: Bool
    package var street: String
    package var place: String
    package var meter: String
    package var gridOperator: String
    package var fuse: Fuse
    /// Nil where nobody entered it.
    package var meterKind: MeterKind?
    package var position: GeoPosition?
    /// What the building is called; empty where its address is name enough.
    package var building = ""
    /// Who shares before all others do; empty where the building is in none.
    package var neighbourhood = ""

    package init(
        malo: MarketLocation, feedsIn: Bool, street: String, place: String, meter: String, gridOperator: String,
        fuse: Fuse
    ) {
        (self.malo, self.feedsIn, self.street, self.place) = (malo, feedsIn, street, place)
        (self.meter, self.gridOperator, self.fuse) = (meter, gridOperator, fuse)
    }

    package init?(_ value: JSONObject) {
        guard let malo = value["malo"]?.string.flatMap({ try? MarketLocation($0) }),
            let feedsIn = value["feedsIn"]?.bool, let amperes = value["amperes"]?.integer,
            let factor = value["factor"]?.integer,
            let fuse = Fuse(amperes: Int(amperes), transformerFactor: Int(factor))
        else { return nil }
        self.init(
            malo: malo, feedsIn: feedsIn, street: value.text("street"), place: value.text("place"),
            meter: value.text("meter"), gridOperator: value.text("gridOperator"), fuse: fuse)
        melo = value.text("melo")
        meterKind = MeterKind(rawValue: value.text("meterKind"))
        position = GeoPosition(value["position"])
        (building, neighbourhood) = (value.text("building"), value.text("neighbourhood"))
    }

    package var document: JSONObject {
        var document: JSONObject = [
            "malo": .string(malo.description), "feedsIn": .bool(feedsIn), "street": .string(street),
            "place": .string(place), "meter": .string(meter), "gridOperator": .string(gridOperator),
            "amperes": JSONValue(fuse.amperes), "factor": JSONValue(fuse.transformerFactor),
        ]
        document["melo"] = melo.isEmpty ? nil : .string(melo)
        document["meterKind"] = meterKind.map { .string($0.rawValue) }
        document["position"] = position?.value
        document["building"] = building.isEmpty ? nil : .string(building)
        document["neighbourhood"] = neighbourhood.isEmpty ? nil : .string(neighbourhood)
        return document
    }

    /// The group of the point in a step; the same words in capitals or not are the same group.
    package func group(_ tier: Terms.Tier) -> String {
        let own = building.isEmpty ? "\(street), \(place)" : building
        if tier == .neighbourhood, !neighbourhood.isEmpty { return neighbourhood.lowercased() }
        // a building in no neighbourhood is its own
        return (tier == .neighbourhood ? "\u{0}" : "") + own.lowercased()
    }

    /// The same as people write it.
    package func groupName(_ tier: Terms.Tier) -> String {
        tier == .neighbourhood ? neighbourhood : building.isEmpty ? "\(street), \(place)" : building
    }

    /// The most watt-hours that a quarter hour can have here.
    package var most: Int { fuse.wattHoursInQuarterHour * fuse.transformerFactor }
}

/// A plant whose power is shared.
package struct Plant: EnergyDocument {
    package static let kind = "plant"

    /// How the plant sells under the EEG (§21b); it changes on the first of a month only.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        case other
        case premium
        /// Keeps percentages at all times, so that a key that moves does not fit.
        case tariff
    }

    package var name: String
    package var point: Int64
    /// The party that runs it.
    package var runner: Int64
    /// Watts.
    package var size: Int
    /// Number in the Marktstammdatenregister.
    package var register: String
    package var form: Form
    /// What its operator is for § 42c(1) EnWG; nil where nobody entered it.
    package var operatorKind: OperatorKind?
    /// Where it stands, if not at its metering point.
    package var position: GeoPosition?
    /// How much in a hundred of what it makes is for this sharing.
    package var percent = 100

    package init(name: String, point: Int64, runner: Int64, size: Int, register: String, form: Form) {
        (self.name, self.point, self.runner, self.size) = (name, point, runner, size)
        (self.register, self.form) = (register, form)
    }

    package init?(_ value: JSONObject) {
        guard let point = value["point"]?.integer, let runner = value["runner"]?.integer,
            let size = value["size"]?.integer, let form = value["form"]?.string.flatMap(Form.init)
        else { return nil }
        self.init(
            name: value.text("name"), point: point, runner: runner, size: Int(size), register: value.text("register"),
            form: form)
        operatorKind = OperatorKind(rawValue: value.text("operatorKind"))
        position = GeoPosition(value["position"])
        percent = value.whole("percent") ?? 100
    }

    package var document: JSONObject {
        var document: JSONObject = [
            "name": .string(name), "point": JSONValue(point), "runner": JSONValue(runner), "size": JSONValue(size),
            "register": .string(register), "form": .string(form.rawValue),
        ]
        document["operatorKind"] = operatorKind.map { .string($0.rawValue) }
        document["position"] = position?.value
        document["percent"] = percent == 100 ? nil : JSONValue(percent)
        return document
    }
}

/// That a party's point takes part, with its part of the key; it holds with the operator of each plant.
package struct Relation: EnergyDocument {
    package static let kind = "relation"

    package var party: Int64
    package var point: Int64
    /// A weight or millionths, as the terms say.
    package var part: Int
    /// How much in a hundred of the point's use counts in this sharing.
    package var percent: Int

    package init(party: Int64, point: Int64, part: Int, percent: Int = 100) {
        (self.party, self.point, self.part, self.percent) = (party, point, part, percent)
    }

    package init?(_ value: JSONObject) {
        guard let party = value["party"]?.integer, let point = value["point"]?.integer,
            let part = value["part"]?.integer
        else { return nil }
        self.init(party: party, point: point, part: Int(part), percent: value.whole("percent") ?? 100)
    }

    package var document: JSONObject {
        var document: JSONObject = ["party": JSONValue(party), "point": JSONValue(point), "part": JSONValue(part)]
        document["percent"] = percent == 100 ? nil : JSONValue(percent)
        return document
    }
}

/// What a line costs: thousandths of a cent per kWh, cents per year for the base price, per cent for the tax.
package struct Price: EnergyDocument {
    package static let kind = "price"

    /// Nil for value added tax.
    package var line: LineKind?
    package var value: Int

    package init(line: LineKind?, value: Int) { (self.line, self.value) = (line, value) }

    package init?(_ value: JSONObject) {
        guard let name = value["line"]?.string, let amount = value["value"]?.integer else { return nil }
        self.init(line: LineKind(rawValue: name), value: Int(amount))
        guard line != nil || name == "vat" else { return nil }
    }

    package var document: JSONObject { ["line": .string(line?.rawValue ?? "vat"), "value": JSONValue(value)] }
}
