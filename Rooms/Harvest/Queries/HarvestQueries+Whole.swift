// SPDX-License-Identifier: EUPL-1.2
package import Storage
package import Wire

extension HarvestQueries {
    /// Takes over a catalogue that somebody read by hand: named, accepted and stored in one.
    package static func takeWhole(
        _ harvest: FeedHarvest, from address: String, name: String, by actor: String, at now: Instant,
        on connection: any StorageConnection
    ) throws -> HarvestOutcome {
        let id = try propose(address, name: name, by: actor, at: now, isDue: false, on: connection)
        guard let source = try source(id, on: connection) else { throw HarvestFault.missing }
        let outcome = try HarvestStore.take(
            harvest.datasets, from: id, isTrial: false, by: actor, at: now, on: connection)
        // an address is read each night from now on, a file has no more to say
        let next = source.isFile ? nil : source.due ?? HarvestClock.next(hour: 3, after: now)
        if !outcome.isEmpty || source.state != .accepted || source.report != harvest.report {
            try done(source, harvest.report, next: next, at: now, on: connection)
        }
        if source.state == .proposed {
            _ = try perform(.accept, on: id, by: actor, at: now, on: connection)
            try connection.execute("UPDATE harvest_source SET due_at = \(next?.microseconds) WHERE id = \(id)")
        }
        return outcome
    }
}
