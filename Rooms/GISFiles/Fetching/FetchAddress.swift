// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// An address that somebody named or a service gave, taken apart.
struct FetchAddress: Sendable, Hashable {
    private let parts: URLComponents

    var text: String { parts.string ?? "" }

    /// http or https, without name and password; what stands after `#` is for browsers.
    init(_ given: String) throws(FetchFault) {
        var given = given
        while given.first?.isWhitespace == true { given.removeFirst() }
        while given.last?.isWhitespace == true { given.removeLast() }
        guard given.utf8.count <= 4000, var parts = URLComponents(string: given),
            ["http", "https"].contains(parts.scheme?.lowercased()), parts.host?.isEmpty == false, parts.user == nil,
            parts.password == nil
        else { throw .noAddress(given) }
        parts.fragment = nil
        self.parts = parts
    }

    private init(parts: URLComponents) { self.parts = parts }

    var host: String { parts.host?.lowercased() ?? "" }

    /// The last part of the path.
    var name: String { parts.path.split(separator: "/").last.map(String.init) ?? "" }

    /// A parameter's value, whatever case its name has.
    subscript(name: String) -> String? {
        parts.queryItems?.first { $0.name.lowercased() == name }?.value.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// With these parameters in the place of those of the same names; others stay as they were written.
    func with(_ fields: [(name: String, value: String)], without others: [String] = []) -> FetchAddress {
        let gone = Set(fields.map { $0.name.lowercased() } + others)
        var copy = parts
        let kept = (parts.percentEncodedQueryItems ?? []).filter {
            !$0.name.isEmpty && !gone.contains(($0.name.removingPercentEncoding ?? $0.name).lowercased())
        }
        let own = fields.map { field in
            URLQueryItem(name: field.name, value: Self.encoded(field.value))
        }
        let all = kept + own
        copy.percentEncodedQueryItems = all.isEmpty ? nil : all
        return FetchAddress(parts: copy)
    }

    private static func encoded(_ text: String) -> String {
        // a comma and a colon mean themselves in a query, and old servers do not decode them
        text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }

    private static let plain = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:,/")

    /// Where a link on this page leads to.
    func link(_ given: String) throws(FetchFault) -> FetchAddress {
        guard let base = URL(string: text), let url = URL(string: given, relativeTo: base) else {
            throw .noAddress(given)
        }
        return try FetchAddress(url.absoluteString)
    }

    /// The address that a service names for an operation: on the same server only, and never back from https to http. Services
    /// behind a proxy name a server that only they can reach; their own address serves as well.
    func operation(_ named: String?) -> FetchAddress {
        guard let named, let other = try? link(named), other.host == host else { return self }
        var copy = other.parts
        if parts.scheme?.lowercased() == "https", other.parts.scheme?.lowercased() == "http" {
            (copy.scheme, copy.port) = (parts.scheme, parts.port)
        }
        return FetchAddress(parts: copy)
    }

    /// Where the next page lies: on the same server, or at the same path of a server whose outer name it does not know.
    func next(_ given: String) throws(FetchFault) -> FetchAddress {
        let other = try link(given)
        if other.host == host { return operation(given) }
        guard other.parts.path == parts.path else {
            throw FetchFault(
                "Die nächste Seite läge auf einem anderen Server (\(other.host)); dorthin folgt Allmende nicht.",
                "The next page would lie on another server (\(other.host)); Allmende does not follow there.")
        }
        var copy = parts
        copy.percentEncodedQuery = other.parts.percentEncodedQuery
        return FetchAddress(parts: copy)
    }
}
