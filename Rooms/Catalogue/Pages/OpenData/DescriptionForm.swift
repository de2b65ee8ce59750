// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import DCAT
import Site
import Wire

/// What is said of a data set, on its page and in catalogues, as people write it.
struct DescriptionForm: Sendable {
    static let longestText = 10_000
    private static let longestLine = 500

    var dataset: Dataset
    var record: CatalogueRecord
    /// Keywords as they were typed.
    var keywords: String
    /// What keeps it from being kept.
    private(set) var faults: [Dataset.Fault] = []
    /// What the catalogue says, or would say.
    var entry: PublishedDataset?
    /// The same as Turtle.
    var preview = ""
    var isSaved = false

    init(_ dataset: Dataset, _ record: CatalogueRecord) {
        (self.dataset, self.record) = (dataset, record)
        self.record.themes = dataset.themes(record)
        keywords = dataset.keywords.joined(separator: ", ")
    }

    /// What was sent, over what is known of the data set.
    init(_ body: FormBody, of known: Dataset) {
        var dataset = known
        func optional(_ name: String) -> String? { body.trimmed(name).isEmpty ? nil : body.trimmed(name) }
        dataset.title = body.trimmed("title")
        dataset.titleEnglish = optional("title-en")
        dataset.description = body.trimmed("description")
        dataset.descriptionEnglish = optional("description-en")
        dataset.owner = body.trimmed("owner")
        dataset.contact = optional("contact")
        dataset.licence = body["licence"]
        dataset.sourceURL = optional("source")
        keywords = body.trimmed("keywords")
        var words: [String] = []
        for part in keywords.split(whereSeparator: { $0 == "," || $0.isNewline }) {
            let word = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if !word.isEmpty, !words.contains(word) { words.append(word) }
        }
        dataset.keywords = words
        dataset.attributions = Self.attributions(body.trimmed("attribution"), known.attributions)
        record = CatalogueRecord(
            themes: DataTheme.allCases.filter { body.all("theme").contains($0.rawValue) },
            highValue: HighValueCategory.allCases.filter { body.all("high-value").contains($0.rawValue) },
            contactPage: optional("contact-page"), contributor: optional("contributor"),
            frequency: UpdateFrequency(rawValue: body["frequency"]))
        // one that the EU's table does not know is not offered here, and stays until another is chosen
        if !record.themes.isEmpty || !known.themes(CatalogueRecord()).isEmpty {
            dataset.theme = record.themes.first?.rawValue
        }
        self.dataset = dataset
        faults = dataset.faults + record.faults + Self.faults(dataset, record, body)
    }

    /// The first is written here; what else has to be named, with its own licences, stays.
    private static func attributions(_ text: String, _ known: [Dataset.Attribution]) -> [Dataset.Attribution] {
        guard !text.isEmpty else { return Array(known.dropFirst()) }
        guard var first = known.first else { return [Dataset.Attribution(text: text)] }
        first.text = text
        return [first] + known.dropFirst()
    }

    /// What the shapes of DCAT-AP.de ask of texts and addresses, and how long they may be here.
    private static func faults(_ dataset: Dataset, _ record: CatalogueRecord, _ body: FormBody) -> [Dataset.Fault] {
        var faults: [Dataset.Fault] = []
        func fault(_ field: String, _ words: Words) {
            faults.append(Dataset.Fault(field: field, message: words.english, messageGerman: words.german))
        }
        if dataset.description.isEmpty { fault("description", .describeIt) }
        if let contact = dataset.contact, contact.contains("@"), !MailAddress.isPlain(contact) {
            fault("contact", .noMailAddress)
        }
        if let source = dataset.sourceURL, !WebAddress.isOne(source) { fault("source", .noWebAddress) }
        if !record.highValue.isEmpty, dataset.licenceDetails?.isOpen == false { fault("high-value", .highValueIsOpen) }
        for name in ["title", "title-en", "owner", "contact", "keywords", "attribution", "source"]
        where body.trimmed(name).count > longestLine { fault(name, .tooLong(longestLine)) }
        for name in ["description", "description-en"] where body.trimmed(name).count > longestText {
            fault(name, .tooLong(longestText))
        }
        return faults
    }
}
