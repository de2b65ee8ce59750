// SPDX-License-Identifier: EUPL-1.2
package import Access
import Catalogue
package import SensorThingsModel
import Storage

extension EntityWriter {
    /// Refuses a change to what the reader sees and may not change.
    package func require(_ level: Rights.Level, _ type: EntityType, _ id: Int64, at pointer: String = "") throws {
        guard !reader.writesWhatIsSeen else { return }
        let dataset: Int64?
        switch type {
        case .historicalLocation:
            dataset = try connection.integer(
                """
                SELECT t.dataset_id FROM historical_location h JOIN thing t ON t.id = h.thing_id WHERE h.id = \(id)
                """)
        case .observation:
            guard let address = try ObservationAddress.find(id, for: reader, on: connection) else { return }
            dataset = try datasetID(of: .datastream, address.datastream)
        default: dataset = try datasetID(of: type, id)
        }
        try require(level, dataset: dataset, at: pointer)
    }

    /// The same for what is to belong to a data set.
    func require(_ level: Rights.Level, dataset: Int64?, at pointer: String = "") throws {
        guard !reader.writesWhatIsSeen, let dataset else { return }
        guard try DatasetQueries.may(level, dataset, reader, on: connection) else {
            throw EntityFault(
                kind: .forbidden,
                message: "It belongs to a data set that you may read and not write; who manages it can grant that.",
                pointer: pointer)
        }
    }
}
