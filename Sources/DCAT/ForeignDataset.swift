// SPDX-License-Identifier: EUPL-1.2
public import Bilingual
public import Geometry
import Wire

/// A data set of another catalogue, in the words of ours: what was understood of what it says.
public struct ForeignDataset: Sendable, Hashable {
    /// Names it in all catalogues that tell of it.
    public var identifier: String
    /// Its address where it comes from; nil where it has none of the web.
    public var address: String?
    /// Where people read about it.
    public var page: String?
    public var title: Words
    /// Plain text, with its paragraphs.
    public var description: Words?
    public var keywords: [String] = []
    public var themes: [DataTheme] = []
    public var highValue: [HighValueCategory] = []
    public var publisher: String?
    public var creator: String?
    public var contact: ContactPoint?
    /// An address of `http://dcat-ap.de/def/contributors/`.
    public var contributor: String?
    public var issued: ForeignDate?
    public var modified: ForeignDate?
    public var frequency: UpdateFrequency?
    public var begins: ForeignDate?
    public var ends: ForeignDate?
    /// In degrees (CRS84).
    public var extent: BoundingBox?
    public var distributions: [ForeignDistribution] = []

    public init(identifier: String, title: Words) { (self.identifier, self.title) = (identifier, title) }

    /// Its licences, each once: an address of the list of DCAT-AP.de, else the words that stood there.
    public var licences: [ForeignLicence] {
        var all: [ForeignLicence] = []
        for licence in distributions.compactMap(\.licence) where !all.contains(licence) { all.append(licence) }
        return all
    }
}

/// A way to get the data of a foreign data set.
public struct ForeignDistribution: Sendable, Hashable {
    public var title: Words?
    /// Addresses of the web.
    public var access: String
    public var download: String?
    /// As people write it: `CSV`.
    public var format: String?
    public var mediaType: String?
    public var licence: ForeignLicence?
    /// What has to be named with the data.
    public var attribution: String?

    public init(access: String) { self.access = access }
}

/// A moment as a catalogue says it: a year, a month, a day or a time, in the forms of XML Schema.
public struct ForeignDate: Sendable, Hashable {
    public let text: String

    /// Nil for what is no date; German and English days are read, too.
    public init?(_ given: String) {
        let text = given.trimmed
        if Self.isYearOrMonth(text) {
            self.text = text
        } else if let day = Self.day(text) {
            self.text = day
        } else if let instant = try? Instant(iso8601: text) {
            self.text = instant.iso8601
        } else {
            // a time without a zone stays one: nobody knows which it was
            let local = text.replacing(" ", with: "T", maxReplacements: 1)
            guard text.utf8.count >= 16, (try? Instant(iso8601: Self.whole(local) + "Z")) != nil else { return nil }
            self.text = Self.whole(local)
        }
    }

    /// With seconds, which XML Schema wants.
    private static func whole(_ text: String) -> String { text.utf8.count == 16 ? text + ":00" : text }

    private static func isYearOrMonth(_ text: String) -> Bool {
        guard text.wholeMatch(of: #/[12][0-9]{3}(-(0[1-9]|1[0-2]))?/#) != nil else { return false }
        return true
    }

    private static func day(_ text: String) -> String? {
        if text.wholeMatch(of: #/[0-9]{4}-[0-9]{2}-[0-9]{2}/#) != nil {
            return (try? Instant(iso8601: text + "T00:00:00Z")) == nil ? nil : text
        }
        guard let match = text.wholeMatch(of: #/([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})/#) else { return nil }
        func padded(_ digits: Substring) -> String { digits.count == 1 ? "0" + digits : String(digits) }
        let iso = "\(match.3)-\(padded(match.2))-\(padded(match.1))"
        return (try? Instant(iso8601: iso + "T00:00:00Z")) == nil ? nil : iso
    }

    /// The type of XML Schema that writes it.
    var type: String {
        switch text.utf8.count {
        case 4: "gYear"
        case 7: "gYearMonth"
        case 10: "date"
        default: "dateTime"
        }
    }
}

/// A licence as another catalogue names it, and what it is in the list of DCAT-AP.de.
public struct ForeignLicence: Sendable, Hashable {
    /// How it is known that the words mean the licence.
    public enum Certainty: String, Sendable, Hashable, CaseIterable {
        /// It is an address of the list.
        case listed
        /// It is a name or an address that only this licence has.
        case named
        /// Something is missing that tells it from others, most often the version.
        case guessed
        /// Nothing in the list fits.
        case unknown
    }

    public let said: String
    /// After `http://dcat-ap.de/def/licenses/`; nil where nothing fits.
    public let code: String?
    public let certainty: Certainty

    public init(said: String, code: String?, certainty: Certainty) {
        (self.said, self.code, self.certainty) = (said, code, certainty)
    }

    /// The address in the list.
    public var address: String? { code.map { LicenceList.root + $0 } }
}
