// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// What must hold between this room's tables, which its keys cannot say by themselves.
public enum SensorThingsConsistency {
    public static let rules: [ConsistencyRule] = [
        ConsistencyRule(
            name: "observations belong to a datastream", remedy: "Restore a backup, or delete these observations.",
            violations: """
                SELECT s.datastream_id FROM (SELECT DISTINCT datastream_id FROM observation) s
                WHERE NOT EXISTS (SELECT 1 FROM datastream d WHERE d.id = s.datastream_id)
                """),
        ConsistencyRule(
            name: "blocks of ids belong to a datastream", remedy: "Restore a backup, or delete these blocks.",
            violations: """
                SELECT b.block FROM observation_block b
                WHERE NOT EXISTS (SELECT 1 FROM datastream d WHERE d.id = b.datastream_id)
                """),
        ConsistencyRule(
            name: "the kept state of a datastream matches its observations",
            remedy: "Restore a backup made before the damage.",
            violations: """
                SELECT coalesce(s.datastream_id, o.datastream_id)
                FROM datastream_state s
                FULL OUTER JOIN (
                    SELECT datastream_id, count(*) AS n, min(phenomenon_time) AS first_time,
                        max(phenomenon_time) AS last_time, max(phenomenon_duration) AS longest
                    FROM observation GROUP BY datastream_id) o ON o.datastream_id = s.datastream_id
                WHERE coalesce(s.observation_count, 0) <> coalesce(o.n, 0)
                    OR s.phenomenon_start IS DISTINCT FROM o.first_time
                    OR s.latest_time IS DISTINCT FROM o.last_time
                    OR o.longest > coalesce(s.longest_duration, -1)
                """),
    ]
}
