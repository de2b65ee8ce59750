// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import Site
import Trial

/// Who uses it, who agrees, from how many people on it carries itself; and how its roll-out fares.
struct PilotPeopleView: Sendable {
    let reading: PilotPageReading
    let frame: PageFrame

    private var language: Language { frame.language }
    private var format: Format { frame.format }
    private var german: Bool { language == .german }

    /// Adoption, critical mass, surveys.
    var people: HTML {
        let lines = lines
        guard !lines.isEmpty else { return "" }
        return """
            <section class="card" aria-labelledby="people"><h2 id="people">\(language(.peopleTitle))</h2>\
            <ul>\(lines.map { "<li>\($0)</li>" as HTML })</ul></section>
            """
    }

    var lines: [String] { critical + adoption + surveys }

    private func whole(_ value: Double) -> String { format.number(value.rounded(.up), decimals: 0) }

    private var critical: [String] {
        let object = reading.object
        let population = object.reference("field").flatMap { reading.plan[$0]?.number("population") }
        guard let point = PilotReading.breakEven(object, population: population), let population else { return [] }
        guard let users = point.users, users <= population else {
            return [
                german
                    ? "Es trägt sich mit keiner Zahl der \(whole(population)) Einwohner des Testfelds."
                    : "No number of the \(whole(population)) inhabitants of the test field makes it carry itself."
            ]
        }
        let expected = object.number("expectedShare").map { whole(population * $0) }
        return [
            german
                ? "Es trägt sich ab \(whole(users)) Nutzenden; im Testfeld leben \(whole(population))\(expected.map { ", erwartet werden \($0)" } ?? "")."
                : "It carries itself from \(whole(users)) users on; \(whole(population)) live in the test field\(expected.map { ", \($0) are expected" } ?? "")."
        ]
    }

    private var adoption: [String] {
        guard let users = reading.papers.users, let trial = reading.trial, let threshold = trial.adoptionThreshold,
            let population = trial.population, population > 0
        else { return [] }
        let (share, needed) = (format.percent(users / population), format.share(threshold))
        return [
            german
                ? "\(whole(users)) von \(whole(population)) nutzen es (\(share)); festgelegt waren \(needed)."
                : "\(whole(users)) of \(whole(population)) use it (\(share)); \(needed) were registered."
        ]
    }

    /// Each with all that is needed to judge it: who was asked, who answered, and what the silent could have said.
    private var surveys: [String] {
        let all = PilotReading.surveys(of: reading.object, reading.plan)
        var lines = all.map { title, survey -> String in
            let counts = (
                format.number(Double(survey.yes), decimals: 0), format.number(Double(survey.answers), decimals: 0),
                format.number(Double(survey.invited), decimals: 0)
            )
            let interval = survey.wilson()
            let (low, high) = (format.percent(interval.lowerBound), format.percent(interval.upperBound))
            let (least, most) = (format.percent(survey.bounds.lowerBound), format.percent(survey.bounds.upperBound))
            let share = survey.share.map { format.percent($0) } ?? "–"
            let weak =
                survey.response < Acceptance.lowestResponse
                ? german
                    ? " Weniger als \(format.share(Acceptance.lowestResponse)) haben geantwortet: Das entscheidet nichts."
                    : " Less than \(format.share(Acceptance.lowestResponse)) answered: that decides nothing."
                : ""
            return german
                ? "\(title): \(counts.0) von \(counts.1) dafür, \(counts.2) gefragt: \(share) (\(low) bis \(high)); hätten alle Stillen nein oder ja gesagt, \(least) bis \(most).\(weak)"
                : "\(title): \(counts.0) of \(counts.1) in favour, \(counts.2) asked: \(share) (\(low) to \(high)); had all the silent said no or yes, \(least) to \(most).\(weak)"
        }
        if all.count > 1, let change = Acceptance.difference(all[all.count - 1].survey, all[0].survey) {
            func points(_ value: Double) -> String {
                (value < 0 ? "−" : "+") + format.number(abs(value) * 100, decimals: 0)
            }
            lines.append(
                german
                    ? "Von der ersten zur letzten Befragung \(points(change.estimate)) Prozentpunkte (\(points(change.low)) bis \(points(change.high)), Newcombe)."
                    : "From the first to the last survey \(points(change.estimate)) percentage points (\(points(change.low)) to \(points(change.high)), Newcombe)."
            )
        }
        return lines
    }

    // MARK: - Roll-out

    var stages: HTML {
        guard reading.seesAll, !reading.stages.isEmpty, let trial = reading.record.current?.plan else { return "" }
        let items = reading.stages.map { check -> HTML in
            let seen = check.estimate.map { estimate -> String in
                let (own, low, high) = (
                    PilotResultView.effect(estimate.estimate, trial, format),
                    PilotResultView.effect(estimate.low, trial, format),
                    PilotResultView.effect(estimate.high, trial, format)
                )
                return german
                    ? " \(own) (verträglich mit \(low) bis \(high));" : " \(own) (compatible with \(low) to \(high));"
            }
            let text = """
                \(check.stage.name), \(format.date(check.stage.date)), \(check.stage.areas.joined(separator: ", ")):\
                \(seen ?? "") \(language(.stage(check.state)))
                """
            return check.state == .fails ? "<li><strong>\(text)</strong></li>" : "<li>\(text)</li>"
        }
        return """
            <section class="card" aria-labelledby="stages"><h2 id="stages">\(language(.stagesTitle))</h2>\
            <p>\(language(.stagesLead))</p><ol>\(items)</ol></section>
            """
    }
}
