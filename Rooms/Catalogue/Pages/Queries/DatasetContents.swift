// SPDX-License-Identifier: EUPL-1.2
import SensorThings
import Site
import Storage

/// What a data set's access decides about: all that becomes visible, or vanishes, with one choice.
struct DatasetContents: Sendable, Hashable {
    var sensors: SensorHoldings
    /// Indicators of the plan that are calculated from it.
    var dependents: [DatasetDependents.Dependent] = []

    static func read(ofDataset id: Int64, on connection: any StorageConnection) throws -> DatasetContents {
        DatasetContents(sensors: try SensorHoldings.read(ofDataset: id, on: connection))
    }
}
