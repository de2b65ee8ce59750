// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Markup
import Wire

/// The features of a WFS's answer, counted while it goes by; or what it says instead.
struct ServiceXML: XMLStream.Listener {
    private(set) var root = ""
    private(set) var page = FeaturePage()
    /// How many features the root says that there are or, of 1.1.0, that it holds.
    private(set) var said: Int?
    /// The words of an exception report.
    private(set) var exception = ""
    private(set) var isException = false
    private(set) var elements = 0

    private var isInMember = false
    /// Of a feature without an id: what it says.
    private var content: ShortKey?
    private static let mostWords = 2000

    /// A feature's own name for itself stands in `gml:id`, before GML 3 in `fid`.
    private static let ids: Set<String> = ["id", "fid"]
    private static let members: Set<String> = ["member", "featureMember", "featureMembers"]
    private static let reports: Set<String> = ["ExceptionReport", "ServiceExceptionReport", "truncatedResponse"]

    mutating func begin(_ name: String, _ attributes: [(name: String, value: String)], depth: Int) {
        elements += 1
        if depth < 2, Self.reports.contains(name) { isException = true }
        switch depth {
        case 0:
            root = name
            let numbers = ["numberMatched", "numberOfFeatures"]
            said = attributes.first { numbers.contains($0.name) }.flatMap { Int($0.value) }
            page.next = attributes.first { $0.name == "next" }?.value
            if numbers.first == attributes.first(where: { numbers.contains($0.name) })?.name { page.matched = said }
        case 1:
            close()
            isInMember = Self.members.contains(name)
        case 2 where isInMember:
            close()
            if let id = attributes.first(where: { Self.ids.contains($0.name) })?.value, !id.isEmpty {
                page.keys.append(ShortKey.of(id))
            } else {
                page.hasIDs = false
                content = ShortKey()
                content?.add(name.utf8)
            }
        default: content?.add(name.utf8)
        }
    }

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>, depth: Int) {
        if isException, exception.utf8.count < Self.mostWords {
            exception += String(decoding: bytes, as: UTF8.self)
        }
        if depth >= 2 { content?.add(bytes) }
    }

    private mutating func close() {
        if let content { page.keys.append(content.value) }
        content = nil
    }

    /// Reads a whole document from the disk.
    static func read(_ path: String) throws(FetchFault) -> ServiceXML {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw .disk }
        defer { try? handle.close() }
        let heard: (any XMLStream.Listener)?
        do throws(XMLElement.Fault) {
            let stream = try XMLStream(ServiceXML())
            while let data = try? handle.read(upToCount: 1 << 18), !data.isEmpty { try stream.feed(data) }
            try stream.feed([], isLast: true)
            heard = stream.listener
        } catch {
            throw .noXML(isForbidden: error.isForbidden)
        }
        guard var found = heard as? ServiceXML else { throw .noXML(isForbidden: false) }
        found.close()
        return found
    }

    /// What it says instead of features, in one line.
    var fault: FetchFault? {
        guard isException else { return nil }
        return .said(exception.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }
}
