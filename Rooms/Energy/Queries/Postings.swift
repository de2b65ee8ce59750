// SPDX-License-Identifier: EUPL-1.2
package import Metering
import PowerBills
package import Storage
import Wire

/// All papers and movements of a time as lines for bookkeeping: plain CSV, one line for each tax rate of a paper.
package enum Postings {
    /// The names of the columns.
    package static let head =
        "tag;art;nummer;partei;name;netto_cent;steuersatz;steuer_cent;brutto_cent;saldo_cent;faellig;text\n"

    /// Bills and credits, their reversals, and money that moved, by day; `saldo_cent` is what the party owes more by it.
    package static func bytes(
        of community: Int64, _ days: ClosedRange<CivilDay>, on connection: any StorageConnection
    ) throws -> [UInt8] {
        let parties = try EnergyQueries.versions(Party.self, of: community, on: connection)
        let names = Dictionary(parties.map { ($0.number, $0.content.name) }) { $1 }
        var lines: [(day: Int, order: Int, line: String)] = []
        func add(_ day: CivilDay, _ cells: [String]) {
            lines.append((day.number, lines.count, cells.joined(separator: ";") + "\n"))
        }
        for run in try RunQueries.runs(of: community, on: connection).reversed() where days.contains(run.issued) {
            for stored in try RunQueries.documents(of: run.id, on: connection) {
                guard let paper = stored.document else { continue }
                let sign = paper.kind.isBill ? 1 : -1
                for tax in paper.taxes {
                    add(
                        paper.issued,
                        [
                            "\(paper.issued)", paper.kind.rawValue, field(paper.number), String(stored.party),
                            field(paper.recipient.name), String(tax.net), String(tax.percent), String(tax.vat),
                            String(tax.net + tax.vat), String(sign * (tax.net + tax.vat)),
                            paper.due.map { "\($0)" } ?? "", field("Strom \(paper.days.text)"),
                        ])
                }
            }
        }
        for account in try AccountQueries.accounts(of: community, on: connection) {
            for entry in account.entries where days.contains(entry.day) {
                guard let what = entry.what else { continue }
                add(
                    entry.day,
                    [
                        "\(entry.day)", what.rawValue, entry.row.map { "Z\($0)" } ?? "", String(account.party),
                        field(names[account.party] ?? ""), "", "", "", String(abs(entry.cents)), String(entry.cents),
                        "",
                        field(entry.reference),
                    ])
            }
        }
        lines.sort { ($0.day, $0.order) < ($1.day, $1.order) }
        // spreadsheets take it for UTF-8 by its mark
        return [0xEF, 0xBB, 0xBF] + Array((head + lines.map(\.line).joined()).utf8)
    }

    /// A text without what would cut the line; never a formula.
    private static func field(_ text: String) -> String {
        let plain = text.csvField
        guard plain.utf8.first != UInt8(ascii: "\""), plain.contains(";") else { return plain }
        return "\"\(plain.replacing("\"", with: "\"\""))\""
    }
}
