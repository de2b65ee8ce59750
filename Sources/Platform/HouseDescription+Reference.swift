// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import HTTPSupport
import HTTPTypes
import RoomKit

extension HouseDescription.RoomDescription {
    /// The room's page `Docs/reference.md`, German beside English: everything of it that somebody can use.
    package var reference: String {
        var lines = [
            "# \(title.english) · \(title.german): reference · Nachschlagen", "",
            "Made from `allmende describe` by `scripts/bless`; a test compares. · "
                + "Aus `allmende describe` gemacht; ein Test vergleicht.",
        ]
        func table(_ title: String, _ head: [String], _ rows: [[String]]) {
            guard !rows.isEmpty else { return }
            lines += ["", "## \(title)", Self.row(head), Self.row(head.map { _ in "---" })] + rows.map(Self.row)
        }
        table(
            "Addresses · Adressen", ["Address", "For", "Zweck"],
            routes.map { ["`\($0.method.rawValue) \($0.path)`", $0.purpose.english, $0.purpose.german] })
        table(
            "Settings · Einstellungen", ["Setting", "Variable", "Default", "Purpose", "Zweck"],
            settings.map {
                [
                    "`\($0.name)`", "`\($0.variable)`", $0.defaultText.isEmpty ? "–" : "`\($0.defaultText)`",
                    $0.purpose.english, $0.purpose.german,
                ]
            })
        table(
            "Commands · Befehle", ["Command", "For", "Zweck"],
            commands.map { ["`allmende \($0.name)`", $0.purpose.english, $0.purpose.german] })
        table(
            "MQTT topics · MQTT-Themen", ["Topic", "For", "Zweck"],
            topics.map { ["`\($0.filter)`", $0.purpose.english, $0.purpose.german] })
        table(
            "Sources of indicators · Quellen von Indikatoren", ["Source", "For", "Zweck"],
            indicators.map { ["`\($0.name)`", $0.purpose.english, $0.purpose.german] })
        table(
            "Figures at `/metrics` · Zahlen unter `/metrics`", ["Figure", "Meaning", "Bedeutung"],
            gauges.map { ["`\($0.name)`", $0.purpose.english, $0.purpose.german] })
        for standard in conformance {
            lines += ["", "## \(standard.standard)"] + standard.classes.map { "- `\($0)`" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ cells: [String]) -> String {
        // a bar would end the cell
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
}

extension HouseDescription {
    /// `docs/README.md`: pages of documentation by room; `pages` are theirs by path below the root.
    package func index(pages: (RoomDescription) -> [(path: String, title: String)]) -> String {
        var lines = [
            "# Documentation · Dokumentation", "",
            "Made from `allmende describe` by `scripts/bless`; a test compares. · "
                + "Aus `allmende describe` gemacht; ein Test vergleicht.",
        ]
        for room in rooms {
            let found = pages(room)
            guard !found.isEmpty else { continue }
            lines += ["", "## \(room.title.english) · \(room.title.german)"]
            lines += found.map { "- [\($0.title)](\($0.path))" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
