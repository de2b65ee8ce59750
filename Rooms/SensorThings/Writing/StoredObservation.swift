// SPDX-License-Identifier: EUPL-1.2
import SensorThingsModel
import Storage
import Wire

/// The part of a stored Observation that duplicates are compared by.
struct StoredObservation {
    let time: Int64
    let id: Int64
    let duration: Int64?
    let result: Double?
    let resultJSON: String?
    let resultTime: Int64?
    let extra: JSONValue?
    let feature: Int64?

    /// Of the columns time, id, duration, result, its JSON, result time, extra, feature.
    init(row: any StorageRow) {
        time = row.integer(0)
        id = row.integer(1)
        duration = row.integerIfPresent(2)
        result = row.realIfPresent(3)
        resultJSON = row.textIfPresent(4)
        resultTime = row.integerIfPresent(5)
        extra = row.textIfPresent(6).flatMap { try? JSONValue(parsing: $0) }
        feature = row.integerIfPresent(7)
    }

    /// A feature counts where the new one names it.
    func hasSameContent(as other: NewObservation) -> Bool {
        guard duration == other.duration, result == other.result, resultJSON == other.resultJSON,
            resultTime == other.resultTime, other.feature == nil || other.feature == feature
        else { return false }
        return extra == other.extra.flatMap { try? JSONValue(parsing: $0) }
    }
}
