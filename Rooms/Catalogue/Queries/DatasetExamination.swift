// SPDX-License-Identifier: EUPL-1.2
public import Storage

/// What is wrong with data sets although the database is sound; for `allmende doctor`.
public enum DatasetExamination {
    public static let rules = [
        ConsistencyRule(
            name: "each data set has an owner", remedy: "Name the department that answers for it.",
            violations: "SELECT slug FROM dataset WHERE trim(owner) = '' ORDER BY slug"),
        ConsistencyRule(
            name: "no data about people are public",
            remedy:
                "Withdraw it at once: allmende dataset set SLUG --access restricted. It was published by an old version.",
            violations: "SELECT slug FROM dataset WHERE access = 'public' AND personal_data <> 'none' ORDER BY slug"),
        ConsistencyRule(
            name: "data about people are restricted",
            remedy: "All readers see it: restrict it on its page, and grant it to those who need it.",
            violations:
                "SELECT slug FROM dataset WHERE access = 'internal' AND personal_data = 'personal' ORDER BY slug"),
        ConsistencyRule(
            name: "the record of processing names each data set about people",
            remedy: "Fill it in at /data/SLUG/rights: what for, by which right, whose, for whom, until when.",
            violations: """
                SELECT slug FROM dataset WHERE personal_data <> 'none'
                    AND NOT EXISTS (SELECT 1 FROM processing_record r WHERE r.dataset_id = dataset.id) ORDER BY slug
                """),
        ConsistencyRule(
            name: "data with pseudonyms are marked as such",
            remedy:
                "Withdraw it and mark it at /data/SLUG/rights: a mark that somebody can still resolve is about people.",
            violations: """
                SELECT slug FROM dataset WHERE personal_data = 'none'
                    AND EXISTS (SELECT 1 FROM pseudonym_key k WHERE k.dataset_id = dataset.id) ORDER BY slug
                """),
    ]
}
