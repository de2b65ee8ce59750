// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import IngestPages
import SensorThings
import SensorThingsFrame
import Site
import Wire

/// The data sets with their facets.
struct DataPage: Sendable {
    struct Entry: Sendable, Hashable {
        var slug: String
        var title: String
        var description: String
        var owner: String
        var licence: String
        var keywords: [String]
        var modified: Instant
        var sensors: Int
        var layers: Int
        var isPublic: Bool
    }

    /// Data sets of other catalogues, which have a page of their own.
    struct Others: Sendable, Hashable {
        var count: Int
        var url: SiteURL
    }

    var others: Others?
    var entries: [Entry]
    var total: Int
    var search: String
    var licence: String
    var owner: String
    var licences: [String]
    var owners: [String]

    init(all: [Entry], search: String, licence: String, owner: String) {
        let words = SearchWords(search)
        entries = all.filter { entry in
            guard licence.isEmpty || entry.licence == licence, owner.isEmpty || entry.owner == owner else {
                return false
            }
            guard !words.isEmpty else { return true }
            return words.areAll(
                in: ([entry.title, entry.description, entry.owner] + entry.keywords).joined(separator: " "))
        }
        total = all.count
        self.search = search
        self.licence = licence
        self.owner = owner
        licences = Set(all.map(\.licence)).sorted()
        owners = Set(all.map(\.owner)).sorted()
    }
}

/// One data set: whose, under which licence, what belongs to it, where programs reach it, how it came in.
struct DatasetPage: Sendable {
    /// Of a large data set only so many sensors are listed.
    static let mostSensors = 25

    struct Layer: Sendable, Hashable {
        var name: String
        var title: String
        var count: Int64
    }

    var slug: String
    var title: String
    var description: String
    var keywords: [String]
    var sourceURL: String?
    var issued: Instant
    var modified: Instant
    var access: Dataset.Access
    /// What the person may set it to; empty for who may not change it.
    var accessChoices: [Dataset.Access]
    /// Whether the person may change what is said of it.
    var mayDescribe = false
    /// The data set in the words of schema.org; nil for one that is not public.
    var forSearchEngines: HTML?
    /// Whether the person has just set it.
    var isChanged = false
    /// The licence asks that the source is named, and nobody has named it.
    var lacksAttribution = false
    /// What could be named: the town and the department that owns it.
    var likelyAttribution = ""
    /// Whether the person decides who else may use it.
    var isManaged = false
    /// What the choice decides about; nil for who may not choose.
    var decided: DatasetContents?
    var reuse: DatasetReuse
    var sensors: [SensorLine]
    /// Series of its first sensors, whose values can be taken as files.
    var series: [SeriesRecord] = []
    var layers: [Layer]
    var imports: [ImportsPage.Run]
    /// How long sensor values are kept; nil keeps everything.
    var retention: RetentionPolicy?
    var base: String
}
