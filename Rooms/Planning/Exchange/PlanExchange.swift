// SPDX-License-Identifier: EUPL-1.2
import Bilingual
public import PlanningModel
public import Rights
public import Storage
public import Wire

/// A plan as one JSON document, and back: the import of an export gives the same, versions and dates included.
public enum PlanExchange {
    public static let format = "allmende-planning"
    /// The most objects of one import.
    public static let mostObjects = 50_000

    /// Everything a reader may see in a fixed order; people who may write get the history too.
    ///
    /// With `nameable`, other data of the town is not named.
    public static func export(
        for reader: Reader, naming nameable: NameableData? = nil, on connection: any StorageConnection
    ) throws -> JSONValue {
        let plan = try PlanningQueries.plan(for: reader, on: connection)
        var history: [Reference: [PlanningVersion]] = [:]
        if reader.mayPlan {
            let versions = try connection.rows(
                """
                SELECT \(PlanningQueries.versionColumns) FROM planning_version ORDER BY kind, number, version
                """, PlanningQueries.makeVersion)
            history = Dictionary(grouping: versions, by: \.reference)
        }
        let objects = ObjectKind.allCases.flatMap { plan.objects(of: $0) }
        var records: [Reference: DecisionRecord] = [:]
        for decision in plan.objects(of: .decision) {
            guard let record = try PlanningQueries.record(of: decision.reference, on: connection) else { continue }
            let withheld = try nameable.map { try PlanningQueries.withheld(of: record, naming: $0, on: connection) }
            records[decision.reference] =
                reader.rights.seeInternal ? record : record.forEverybody(in: plan, withheld: withheld ?? [])
        }
        var export: JSONObject = [
            "format": .string(format), "formatVersion": 1,
            "objects": .array(
                objects.map {
                    json($0, history: history[$0.reference], record: records[$0.reference], naming: nameable)
                }),
        ]
        // What these name and the reader may not see, so that nobody takes it for missing.
        let hidden = Set(objects.flatMap(\.referred)).filter { plan[$0] == nil }.sorted()
        if !hidden.isEmpty { export["notPublic"] = .array(hidden.map { .string($0.description) }) }
        return .object(export)
    }

    static func json(
        _ object: PlanningObject, history: [PlanningVersion]?, record: DecisionRecord? = nil,
        naming nameable: NameableData? = nil
    ) -> JSONValue {
        var json: JSONObject = [
            "reference": .string(object.reference.description), "kind": .string(object.kind.rawValue),
            "version": JSONValue(object.version), "visibility": .string(object.visibility.rawValue),
            "state": .string(object.state.rawValue), "created": .string(object.created.iso8601),
            "modified": .string(object.modified.iso8601),
        ]
        if !object.createdBy.isEmpty { json["createdBy"] = .string(object.createdBy) }
        if !object.modifiedBy.isEmpty { json["modifiedBy"] = .string(object.modifiedBy) }
        json["basedOn"] = PlanningQueries.checkedJSON(object.checked)
        let part = nameable?.restricted(object.document, object.kind.fields)
        json["document"] = sorted(.object(part?.document ?? object.document))
        // so that nobody takes it for missing
        if let withheld = part?.withheld, !withheld.isEmpty {
            json["withheld"] = .array(withheld.map { .string($0) })
        }
        json["record"] = record.map { sorted($0.json) }
        json["history"] = history.map { versions in
            .array(
                versions.map { version in
                    [
                        "version": JSONValue(version.version), "change": .string(version.change.rawValue),
                        "changed": .string(version.changed.iso8601), "changedBy": .string(version.changedBy),
                        "visibility": .string(version.visibility.rawValue), "state": .string(version.state.rawValue),
                        "document": sorted(.object(version.document)),
                    ]
                })
        }
        return .object(json)
    }

    /// The same with members by name, for an engine keeps no order of its own.
    private static func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            .object(
                JSONObject(object.members.sorted { $0.name < $1.name }.map { (name: $0.name, value: sorted($0.value)) })
            )
        case .array(let items): .array(items.map(sorted))
        default: value
        }
    }

    /// What an import did; with a single fault nothing was stored.
    public struct Report: Sendable, Hashable {
        public var stored = 0
        /// Those that were there already, the same.
        public var unchanged = 0
        /// Where in the file, and what is wrong.
        public var faults: [FieldFault] = []
        public init() {}

        public var isSuccess: Bool { faults.isEmpty }

        public var json: JSONValue {
            [
                "stored": JSONValue(stored), "unchanged": JSONValue(unchanged),
                "faults": .array(
                    faults.map { ["pointer": .string($0.pointer), "message": .string($0.message.english)] }),
            ]
        }
    }

    /// Takes an export in. An object that is there with another content is a fault: nothing is overwritten.
    public static func `import`(_ document: JSONValue, on connection: any StorageConnection) throws -> Report {
        var report = Report()
        guard document["format"]?.string == format, document["formatVersion"]?.integer == 1,
            let items = document["objects"]?.array
        else {
            report.faults.append(
                FieldFault(
                    "/format",
                    Words(
                        "Das ist kein Export eines Plans: „format“ muss „\(format)“ sein und „formatVersion“ 1.",
                        "This is no export of a plan: “format” must be “\(format)” and “formatVersion” 1.")))
            return report
        }
        guard items.count <= mostObjects else {
            report.faults.append(
                FieldFault(
                    "/objects",
                    Words(
                        "Höchstens \(mostObjects) Objekte in einem Import.",
                        "At most \(mostObjects) objects in one import.")))
            return report
        }
        try PlanningQueries.countChange(on: connection)
        var present: Set<Reference> = []
        let stock = try connection.rows("SELECT kind, number FROM planning_object") { row in
            ObjectKind(rawValue: row.text(0)).map { Reference($0, row.integer(1)) }
        }
        present.formUnion(stock.compactMap(\.self))
        var incoming: [(object: PlanningObject, history: [PlanningVersion], pointer: String)] = []
        var records: [Reference: DecisionRecord] = [:]
        for (index, item) in items.enumerated() {
            let reader = ExchangeReader(item, at: "/objects/\(index)")
            guard let (object, history) = reader.object() else {
                report.faults += reader.faults
                continue
            }
            incoming.append((object, history, "/objects/\(index)"))
            records[object.reference] = reader.record
        }
        let named = Set(incoming.map(\.object.reference))
        if named.count < incoming.count {
            let twice = Dictionary(grouping: incoming, by: \.object.reference).filter { $0.value.count > 1 }
            for (reference, entries) in twice {
                report.faults.append(
                    FieldFault(
                        entries[1].pointer + "/reference",
                        Words("\(reference) steht hier zweimal.", "\(reference) stands here twice.")))
            }
        }
        for (object, _, pointer) in incoming {
            for missing in object.referred.subtracting(named).subtracting(present).sorted() {
                report.faults.append(
                    FieldFault(
                        pointer + "/document",
                        Words("\(missing) gibt es nicht.", "\(missing) does not exist.")))
            }
        }
        guard report.isSuccess else { return report }
        for (object, history, pointer) in incoming {
            if present.contains(object.reference) {
                guard let stored = try PlanningQueries.find(object.reference, on: connection) else { continue }
                let kept = try PlanningQueries.record(of: object.reference, on: connection)
                let isSameRecord = records[object.reference].map { record in kept.map { record.isPart(of: $0) } ?? true
                }
                guard stored.version == object.version, stored.document == object.document, isSameRecord ?? true
                else {
                    report.faults.append(
                        FieldFault(
                            pointer,
                            Words(
                                "\(object.reference) gibt es schon mit anderem Inhalt; nichts wird überschrieben.",
                                "\(object.reference) exists already with another content; nothing is overwritten."))
                    )
                    continue
                }
                report.unchanged += 1
                continue
            }
            guard report.isSuccess else { continue }
            try PlanningQueries.insert(object, on: connection)
            for version in history { try PlanningQueries.insert(version, keepsExisting: true, on: connection) }
            if history.isEmpty { try PlanningQueries.note(object, change: .created, on: connection) }
            if let record = records[object.reference] {
                try PlanningQueries.insert(record, of: object.number, on: connection)
            }
            report.stored += 1
        }
        return report
    }
}

/// Thrown to end a transaction whose import found faults.
public struct ImportRefused: Error, Sendable {
    public let report: PlanExchange.Report
    public init(_ report: PlanExchange.Report) { self.report = report }
}

/// Reads one object of an export and gathers what is wrong with it.
final class ExchangeReader {
    private let item: JSONValue
    private let pointer: String
    private(set) var faults: [FieldFault] = []
    /// Of a decision, what was kept with it.
    private(set) var record: DecisionRecord?

    init(_ item: JSONValue, at pointer: String) { (self.item, self.pointer) = (item, pointer) }

    func object() -> (PlanningObject, [PlanningVersion])? {
        guard let reference = item["reference"]?.string.flatMap({ Reference($0) }) else {
            fault("reference", "must be a reference such as B-12", "muss ein Verweis wie B-12 sein")
            return nil
        }
        if let kind = item["kind"]?.string, kind != reference.kind.rawValue {
            fault("kind", "does not fit the reference", "passt nicht zum Verweis")
        }
        let document = item["document"]?.object ?? [:]
        for found in reference.kind.faults(in: document) {
            faults.append(FieldFault(pointer + "/document" + found.pointer, found.message))
        }
        let version = item["version"]?.integer ?? 1
        if version < 1 { fault("version", "must be a whole number from 1", "muss eine ganze Zahl ab 1 sein") }
        let visibility: PlanningObject.Visibility = choice("visibility", or: .internal)
        let state: PlanningObject.State = choice("state", or: .active)
        let created = instant("created", in: item, at: pointer)
        let modified = instant("modified", in: item, at: pointer)
        var checked: [Reference: Int64] = [:]
        for (name, value) in item["basedOn"]?.object?.members ?? [] {
            guard let key = Reference(name), let number = value.integer else {
                fault("basedOn/\(name)", "must be a reference with a version", "muss ein Verweis mit Version sein")
                continue
            }
            checked[key] = number
        }
        let history = (item["history"]?.array ?? []).enumerated().compactMap { index, entry in
            self.version(entry, of: reference, at: pointer + "/history/\(index)")
        }
        if let stored = item["record"], !stored.isNull {
            record = reference.kind == .decision ? DecisionRecord(stored) : nil
            if record == nil {
                fault(
                    "record", "must be what was kept with a decision", "muss sein, was zu einer Entscheidung gehört")
            }
        }
        guard faults.isEmpty, let created, let modified else { return nil }
        let object = PlanningObject(
            reference: reference, version: version, document: document, visibility: visibility, state: state,
            created: created, createdBy: person("createdBy"), modified: modified, modifiedBy: person("modifiedBy"),
            checked: checked)
        return (object, history)
    }

    private func version(_ entry: JSONValue, of reference: Reference, at place: String) -> PlanningVersion? {
        guard let number = entry["version"]?.integer, number > 0, let document = entry["document"]?.object,
            let changed = instant("changed", in: entry, at: place)
        else {
            faults.append(
                FieldFault(place, Words("ist keine Version eines Objekts", "is no version of an object")))
            return nil
        }
        return PlanningVersion(
            reference: reference, version: number, document: document,
            visibility: entry["visibility"]?.string.flatMap { .init(rawValue: $0) } ?? .internal,
            state: entry["state"]?.string.flatMap { .init(rawValue: $0) } ?? .active, changed: changed,
            changedBy: String((entry["changedBy"]?.string ?? "").prefix(200)),
            change: entry["change"]?.string.flatMap { .init(rawValue: $0) } ?? .changed)
    }

    private func person(_ name: String) -> String { String((item[name]?.string ?? "").prefix(200)) }

    private func choice<C: RawRepresentable<String>>(_ name: String, or usual: C) -> C {
        guard let text = item[name]?.string else { return usual }
        guard let choice = C(rawValue: text) else {
            fault(name, "has the unknown value “\(text)”", "hat den unbekannten Wert „\(text)“")
            return usual
        }
        return choice
    }

    private func instant(_ name: String, in value: JSONValue, at place: String) -> Instant? {
        guard let text = value[name]?.string, let instant = try? Instant(iso8601: text) else {
            faults.append(
                FieldFault(
                    place + "/" + name,
                    Words(
                        "muss ein Zeitpunkt sein, etwa 2026-12-31T12:00:00Z",
                        "must be an instant such as 2026-12-31T12:00:00Z")))
            return nil
        }
        return instant
    }

    private func fault(_ name: String, _ english: String, _ german: String) {
        faults.append(FieldFault(pointer + "/" + name, Words(german, english)))
    }
}
