// SPDX-License-Identifier: EUPL-1.2
package import Planning
package import Site

/// The addresses of the planning pages.
extension SiteURL {
    package static let planningStart = SiteURL.planning("")

    /// A list of one kind, perhaps searched; empty means any.
    package static func planningList(
        _ kind: ObjectKind, search: String = "", state: String = "", department: String = "", page: Int = 1
    ) -> SiteURL {
        let fields = [
            ("q", search), ("state", state), ("department", department), ("page", page > 1 ? String(page) : ""),
        ]
        return .planning("/\(kind.path)" + query(fields))
    }

    package static func planningObject(_ reference: Reference, _ part: String = "") -> SiteURL {
        .planning("/\(reference.kind.path)/\(reference.number)" + (part.isEmpty ? "" : "/" + part))
    }

    /// What an invitation opens: the paper, or with `part` one of its attachments (`B-12`) or files.
    package static func invited(_ token: String, _ part: String = "") -> SiteURL {
        .planning("/invited/\(token)" + (part.isEmpty ? "" : "/" + part))
    }

    /// The sheet of somebody who rates by link.
    package static func rating(_ token: String) -> SiteURL { .planning("/rating/\(token)") }

    /// The form of a new object, with answers filled in already.
    package static func planningNew(_ kind: ObjectKind, _ answers: [(String, String)] = []) -> SiteURL {
        .planning("/\(kind.path)/new" + query(answers))
    }

    /// `/planning/analysis/cost?measure=M-1`
    package static func analysis(_ name: String, _ fields: [(String, String)] = []) -> SiteURL {
        .planning("/analysis/\(name)" + query(fields))
    }
}

extension PageFrame.Section {
    package static let planning = Self("planning")
}
