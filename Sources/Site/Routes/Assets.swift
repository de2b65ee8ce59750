// SPDX-License-Identifier: EUPL-1.2
import CAssets
import Foundation
import HTTPSupport
import HTTPTypes
package import Hummingbird

/// A file that pages load from this server, with the tag that changes when its bytes do.
package struct Asset: Sendable {
    package let bytes: [UInt8]
    package let contentType: String
    /// Sixteen hexadecimal digits (FNV-1a, 64 bits).
    package let tag: String

    package init(name: String, bytes: [UInt8]) {
        let types = [
            "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
            "png": "image/png",
        ]
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        self.init(bytes: bytes, contentType: types[ending] ?? "application/octet-stream")
    }

    package init(bytes: [UInt8], contentType: String) {
        self.bytes = bytes
        self.contentType = contentType
        tag = Self.tag(of: bytes)
    }

    package static func tag(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }

    /// Our own files, built into the program.
    package static let embedded: [String: Asset] = {
        var assets: [String: Asset] = [:]
        var index = 0
        while true {
            let entry = allmende_asset_at(index)
            guard let name = entry.name, let bytes = entry.bytes else { return assets }
            let text = String(cString: name)
            assets[text] = Asset(name: text, bytes: Array(UnsafeBufferPointer(start: bytes, count: entry.size)))
            index += 1
        }
    }()

    /// Leaflet as the system's package brings it, from the first folder that holds it.
    package static func vendor(folders: [String]) -> [String: Asset] {
        let wanted = [
            ("leaflet.js", ["leaflet.min.js", "leaflet.js"]), ("leaflet.css", ["leaflet.css"]),
            ("images/layers.png", ["images/layers.png"]), ("images/layers-2x.png", ["images/layers-2x.png"]),
            ("images/marker-icon.png", ["images/marker-icon.png"]),
            ("images/marker-icon-2x.png", ["images/marker-icon-2x.png"]),
            ("images/marker-shadow.png", ["images/marker-shadow.png"]),
        ]
        var assets: [String: Asset] = [:]
        for (name, files) in wanted {
            let places = folders.flatMap { folder in files.map { folder + "/" + $0 } }
            guard let data = places.lazy.compactMap({ FileManager.default.contents(atPath: $0) }).first else {
                continue
            }
            assets[name] = Asset(name: name, bytes: Array(data))
        }
        return assets
    }

    /// The file, or 304 when the client has it; `isVersioned` addresses never change their bytes.
    package func response(to request: Request, isVersioned: Bool) -> Response {
        let quoted = "\"" + tag + "\""
        var headers: HTTPFields = [.eTag: quoted]
        headers[.cacheControl] = isVersioned ? "public, max-age=31536000, immutable" : "public, max-age=86400"
        if request.headers[.ifNoneMatch]?.contains(quoted) ?? false {
            return Response(status: .notModified, headers: headers)
        }
        return Response(contentType: contentType, bytes: bytes, headers: headers)
    }
}
