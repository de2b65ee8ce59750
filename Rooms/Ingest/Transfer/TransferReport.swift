// SPDX-License-Identifier: EUPL-1.2
public import IngestModel
public import Wire

/// What a transfer took over, and what a count on both sides says.
public struct TransferReport: Sendable {
    /// A set or a Datastream's Observations, counted on both sides.
    public struct Line: Sendable {
        /// `Things`, or the Datastream's name.
        public let name: String
        /// Nil when the other server does not count.
        public var there: Int64?
        public var here: Int64
        /// In this run.
        public var stored: Int64 = 0
        /// In this and earlier runs.
        public var refused: Int64 = 0
        public var firstRefusal: String?
        /// Of a series' Observations: `Datastream` or `MultiDatastream`.
        public var set = "Datastream"
        /// The series' id there and here.
        public var identifiers: (there: String, here: Int64)?

        /// What is counted here is what was taken over, whatever else has come or gone here since.
        public var isEqual: Bool { refused == 0 && (there ?? here) <= here }
    }

    public let source: String
    public let dataset: String
    public let started: Instant
    public var finished: Instant?
    /// Counted only.
    public var isDryRun = false
    public var sets: [Line] = []
    public var datastreams: [Line] = []
    /// What the counts do not tell.
    public var notices: [ImportReport.Notice] = []
    /// Set → id there → id here, for those sets that are looked up by people.
    public var identifiers: [(set: String, pairs: [(foreign: String, id: Int64)])] = []

    init(source: String, dataset: String, started: Instant) {
        self.source = source
        self.dataset = dataset
        self.started = started
    }

    /// Whether everything there is here; a dry run claims nothing.
    public var isComplete: Bool {
        isDryRun || (sets + datastreams).allSatisfy(\.isEqual)
    }

    var stored: Int64 { (sets + datastreams).reduce(0) { $0 + $1.stored } }
    var refused: Int64 { (sets + datastreams).reduce(0) { $0 + $1.refused } }

    /// All Datastreams' Observations as one line.
    var observations: Line {
        var line = Line(name: "Observations", there: 0, here: 0)
        for datastream in datastreams {
            line.there = line.there.flatMap { sum in datastream.there.map { sum + $0 } }
            line.here += datastream.here
            line.stored += datastream.stored
            line.refused += datastream.refused
            line.firstRefusal = line.firstRefusal ?? datastream.firstRefusal
        }
        return line
    }
}

extension TransferReport {
    /// The report as JSON, for scripts and for the list of runs.
    public var json: JSONValue {
        var object: JSONObject = [
            "source": .string(source), "dataset": .string(dataset), "started": .string(started.iso8601),
        ]
        if let finished { object["finished"] = .string(finished.iso8601) }
        object["dryRun"] = .bool(isDryRun)
        object["complete"] = isDryRun ? .null : .bool(isComplete)
        object["rows"] = JSONValue(stored + refused)
        object["values"] = ["stored": JSONValue(stored), "rejected": JSONValue(refused)]
        object["sets"] = .array(sets.map(Self.json))
        if !isDryRun { object["observations"] = Self.json(observations) }
        object["datastreams"] = .array(datastreams.map(Self.json))
        object["notices"] = .array(notices.map { ["de": .string($0.german), "en": .string($0.english)] })
        var maps = JSONObject()
        for (set, pairs) in identifiers {
            maps[set] = .object(JSONObject(pairs.map { (name: $0.foreign, value: JSONValue($0.id)) }))
        }
        if !identifiers.isEmpty { object["identifiers"] = .object(maps) }
        return .object(object)
    }

    private static func json(_ line: Line) -> JSONValue {
        var object: JSONObject = ["name": .string(line.name), "there": line.there.map { JSONValue($0) } ?? .null]
        object["here"] = JSONValue(line.here)
        object["equal"] = .bool(line.isEqual)
        object["stored"] = JSONValue(line.stored)
        object["refused"] = JSONValue(line.refused)
        if let reason = line.firstRefusal { object["firstRefusal"] = .string(reason) }
        if let identifiers = line.identifiers {
            object["kind"] = .string(line.set)
            object["idThere"] = .string(identifiers.there)
            object["idHere"] = JSONValue(identifiers.here)
        }
        return .object(object)
    }

    /// The report for people, as plain text.
    public func text(in language: ReportLanguage) -> String {
        let isGerman = language == .german
        func pick(_ german: String, _ english: String) -> String { isGerman ? german : english }
        var lines = [
            pick(
                "Übernahme von \(source) in den Datensatz „\(dataset)“",
                "Taken from \(source) into data set \"\(dataset)\"")
        ]
        let counted = isDryRun ? sets : sets + [observations]
        lines.append(
            Self.row(
                pick("Menge", "Set"), pick("dort", "there"), isDryRun ? "" : pick("hier", "here"),
                isDryRun ? "" : pick("neu", "new")))
        for line in counted {
            let there = line.there.map(String.init) ?? pick("nicht gezählt", "not counted")
            let mark = isDryRun || line.isEqual ? "" : pick("  ungleich", "  differs")
            lines.append(
                isDryRun
                    ? Self.row(line.name, there, "", "")
                    : Self.row(line.name, there, String(line.here), String(line.stored)) + mark)
        }
        let different = datastreams.filter { !$0.isEqual }
        for line in different.prefix(50) {
            let there = line.there.map(String.init) ?? "?"
            lines.append(
                "  \(line.set) \(line.identifiers?.there ?? "") → \(line.identifiers?.here ?? 0) \(line.name): "
                    + pick("dort \(there), hier \(line.here)", "there \(there), here \(line.here)"))
        }
        if different.count > 50 { lines.append(pick("  und weitere", "  and") + " \(different.count - 50)") }
        for line in sets + datastreams where line.refused > 0 {
            let reason = line.firstRefusal ?? ""
            lines.append(
                "  \(line.name): "
                    + pick(
                        "\(line.refused) zurückgewiesen; zuerst \(reason)", "\(line.refused) refused; first \(reason)"))
        }
        lines += notices.map { isGerman ? $0.german : $0.english }
        if !isDryRun {
            lines.append(
                isComplete
                    ? pick("Vollständig: alles von dort ist hier.", "Complete: everything there is here.")
                    : pick(
                        "Nicht vollständig; ein weiterer Lauf geht hier weiter und versucht Zurückgewiesenes erneut.",
                        "Not complete; another run goes on here and tries again what was refused."))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ name: String, _ there: String, _ here: String, _ new: String) -> String {
        func right(_ text: String) -> String { String(repeating: " ", count: max(0, 14 - text.count)) + text }
        return name + String(repeating: " ", count: max(1, 22 - name.count)) + right(there) + right(here) + right(new)
    }
}
