// SPDX-License-Identifier: EUPL-1.2

/// Media types as sent in `Content-Type`.
public enum MediaType {
    public static let json = "application/json; charset=utf-8"
    public static let geoJSON = "application/geo+json; charset=utf-8"
    public static let problem = "application/problem+json; charset=utf-8"
    public static let html = "text/html; charset=utf-8"
    public static let csv = "text/csv; charset=utf-8"
    public static let text = "text/plain; charset=utf-8"
    public static let openAPI = "application/vnd.oai.openapi+json;version=3.0; charset=utf-8"
    public static let prometheus = "text/plain; version=0.0.4; charset=utf-8"
}

/// Picks the representation a client prefers (RFC 9110 §12.5.1), `*/*` and a missing header pick the first.
public func negotiatedType(accept: String?, offered: [String]) -> String? {
    guard let first = offered.first else { return nil }
    guard let accept, !accept.isEmpty else { return first }
    var best: (type: String, quality: Double, precision: Int)?
    for offer in offered {
        let offerParts = offer.split(separator: "/", maxSplits: 1)
        guard offerParts.count == 2 else { continue }
        var match: (quality: Double, precision: Int)?
        for range in accept.split(separator: ",") {
            let fields = range.split(separator: ";").map { $0.trimmingPrefix { $0 == " " } }
            guard let name = fields.first?.split(separator: " ").first else { continue }
            let parts = name.split(separator: "/", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let precision = parts[0] == "*" ? 0 : parts[1] == "*" ? 1 : 2
            guard precision == 0 || parts[0] == offerParts[0], precision < 2 || parts[1] == offerParts[1] else {
                continue
            }
            let quality = fields.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if match.map({ precision > $0.precision }) ?? true { match = (quality, precision) }
        }
        guard let match, match.quality > 0 else { continue }
        if best.map({ match.quality > $0.quality }) ?? true { best = (offer, match.quality, match.precision) }
    }
    return best?.type
}
