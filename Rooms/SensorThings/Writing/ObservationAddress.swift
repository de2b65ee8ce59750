// SPDX-License-Identifier: EUPL-1.2
import Access
import Catalogue
import Storage

/// Where an Observation lies: its Datastream and time, found through the block of its id.
struct ObservationAddress {
    let datastream: Int64
    let time: Int64

    static func find(
        _ id: Int64, for reader: Reader, on connection: any StorageConnection
    ) throws -> ObservationAddress? {
        try connection.firstRow(
            """
            SELECT observation.datastream_id, observation.phenomenon_time
            FROM observation_block AS block
            JOIN datastream ON datastream.id = block.datastream_id
            JOIN observation ON observation.datastream_id = block.datastream_id
                AND observation.phenomenon_time >= block.first_time AND observation.phenomenon_time <= block.last_time
                AND observation.id = \(id)
            WHERE block.block = \(id / ObservationWriter.blockSize)
                AND \(Dataset.isVisible("datastream.dataset_id", to: reader))
            """
        ) { ObservationAddress(datastream: $0.integer(0), time: $0.integer(1)) }
    }
}
