// SPDX-License-Identifier: EUPL-1.2
package import Storage
package import Wire

/// What people should look at in the catalogues that are read; for `allmende doctor`.
package enum HarvestExamination {
    /// Failures in a row after which an address has been silent for more than two days.
    private static let manyFailures: Int64 = 7

    package static func rules(at now: Instant) -> [ConsistencyRule] {
        let week = now.microseconds - 7 * 86_400_000_000
        return [
            ConsistencyRule(
                name: "other catalogues can be read",
                remedy: "See at /admin/harvest what the address answers; pause a catalogue that is no longer there.",
                violations: """
                    SELECT name FROM harvest_source WHERE state = 'accepted' AND failures >= \(manyFailures) ORDER BY name
                    """),
            ConsistencyRule(
                name: "data sets of several catalogues are decided about",
                remedy: "Decide at /admin/harvest-conflicts whose entry counts.",
                violations: """
                    SELECT r.identifier FROM harvest_record r JOIN harvest_source s ON s.id = r.source_id
                    WHERE r.gone_at IS NULL AND s.state <> 'proposed'
                        AND NOT EXISTS (SELECT 1 FROM harvest_choice c WHERE c.identifier = r.identifier)
                    GROUP BY r.identifier HAVING count(*) > 1 AND max(r.first_at) < \(week) ORDER BY r.identifier
                    """),
        ]
    }
}
