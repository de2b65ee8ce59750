// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import DCAT
import Geometry
import RDF
import Wire

/// Takes what a catalogue says of one data set into the words of ours, and notes what does not fit.
struct DatasetBuilder {
    private(set) var dataset: ForeignDataset
    private(set) var report: HarvestReport
    /// Files that it names, usable or not.
    private var files = 0

    private static let longestTitle = 500
    private static let longestText = 50_000
    private static let mostKeywords = 200
    private static let mostDistributions = 1000

    init(identifier: String, title: Words, _ report: HarvestReport) {
        dataset = ForeignDataset(identifier: identifier, title: Words("", nil))
        self.report = report
        dataset.title = words(title, most: Self.longestTitle, isLine: true) ?? Words("", nil)
    }

    /// What it is called in the report.
    private var label: String { dataset.title.german }

    mutating func note(_ finding: HarvestReport.Finding, _ detail: String = "") {
        report.note(finding, detail.isEmpty ? label : "\(label): \(detail)")
    }

    mutating func lose(_ field: String) { report.lose(field) }

    // MARK: Texts

    private mutating func cut(_ text: String, most: Int) -> String {
        guard text.utf8.count > most else { return text }
        note(.tooLong, String(text.prefix(60)))
        return String(text.prefix(most / 4))
    }

    private mutating func words(_ given: Words, most: Int, isLine: Bool) -> Words? {
        let german = cut(isLine ? PlainText.line(given.german) : PlainText.of(given.german), most: most)
        let english = given.translation.map { isLine ? PlainText.line($0) : PlainText.of($0) }
        guard !german.isEmpty || !(english ?? "").isEmpty else { return nil }
        guard let english, !english.isEmpty, english != german else { return Words(german, nil) }
        return Words(german.isEmpty ? english : german, cut(english, most: most))
    }

    mutating func describe(_ given: Words?) {
        if let given { dataset.description = words(given, most: Self.longestText, isLine: false) }
    }

    mutating func keywords(_ given: [String]) {
        var all: [String] = []
        for keyword in given {
            let keyword = cut(PlainText.line(keyword), most: Self.longestTitle)
            if !keyword.isEmpty, !all.contains(keyword) { all.append(keyword) }
        }
        if all.count > Self.mostKeywords { note(.tooLong, "\(all.count) keywords") }
        dataset.keywords = Array(all.prefix(Self.mostKeywords))
    }

    private mutating func name(_ given: String?) -> String? {
        guard let given else { return nil }
        let name = cut(PlainText.line(given), most: Self.longestTitle)
        return name.isEmpty ? nil : name
    }

    mutating func publisher(_ given: String?) { dataset.publisher = name(given) }
    mutating func creator(_ given: String?) { dataset.creator = name(given) }

    mutating func contact(name given: String?, mail: String?, page: String?) {
        let address = mail.map { $0.hasPrefix("mailto:") ? String($0.dropFirst(7)) : $0 }
        let mailbox = address.flatMap { MailAddress.isPlain($0.trimmed) ? $0.trimmed : nil }
        let page = page.flatMap(Self.web)
        let name = name(given)
        guard name != nil || mailbox != nil || page != nil else { return }
        dataset.contact = ContactPoint(name: name ?? dataset.publisher ?? mailbox ?? "", mail: mailbox, page: page)
    }

    // MARK: Codes

    /// Codes or addresses of the EU's table data-theme, or the names of its themes.
    mutating func themes(_ given: [String]) {
        for text in given {
            let code = text.split(separator: "/").last.map { $0.uppercased() } ?? ""
            let theme =
                DataTheme(rawValue: code)
                ?? DataTheme.allCases.first {
                    [$0.name.german.lowercased(), $0.name.english.lowercased()].contains(text.trimmed.lowercased())
                }
            guard let theme else {
                note(.foreignTheme, text)
                continue
            }
            if !dataset.themes.contains(theme) { dataset.themes.append(theme) }
        }
    }

    mutating func highValue(_ given: [String]) {
        dataset.highValue = HighValueCategory.allCases.filter { given.contains($0.address) }
    }

    /// A code or an address of the EU's table frequency, or a repeating interval of ISO 8601.
    mutating func frequency(_ given: String?) {
        guard let given, !given.trimmed.isEmpty else { return }
        let code = given.split(separator: "/", omittingEmptySubsequences: false).last.map { $0.uppercased() } ?? ""
        let repeated = [
            "P1D": "DAILY", "P7D": "WEEKLY", "P1W": "WEEKLY", "P2W": "BIWEEKLY", "P1M": "MONTHLY", "P2M": "BIMONTHLY",
            "P3M": "QUARTERLY", "P6M": "ANNUAL_2", "P1Y": "ANNUAL", "PT1H": "HOURLY", "PT1S": "UPDATE_CONT",
            "CONT": "UPDATE_CONT",
        ]
        if let known = UpdateFrequency(rawValue: code) ?? repeated[code].flatMap(UpdateFrequency.init(rawValue:)) {
            dataset.frequency = known
        } else {
            note(.foreignFrequency, given)
        }
    }

    /// Addresses of the list, in an old spelling of it too.
    mutating func contributor(_ given: [String]) {
        let spelled = given.map {
            $0.replacing(#/^https?:\/\/(?:www\.)?dcat-ap\.de\/def\/contributors\//#, with: Contributor.root)
        }
        dataset.contributor = spelled.first(where: Contributor.isOne)
    }

    // MARK: Time and place

    mutating func date(_ given: String?) -> ForeignDate? {
        guard let given, !given.trimmed.isEmpty else { return nil }
        let date = ForeignDate(given)
        if date == nil { note(.unreadableDate, given) }
        return date
    }

    mutating func dates(
        issued: String? = nil, modified: String? = nil, begins: String? = nil, ends: String? = nil
    ) {
        if let date = date(issued) { dataset.issued = date }
        if let date = date(modified) { dataset.modified = date }
        if let date = date(begins) { dataset.begins = date }
        if let date = date(ends) { dataset.ends = date }
    }

    /// Well-known text or GeoJSON.
    mutating func place(_ given: String?) {
        guard let given, !given.trimmed.isEmpty else { return }
        var text = given.trimmed
        // a name of the reference system may stand before it; CRS84 is what is meant
        if text.hasPrefix("<"), let end = text.firstIndex(of: ">") {
            text = String(text[text.index(after: end)...]).trimmed
        }
        let shape =
            text.hasPrefix("{")
            ? (try? JSONValue(parsing: text)).flatMap { try? GeometryValue(geoJSON: $0) }
            : try? GeometryValue(wkt: text)
        guard let box = shape?.boundingBox ?? Self.corners(text), (-180.0...180).contains(box.west),
            (-180.0...180).contains(box.east),
            (-90.0...90).contains(box.south), (-90.0...90).contains(box.north)
        else {
            note(.unreadablePlace, given)
            return
        }
        dataset.extent = box
    }

    /// The box around an outline that somebody forgot to close.
    private static func corners(_ text: String) -> BoundingBox? {
        guard text.uppercased().hasPrefix("POLYGON") else { return nil }
        let pairs = text.matches(of: #/(-?[0-9]{1,3}(?:\.[0-9]+)?)\s+(-?[0-9]{1,2}(?:\.[0-9]+)?)\s*[,)]/#)
        let (x, y) = (pairs.compactMap { Double($0.1) }, pairs.compactMap { Double($0.2) })
        guard pairs.count > 2, let west = x.min(), let east = x.max(), let south = y.min(), let north = y.max() else {
            return nil
        }
        return BoundingBox(west: west, south: south, east: east, north: north)
    }

    // MARK: Addresses and files

    /// An address of the web that people can open, blanks encoded; nil for anything else.
    static func web(_ given: String) -> String? {
        let address = RDFAddress(given.trimmed).text
        return WebAddress.isOne(address) && address.utf8.count <= 2000 ? address : nil
    }

    mutating func addresses(_ address: String?, page: String?) {
        dataset.address = address.flatMap(Self.web)
        dataset.page = page.flatMap(Self.web)
    }

    /// A file or service; where it has no address of the web it is left out.
    mutating func distribution(
        title: Words?, access: String?, download: String? = nil, format: String? = nil, mediaType: String? = nil,
        licence: String? = nil, attribution: String? = nil
    ) {
        files += 1
        let download = download.flatMap(Self.web)
        guard let access = access.flatMap(Self.web) ?? download else {
            note(.noAccess, access ?? title?.german ?? "")
            return
        }
        guard dataset.distributions.count < Self.mostDistributions else {
            note(.tooLong, "\(Self.mostDistributions) distributions")
            return
        }
        var file = ForeignDistribution(access: access)
        file.download = download
        file.title = title.flatMap { words($0, most: Self.longestTitle, isLine: true) }
        file.format = format.flatMap { Self.format($0) }
        file.mediaType = mediaType.flatMap(Self.mediaType)
        file.attribution = attribution.flatMap { words(Words($0, nil), most: 4000, isLine: false)?.german }
        file.licence = licence.flatMap(LicenceList.licence)
        if let licence = file.licence {
            report.note(licence)
            if licence.code == nil {
                note(.unknownLicence, licence.said)
            } else if licence.address != licence.said {
                note(.otherLicence, licence.said)
            }
        } else {
            note(.noLicence, file.title?.german ?? access)
        }
        dataset.distributions.append(file)
    }

    /// The last part of an address of the table file-type, or the word itself.
    private static func format(_ given: String) -> String? {
        let text = given.contains("/") ? String(given.split(separator: "/").last ?? "") : given
        let name = PlainText.line(text)
        return name.isEmpty || name.utf8.count > 60 ? nil : name.uppercased()
    }

    private static func mediaType(_ given: String) -> String? {
        let parts = given.split(separator: "/").suffix(2).map { $0.trimmed.lowercased() }
        guard parts.count == 2,
            parts.allSatisfy({ $0.wholeMatch(of: #/[a-z0-9][a-z0-9.+\-]{0,100}/#) != nil })
        else { return nil }
        return parts.joined(separator: "/")
    }

    /// Notes what a catalogue should say and does not; the data set as it is taken, nil where it cannot be.
    mutating func finish() -> ForeignDataset? {
        guard !dataset.title.german.isEmpty else {
            report.note(.noTitle, dataset.identifier)
            return nil
        }
        if dataset.description == nil { note(.noDescription) }
        if dataset.publisher == nil { note(.noPublisher) }
        if dataset.contact == nil { note(.noContact) }
        if dataset.contributor == nil { note(.noContributor) }
        if dataset.themes.isEmpty { note(.noTheme) }
        if dataset.keywords.isEmpty { note(.noKeyword) }
        if files == 0 { note(.noDistribution) }
        return dataset
    }
}
