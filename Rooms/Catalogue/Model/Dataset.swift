// SPDX-License-Identifier: EUPL-1.2
public import Rights
public import Storage
public import Wire

/// What is published once and appears everywhere: owner, licence, rights and metadata of a set of data (DCAT Dataset).
public struct Dataset: Sendable, Hashable {
    /// Who may read it.
    public enum Access: String, Sendable, Hashable, CaseIterable {
        /// Everybody.
        case `public`
        /// Everybody with an account or a key.
        case `internal`
        /// Administrators.
        case restricted
    }

    /// A text that must stand beside the data, with the source it belongs to.
    public struct Attribution: Sendable, Hashable {
        public var text: String
        public var url: String?
        /// Licence code of this part when it differs from the data set's.
        public var licence: String?

        public init(text: String, url: String? = nil, licence: String? = nil) {
            self.text = text
            self.url = url
            self.licence = licence
        }
    }

    public var id: Int64
    /// In addresses: `muenster-radverkehr`. Lower-case letters, digits and hyphens.
    public var slug: String
    public var title: String
    public var titleEnglish: String?
    public var description: String
    public var descriptionEnglish: String?
    /// The department that answers for it.
    public var owner: String
    public var contact: String?
    /// Licence code of DCAT-AP.de: `dl-by-de/2.0`, `cc-by/4.0`, `odbl`, …
    public var licence: String
    public var attributions: [Attribution]
    public var sourceURL: String?
    public var keywords: [String]
    /// Code of the EU data theme: `TRAN`, `ENVI`, …
    public var theme: String?
    public var access: Access
    public var issued: Instant
    public var modified: Instant

    public init(
        id: Int64 = 0, slug: String, title: String, titleEnglish: String? = nil, description: String = "",
        descriptionEnglish: String? = nil, owner: String, contact: String? = nil, licence: String,
        attributions: [Attribution] = [], sourceURL: String? = nil, keywords: [String] = [], theme: String? = nil,
        access: Access = .internal, issued: Instant, modified: Instant
    ) {
        self.id = id
        self.slug = slug
        self.title = title
        self.titleEnglish = titleEnglish
        self.description = description
        self.descriptionEnglish = descriptionEnglish
        self.owner = owner
        self.contact = contact
        self.licence = licence
        self.attributions = attributions
        self.sourceURL = sourceURL
        self.keywords = keywords
        self.theme = theme
        self.access = access
        self.issued = issued
        self.modified = modified
    }

    /// The rule of `Rights` over a column that holds a data set's id.
    public static func isVisible(_ column: SQL, to reader: Reader) -> SQL { reader.rights.mayRead(column) }
}
