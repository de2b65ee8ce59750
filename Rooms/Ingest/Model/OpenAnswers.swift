// SPDX-License-Identifier: EUPL-1.2
import Wire

/// Places of a mapping where a proposal has left a question: `?` where only a person knows the value.
struct OpenAnswers {
    /// JSON pointers in the order of the document.
    private(set) var pointers: [String] = []

    /// Members whose texts are those of cells or names, where a question mark is itself.
    private static let texts: Set<String> = [
        "values", "reasons", "doubtful", "quality", "headerAliases", "names", "aliases", "separator", "keyValue",
    ]

    init(_ document: JSONValue) { look(document, "") }

    private mutating func look(_ value: JSONValue, _ pointer: String) {
        if let object = value.object {
            for name in object.names where !Self.texts.contains(name) {
                guard let member = object[name] else { continue }
                let place = pointer + "/" + name
                let isYear = place == "/time/text" && member.string?.hasPrefix("?-") == true
                if member.string == "?" || isYear { pointers.append(place) } else { look(member, place) }
            }
        } else if let array = value.array {
            for (index, element) in array.enumerated() where element.string == nil {
                look(element, "\(pointer)/\(index)")
            }
        }
    }

    /// Those that do not hinder a look at what would come in: who owns the data, by which licence, what is measured and in which unit.
    static func isOfDataset(_ pointer: String) -> Bool {
        pointer.hasPrefix("/dataset/") || pointer.contains("/unit/") || pointer.contains("/observedProperty/")
    }

    /// Throws for what is open, all of it named; `isTrial` lets what is open about the data set pass.
    func refuse(_ document: String, isTrial: Bool) throws(MappingError) {
        let open = isTrial ? pointers.filter { !Self.isOfDataset($0) } : pointers
        guard let first = open.first else { return }
        let others = open.dropFirst().joined(separator: ", ")
        throw MappingError(
            document: document, pointer: first,
            message: "\"?\" stands here: a question that only a person can answer"
                + (others.isEmpty ? "" : "; so too at \(others)"),
            remedy: "Write the answer in its place" + Self.example(first)
                + ". \"allmende import --propose FILE\" prints each question with its choices, and the page "
                + "/imports/new asks them beside what each choice makes of the file.")
    }

    private static func example(_ pointer: String) -> String {
        switch pointer.split(separator: "/").last {
        case "owner": ", the office that answers for the data"
        case "licence": ", such as \"dl-by-de/2.0\" or \"cc-zero\""
        case "zone": ", such as \"Europe/Berlin\", \"UTC\", or \"Etc/GMT-1\" for CET all year"
        case "stamp": ": \"start\", \"end\" or \"instant\""
        case "name" where pointer.hasSuffix("/unit/name"), "symbol": ", such as \"kWh\"; \"1\" for what is counted"
        case "name" where pointer.contains("/observedProperty/"): ", what is measured, such as \"Temperatur\""
        case "interval": ", such as \"P1M\" or \"P14D\""
        case "last": ": \"included\" or \"excluded\""
        case "overlap": ": \"kept\", where each row holds for its own period"
        case "form": ", such as \"dd.MM.yyyy HH:mm\""
        case "yearStart": ", such as \"10-01\""
        case "repeatedHour": ": \"once\", \"sum\", \"twice\" or \"byOrder\""
        case "epsg": ", such as 25832 for UTM zone 32"
        case "thousands": ": \"\" for none; or \".\", and then \"decimal\" is \",\""
        case "beyondLimits": ": \"limit\", \"half\" or \"missing\""
        case "missing": ", such as [\"-999\"], or [] where each number is a value"
        case "text": ": the year that no cell names, such as \"2025-…\""
        default: ""
        }
    }
}
