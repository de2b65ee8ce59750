// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Planning
import PlanningFrame
import Site

/// The seven steps from a need to a draft paper; each is stored before the next begins.
enum WizardStep: Int, CaseIterable, Sendable {
    case town = 1, need, goal, examples, measures, cost, paper

    var title: Words {
        switch self {
        case .town: Words("Unsere Kommune", "Our town")
        case .need: Words("Der Bedarf", "The need")
        case .goal: Words("Ziel und Kennzahl", "Goal and indicator")
        case .examples: Words("Was andere taten", "What others did")
        case .measures: Words("Mögliche Maßnahmen", "Possible measures")
        case .cost: Words("Kosten von zehn Jahren", "Cost of ten years")
        case .paper: Words("Entwurf der Vorlage", "Draft of the paper")
        }
    }

    var question: Words {
        switch self {
        case .town: Words("Wer sind wir, und was haben wir schon?", "Who are we, and what do we have already?")
        case .need: Words("Was fehlt oder stört, wo und wen?", "What is wrong, where and for whom?")
        case .goal:
            Words("Was soll besser werden, und woran merken wir es?", "What shall improve, and how do we notice?")
        case .examples: Words("Wer hatte das auch, und was wurde daraus?", "Who had this too, and what became of it?")
        case .measures:
            Words("Was könnten wir tun, und was spricht dagegen?", "What could we do, and what speaks against it?")
        case .cost:
            Words(
                "Was kostet es in zehn Jahren, und wer betreibt es?", "What does it cost in ten years, and who runs it?"
            )
        case .paper:
            Words(
                "Was legen wir dem Rat vor, und was fehlt noch?",
                "What do we put before the council, and what is missing?")
        }
    }

    /// The address of a step for a need and a measure.
    func url(need: Reference? = nil, measure: Reference? = nil, _ more: [(String, String)] = []) -> SiteURL {
        let fields = [("need", need?.description ?? ""), ("measure", measure?.description ?? "")] + more
        return .planning("/start/\(rawValue)" + SiteURL.query(fields))
    }
}

/// What all steps share: progress, the question, the form, and ways back and on.
struct WizardPage {
    let context: PlanningContext
    let step: WizardStep
    var need: Reference?
    var measure: Reference?
    /// The version of `subject` that the form was filled from; 0 where the step makes something new.
    var version: Int64 = 0
    /// What the button of the form does, where it does not go on.
    private var submit: Words { step == .measures ? .takeUp : .saveAndGoOn }

    /// The object that the step changes; nil where there is none yet, or where it only adds objects.
    var subject: PlanningObject? {
        switch step {
        case .town: context.plan.town
        case .need, .examples: need.flatMap { context.plan[$0] }
        case .cost, .paper: measure.flatMap { context.plan[$0] }
        case .goal, .measures: nil
        }
    }

    /// Where somebody goes on whose step was stored, or merged, as an object.
    func next(after saved: Reference) -> SiteURL {
        let need = saved.kind == .need ? saved : need
        let measure = saved.kind == .measure ? saved : measure
        if step == .paper, let measure { return .planningObject(measure, "paper") }
        return (WizardStep(rawValue: step.rawValue + 1) ?? step).url(need: need, measure: measure)
    }

    /// `form` is what is asked and stored; `before` stands above it; without a form there is only a way on.
    func html(before: HTML = "", form: HTML? = nil, after: HTML = "", scripts: [SiteURL] = [], styles: [SiteURL] = [])
        -> HTML
    {
        let language = context.language
        let steps = WizardStep.allCases.map { other -> HTML in
            let name = "\(other.rawValue). " + language(other.title)
            if other == step { return "<li><span aria-current=\"step\">\(name)</span></li>" }
            let isOpen = other.rawValue <= 2 || need != nil && (other.rawValue <= 5 || measure != nil)
            return isOpen
                ? "<li><a href=\"\(other.url(need: need, measure: measure))\">\(name)</a></li>"
                : "<li><span>\(name)</span></li>"
        }
        var body = before
        if let form {
            body += """
                <form class="form wide" method="post" action="\(step.url(need: need, measure: measure))" novalidate>\
                <input type="hidden" name="~version" value="\(String(version))">\(form)
                <div class="actions"><button type="submit" class="large">\(language(submit))</button>\(back)</div></form>
                """
        }
        let content: HTML = """
            <div class="inner page"><nav class="steps-bar" aria-label="\(language(.steps))"><ol>\(steps)</ol></nav>
            <div><p class="kicker">\(language(.stepOf(step.rawValue)))</p><h1>\(language(step.question))</h1>\(about)</div>
            \(body)\(after)\(form == nil ? "<p class=\"actions\">\(back)</p>" : HTML())</div>
            """
        return context.frame.document(
            title: language(step.title), section: .planning,
            breadcrumbs: [Breadcrumb(name: language(.planning), url: .planningStart)], scripts: scripts, styles: styles,
            content: content)
    }

    /// Which measure the last steps are about: there may be several for one need.
    private var about: HTML {
        guard step == .cost || step == .paper, let subject else { return "" }
        return "<p class=\"lead\">\(context.language(ObjectKind.measure.name)): \(context.link(subject))</p>"
    }

    private var back: HTML {
        guard let previous = WizardStep(rawValue: step.rawValue - 1) else { return "" }
        return
            "<a class=\"button quiet\" href=\"\(previous.url(need: need, measure: measure))\">\(context.language(.back))</a>"
    }
}

extension WizardPage {
    /// The step that a merge page carries along; nil when the merge began in an object's own form.
    init?(_ form: FormBody, _ context: PlanningContext) {
        guard let step = Int(form["~step"]).flatMap({ WizardStep(rawValue: $0) }) else { return nil }
        self.init(
            context: context, step: step, need: Reference(form["~need"]).flatMap { $0.kind == .need ? $0 : nil },
            measure: Reference(form["~measure"]).flatMap { $0.kind == .measure ? $0 : nil })
    }

    /// The same for the merge page.
    var carried: HTML {
        """
        <input type="hidden" name="~step" value="\(String(step.rawValue))">\
        <input type="hidden" name="~need" value="\(need?.description ?? "")">\
        <input type="hidden" name="~measure" value="\(measure?.description ?? "")">
        """
    }
}

/// The questions of the steps that are plain forms.
enum WizardQuestions {
    static let town = fields(.town, ["title", "key", "state", "population", "area", "regionType", "source", "systems"])
    static let need = fields(
        .need,
        ["title", "place", "district", "groups", "severity", "description", "evidence", "datasets", "department"])
    static let indicator = fields(
        .indicator,
        [
            "source", "datastream", "collection", "aggregate", "window", "sharing", "powerMeasure", "unit", "direction",
            "baseline", "target",
            "targetDate", "targetSource",
        ])
    static let cost = fields(
        .measure, ["usesTechnology", "costLines", "staff", "operatorModel", "operator", "startYear"])

    private static func fields(_ kind: ObjectKind, _ names: [String]) -> [Field] { names.compactMap { kind.field($0) } }
}
