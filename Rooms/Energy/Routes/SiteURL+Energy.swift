// SPDX-License-Identifier: EUPL-1.2
package import Site

extension PageFrame.Section {
    package static let energy = Self("energy")
}

/// The addresses of the room.
extension SiteURL {
    package static let energy = SiteURL("/energy")
    static let newSharing = SiteURL("/energy/new")
    static let powerProof = SiteURL("/energy/proof")
    package static let myPower = SiteURL("/energy/mine")
    package static func sharing(_ id: Int64, _ rest: String = "") -> SiteURL {
        SiteURL("/energy/\(id)" + (rest.isEmpty ? "" : "/\(rest)"))
    }
    /// The calendar of a month, at a page.
    static func readings(_ id: Int64, month: String, page: Int) -> SiteURL {
        SiteURL(sharing(id, "readings").path + query([("month", month), ("page", page > 1 ? String(page) : "")]))
    }
    /// The setup with one of its lists at a page.
    static func setup(_ id: Int64, search: String, _ list: String, page: Int) -> SiteURL {
        SiteURL(sharing(id, "setup").path + query([("find", search), (list, page > 1 ? String(page) : "")]))
    }
    static func newRun(_ id: Int64) -> SiteURL { sharing(id, "runs/new") }
    static func run(_ id: Int64, _ run: Int64, _ rest: String = "") -> SiteURL {
        sharing(id, "runs/\(run)" + (rest.isEmpty ? "" : "/\(rest)"))
    }
    static func powerDocument(_ id: Int64, _ document: Int64, _ rest: String = "") -> SiteURL {
        sharing(id, "documents/\(document)" + (rest.isEmpty ? "" : "/\(rest)"))
    }
}
