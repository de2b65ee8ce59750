// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import Catalogue
import HTTPSupport
import IngestPages
import SensorThings
import SensorThingsPages
import Site
import Storage

/// What a data set's access decides about: all that becomes visible, or vanishes, with one choice.
struct DatasetContents: Sendable, Hashable {
    var things: Int64 = 0
    var series: Int64 = 0
    var values: Int64 = 0
    var places: Int64 = 0
    /// Sensors, with their description and metadata.
    var devices: Int64 = 0
    /// Indicators of the plan that are calculated from it.
    var dependents: [DatasetDependents.Dependent] = []

    static func read(ofDataset id: Int64, on connection: any StorageConnection) throws -> DatasetContents {
        func count(_ table: SQL) throws -> Int64 {
            try connection.integer("SELECT count(*) FROM \(table) WHERE dataset_id = \(id)") ?? 0
        }
        return DatasetContents(
            things: try count("thing"), series: try count("datastream"),
            values: try connection.integer(
                """
                SELECT CAST(sum(s.observation_count) AS BIGINT) FROM datastream d
                JOIN datastream_state s ON s.datastream_id = d.id WHERE d.dataset_id = \(id)
                """) ?? 0,
            places: try count("location"),
            devices: try connection.integer(
                """
                SELECT count(*) FROM (SELECT id FROM sensor WHERE dataset_id = \(id)
                    UNION SELECT sensor_id FROM datastream WHERE dataset_id = \(id)) AS devices
                """) ?? 0)
    }
}
