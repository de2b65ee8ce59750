// SPDX-License-Identifier: EUPL-1.2
package import HTTPSupport
import HTTPTypes
package import SensorThingsModel
package import Wire

/// What an `aggregate` address asks for, read from its query part.
package struct AggregationRequest: Sendable {
    /// A column of the answer.
    package enum Function: String, CaseIterable, Sendable {
        case min, max, mean, sum, count, last, coverage

        /// The value in a bucket; nil where it is unknown.
        package func value(in values: BucketValues) -> Double? {
            switch self {
            case .min: values.minimum
            case .max: values.maximum
            case .mean: values.mean
            case .sum: values.sum
            case .count: Double(values.count)
            case .last: values.last
            case .coverage: values.coverage
            }
        }
    }

    package private(set) var bucket = TimeBucket.day
    package private(set) var zone = ZonedCalendar.utc
    package private(set) var window = InstantInterval(start: .minimum, end: .maximum)
    package private(set) var functions: [Function] = [.min, .max, .mean, .count]
    /// Nil leaves it to the `Accept` field.
    package private(set) var isCSV: Bool?

    private static let parameters = ["bucket", "zone", "from", "to", "functions", "$resultFormat"]

    /// - Throws: `Problem` 400 that names the parameter and what it may be.
    package init(query: Substring) throws(Problem) {
        var given: [String: String] = [:]
        do throws(QueryFault) {
            for option in try QueryText(query).options {
                guard Self.parameters.contains(option.name) else {
                    throw .malformed(option.name, 1, "there are \(Self.parameters.joined(separator: ", "))")
                }
                guard given.updateValue(String(decoding: option.value, as: UTF8.self), forKey: option.name) == nil
                else {
                    throw .malformed(option.name, 1, "it is given twice")
                }
            }
        } catch {
            throw error.problem
        }
        try readForm(given)
        // Dates are days of the zone, so the zone comes first.
        let start = try given["from"].map { text throws(Problem) in try instant(text, of: "from") } ?? .minimum
        let end = try given["to"].map { text throws(Problem) in try instant(text, of: "to") } ?? .maximum
        guard start < end else { throw Self.fault("to", "it must be later than 'from'") }
        window = InstantInterval(start: start, end: end)
    }

    private mutating func readForm(_ given: [String: String]) throws(Problem) {
        if let name = given["bucket"] {
            let names = TimeBucket.allCases.map(\.rawValue)
            guard let value = TimeBucket(rawValue: name) else { throw Self.fault("bucket", "'\(name)' is none", names) }
            bucket = value
        }
        if let name = given["zone"] {
            guard let value = ZonedCalendar(identifier: name) else {
                throw Self.fault("zone", "'\(name)' is no IANA time zone such as Europe/Berlin or UTC")
            }
            zone = value
        }
        if let list = given["functions"] {
            functions = []
            for name in list.split(separator: ",", omittingEmptySubsequences: false) {
                guard let function = Function(rawValue: String(name)) else {
                    throw Self.fault("functions", "'\(name)' is none", Function.allCases.map(\.rawValue))
                }
                guard !functions.contains(function) else { throw Self.fault("functions", "'\(name)' is given twice") }
                functions.append(function)
            }
        }
        if let format = given["$resultFormat"] {
            guard ["csv", "json"].contains(format.lowercased()) else {
                throw Self.fault("$resultFormat", "'\(format)' is none", ["JSON", "CSV"])
            }
            isCSV = format.lowercased() == "csv"
        }
    }

    /// An instant with its offset, or a date: the first instant of that day in the zone.
    private func instant(_ text: String, of parameter: String) throws(Problem) -> Instant {
        if text.utf8.count == 10, let noon = try? Instant(iso8601: text + "T12:00:00Z") {
            return zone.resolve(local: noon.microseconds - 43_200_000_000).earliest
        }
        do throws(InstantError) {
            return try Instant(iso8601: text)
        } catch {
            throw Self.fault(
                parameter, "'\(text)' is neither a date such as 2026-07-31 nor an instant such as 2026-07-31T12:00:00Z")
        }
    }

    package static func fault(_ parameter: String, _ message: String, _ allowed: [String] = []) -> Problem {
        var location: JSONObject = ["parameter": .string(parameter)]
        if !allowed.isEmpty { location["allowed"] = .array(allowed.map { .string($0) }) }
        let remedy = allowed.isEmpty ? "" : "; there are \(allowed.joined(separator: ", "))"
        return Problem(
            .badRequest, "Malformed parameter", detail: "\(parameter): \(message)\(remedy).",
            german: "Der Parameter \(parameter) passt nicht: \(message)\(remedy).", location: location)
    }
}
