// SPDX-License-Identifier: EUPL-1.2
import Planning
import Storage

/// What a data set's access decides about: all that becomes visible, or vanishes, with one choice.
struct DatasetContents: Sendable, Hashable {
    struct Indicator: Sendable, Hashable {
        let reference: Reference
        let title: String
    }

    var things: Int64 = 0
    var series: Int64 = 0
    var values: Int64 = 0
    var places: Int64 = 0
    /// Sensors, with their description and metadata.
    var devices: Int64 = 0
    /// Indicators of the plan that are calculated from it.
    var indicators: [Indicator] = []

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

extension TownReading {
    /// The indicators that ask a series or a layer of the data set.
    func indicators(ofDataset id: Int64, in plan: Plan) -> [DatasetContents.Indicator] {
        let series = Set(series.filter { $0.dataset == id }.compactMap(\.datastream))
        let layers = Set(layers.filter { $0.dataset == id }.map(\.name))
        return plan.objects(of: .indicator).filter { indicator in
            indicator.integer("datastream").map { series.contains($0) } ?? false
                || indicator.text("collection").map { layers.contains($0) } ?? false
        }.map { DatasetContents.Indicator(reference: $0.reference, title: $0.title) }
    }
}
