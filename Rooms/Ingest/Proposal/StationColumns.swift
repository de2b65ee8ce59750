// SPDX-License-Identifier: EUPL-1.2
import IngestModel
import Wire

/// Columns that are named after places: each holds the same of another station.
struct StationColumns {
    /// By their places in the table.
    let columns: [Int]
    /// How the column is called that holds the stations, and the one that holds the values.
    let into: String
    let value: String
    /// The mapping's `unpivot`.
    let rule: JSONValue
    /// The names of the stations, without a unit that all columns name.
    let names: [String]
    /// The names say it; else somebody is asked.
    let isPlain: Bool

    init?(_ table: TableProposal, _ time: TimeGuess?) {
        guard time != nil, table.turned == nil, table.separator != nil, table.parameters.isEmpty,
            !table.columns(.key).contains(where: { $0.distinct.count > 1 })
        else { return nil }
        let values = table.columns(.value).filter { !$0.isSumNamed }
        guard values.count > 1, Set(values.map { $0.unit ?? "" }).count == 1,
            Set(values.compactMap { $0.property?.english }).count < 2,
            !values.contains(where: { Self.isWay($0) || $0.statistic != nil })
        else { return nil }
        let places = values.count(where: Self.isPlace)
        let isPlain = places > 1 && places * 2 >= values.count
        guard isPlain || Self.areUnknown(values, table) else { return nil }
        self.isPlain = isPlain
        columns = values.map(\.index)
        let labels = values.map { table.label($0) }
        let plain = labels.map(ColumnGuess.nameWithoutUnit)
        let rests = Set(
            zip(labels, plain).map { label, name -> String? in
                label.hasPrefix(name) ? String(label.dropFirst(name.count)) : nil
            })
        let shared = rests.count == 1 ? rests.first.flatMap { $0 } : nil
        names = shared == nil ? labels : plain
        let texts = names.map(TurnedColumns.escaped).joined(separator: "|")
        let pattern = "^(" + texts + ")" + TurnedColumns.escaped(shared ?? "") + "$"
        func free(_ name: String) -> String {
            var name = name
            while table.labels.contains(name) { name += "_" }
            return name
        }
        (into, value) = (free("Messstelle"), free("Wert"))
        rule = ["columns": .string(pattern), "into": .string(into), "value": .string(value)]
    }

    /// None of many names says what is measured: places, or parts of something.
    private static func areUnknown(_ values: [ColumnGuess], _ table: TableProposal) -> Bool {
        values.count > 2
            && values.allSatisfy { column in
                column.property == nil && column.unit == nil && !ColumnGuess.isMeaningless(column.name)
                    && column.name.contains(where: \.isUppercase)
            }
    }

    private static func tokens(_ column: ColumnGuess) -> [String] {
        ColumnGuess.nameWithoutUnit(column.name).lowercased().split { !$0.isLetter }.map(String.init)
    }

    /// Which way something went at one station.
    private static func isWay(_ column: ColumnGuess) -> Bool {
        tokens(column).contains { ways.contains($0) || $0.hasSuffix("richtung") || $0.hasSuffix("wärts") }
    }

    static func isPlace(_ column: ColumnGuess) -> Bool {
        let own = tokens(column)
        guard own.contains(where: { NameWords.isPlace($0) || sites.contains($0) }) else { return false }
        // the unit that a name has says nothing of the rest
        return own.count > 1 || PropertyNames.find(ColumnGuess.nameWithoutUnit(column.name), file: "") == nil
    }

    private static let ways: Set<String> = [
        "hin", "rück", "zurück", "richtung", "nach", "ein", "aus", "in", "out", "import", "export", "bezug",
        "einspeisung",
        "zulauf", "ablauf", "vorlauf", "rücklauf", "ankunft", "abfahrt", "links", "rechts", "direction", "inbound",
        "outbound",
    ]

    /// Words for places that measure, and for parts of a town.
    private static let sites: Set<String> = [
        "station", "messstelle", "zählstelle", "zaehlstelle", "standort", "messpunkt", "pegel", "brunnen", "parkhaus",
        "tiefgarage", "parkplatz", "parkdeck", "garage", "straße", "strasse", "str", "platz", "weg", "gasse", "allee",
        "brücke", "bruecke", "ufer", "damm", "markt", "bahnhof", "hbf", "rathaus", "schule", "museum", "schloss", "dom",
        "tor", "hafen", "innenstadt", "altstadt", "zentrum", "campus", "stadion", "freibad", "hallenbad", "site",
        "nord", "süd", "ost", "west", "mitte", "nordost", "nordwest", "südost", "südwest",
    ]
}

extension TableProposal {
    /// Says that columns are stations, or asks it.
    func decideStations(_ proposal: inout Proposal, _ format: inout JSONObject) {
        guard let stations else { return }
        let labels = JSONValue.array(stations.columns.map { .string(self.labels[$0]) })
        if stations.isPlain {
            format["unpivot"] = stations.rule
            let sums = columns(.value).filter(\.isSumNamed).map { label($0) }
            let (german, english) = (
                sums.map { "„\($0)“" }.joined(separator: ", "), sums.map { "\"\($0)\"" }.joined(separator: ", ")
            )
            return proposal.decide(
                "unpivot", ["columns": labels, "into": .string(stations.into)], .likely,
                "Die Namen dieser Spalten sind Orte: jede ist eine Messstelle."
                    + (sums.isEmpty ? "" : " \(german) ist ihre Summe und wird nicht übernommen."),
                "The names of these columns are places: each is a station."
                    + (sums.isEmpty ? "" : " \(english) is their sum and is not taken."))
        }
        proposal.decide(
            "stations", ["columns": labels, "unpivot": stations.rule], .asked,
            "Die Namen dieser Spalten sagen nicht, ob sie Orte oder Größen sind.",
            "The names of these columns do not say whether they are places or quantities.")
        let shown = stations.names.prefix(4)
        proposal.ask(
            "stations", ["quantities", "stations"],
            "Sind \(shown.map { "„\($0)“" }.joined(separator: ", "))\(stations.names.count > 4 ? " …" : "") verschiedene Messstellen, oder "
                + "Größen einer einzigen?",
            "Are \(shown.map { "\"\($0)\"" }.joined(separator: ", "))\(stations.names.count > 4 ? " …" : "") different stations, or quantities of one?",
            answers: ["/format/unpivot", "/station/from", "/series"])
    }

    /// The columns as the mapping names them: those of stations are a column of stations and one of values.
    var offered: [Proposal.Column] {
        let all = zip(labels, columns).map { Proposal.Column(name: $0, cells: $1.cells, distinct: $1.distinct) }
        guard let stations, stations.isPlain else { return all }
        let kept = all.enumerated().filter { !stations.columns.contains($0.offset) }.map(\.element)
        let cells = stations.columns.flatMap { columns[$0].cells.prefix(1) }
        return kept + [
            Proposal.Column(name: stations.into, examples: Array(stations.names.prefix(3)), texts: stations.names),
            Proposal.Column(name: stations.value, examples: Array(cells.prefix(3))),
        ]
    }

    /// The column that a rule of the mapping takes, or the first of those that became one.
    func column(named name: String?) -> ColumnGuess? {
        guard let name else { return nil }
        if let stations, stations.isPlain, name == stations.value { return stations.columns.first.map { columns[$0] } }
        return labels.firstIndex(of: name).map { columns[$0] }
    }
}
