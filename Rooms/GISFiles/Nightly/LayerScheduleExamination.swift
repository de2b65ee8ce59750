// SPDX-License-Identifier: EUPL-1.2
package import Storage
package import Wire

/// What people should look at in the layers that are fetched each night; for `allmende doctor`.
package enum LayerScheduleExamination {
    /// Failures in a row after which an address has been silent for more than two days.
    private static let manyFailures: Int64 = 7

    package static func rules(at now: Instant) -> [ConsistencyRule] {
        let week = now.microseconds - 7 * 86_400_000_000
        return [
            ConsistencyRule(
                name: "layers fetched each night come",
                remedy: "See at /layers/new what the address answers; end the fetching of what is no longer there.",
                violations: """
                    SELECT layer FROM gis_schedule WHERE is_paused = 0 AND failures >= \(manyFailures) ORDER BY layer
                    """),
            ConsistencyRule(
                name: "deliveries of layers are decided about",
                remedy: "Look at the difference at /layers/new, and store or discard it.",
                violations: """
                    SELECT s.layer FROM gis_schedule s JOIN gis_delivery d ON d.id = s.waiting_id
                    WHERE d.created_at < \(week) ORDER BY s.layer
                    """),
        ]
    }
}
