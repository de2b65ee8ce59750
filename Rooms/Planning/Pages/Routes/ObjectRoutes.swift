// SPDX-License-Identifier: EUPL-1.2
import Access
import Bilingual
import HTTPSupport
import HTTPTypes
import Hummingbird
import Planning
import PlanningFrame
import SensorThingsFrame
import Site
import Storage
import Wire

/// Overview, lists, objects with their forms, history and merge.
extension ObjectRoutes {
    func add(to routes: inout RoomRoutes) {
        routes.get("/planning", Words("Der Stand der Planung", "How planning stands")) { request, context in
            try await planningOverview(request, context)
        }
        routes.get(
            "/planning/{kind}", Words("Die Liste einer Art", "The list of one kind")
        ) { request, context in
            try await objectList(request, context)
        }
        routes.get("/planning/{kind}/new", Words("Etwas Neues beschreiben: das Formular", "The form of something new"))
        { request, context in try await newObject(request, context) }
        routes.post(
            "/planning/{kind}/new", Words("Etwas Neues speichern", "Store something new")
        ) { request, context in
            try await saveObject(request, context)
        }
        routes.get(
            "/planning/{kind}/{number}", Words("Ein Teil des Plans", "A part of the plan")
        ) { request, context in
            try await objectPage(request, context)
        }
        routes.get("/planning/{kind}/{number}/edit", Words("Ändern: das Formular", "The form to change it")) {
            request, context in try await editObject(request, context)
        }
        routes.post("/planning/{kind}/{number}/edit", Words("Eine Änderung speichern", "Store a change")) {
            request, context in try await saveObject(request, context)
        }
        routes.post(
            "/planning/{kind}/{number}/merge", Words("Zwei Änderungen zusammenführen", "Merge two changes")
        ) { request, context in
            try await mergeObject(request, context)
        }
        routes.get("/planning/{kind}/{number}/history", Words("Wie es früher war", "How it was before")) {
            request, context in try await history(request, context)
        }
        routes.get(
            "/planning/{kind}/{number}/delete",
            Words("Vor dem Löschen: was darauf verweist", "Before it is deleted: what refers to it")
        ) { request, context in try await deletion(request, context) }
        routes.post("/planning/{kind}/{number}/delete", Words("Löschen", "Delete it")) { request, context in
            try await deleteObject(request, context)
        }
        routes.post(
            "/planning/{kind}/{number}/publish", Words("Veröffentlichen, worauf es beruht", "Publish what it rests on")
        ) { request, context in
            try await publishBasis(request, context)
        }
        routes.post(
            "/planning/{kind}/{number}/confirm", Words("Als noch gültig bestätigen", "Confirm that it still holds")
        ) { request, context in try await confirm(request, context) }
    }

    // MARK: Reading

    func planningOverview(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let needs = PlanningOverview.bySeverity(
            planning.plan.objects(of: .need).filter { $0.state == .active || $0.state == .draft })
        let page = PlanningOverview(
            context: planning, today: today(planning), readings: try await needLines(needs, planning, context))
        return html(page.html(), request)
    }

    func objectList(_ request: Request, _ context: HTTPContext) async throws -> Response {
        if let name = context.parameters.get("kind"), name.hasSuffix(".csv"),
            let kind = ObjectKind(path: String(name.dropLast(4)))
        {
            let table = PlanTable(kind, try await plan(context), naming: try await nameable(context))
            return file(Array(table.csv.utf8), type: MediaType.csv, name: "\(kind.path).csv")
        }
        let fields = query(request)
        let page = ObjectList(
            context: try await planningContext(request, context), kind: try kind(context), search: fields["q"],
            state: fields["state"], department: fields["department"],
            page: min(10_000, max(1, Int(fields["page"]) ?? 1)))
        return html(page.html(), request)
    }

    func objectPage(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let planning = try await planningContext(request, context)
        let object = try object(context, in: planning.plan)
        var panels = try await planningPanels(of: object, planning, request, context)
        let visit = PageVisit(request, context, planning.frame)
        for panel in site.objectPanels { panels.append(try await panel.html(object.reference.description, visit)) }
        return html(ObjectPage(context: planning, object: object, panels: panels).html(), request)
    }

    /// What the analyses say about an object on its page.
    func planningPanels(
        of object: PlanningObject, _ planning: PlanningContext, _ request: Request, _ context: HTTPContext
    ) async throws -> [HTML] {
        let computing = planning.computing
        var panels = try await carriedPanel(object, planning) + decidedPanels(of: object, planning, context)
        panels += try await indicatorPanels(of: object, computing, for: context.reader)
        return try await panels + decisionPanels(of: object, computing) + insightPanels(of: object, computing)
    }

    func history(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let reference = try reference(context)
        let versions = try await engine.read { try PlanningQueries.history(of: reference, on: $0) }
        guard !versions.isEmpty else {
            throw Problem.notFound("There is no such object in the plan.", german: "Das gibt es im Plan nicht.")
        }
        let page = HistoryPage(
            context: try await planningContext(request, context), reference: reference, versions: versions)
        return html(page.html(), request)
    }

    // MARK: Writing

    func newObject(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let planning = try await planningContext(request, context)
        let kind = try kind(context)
        var answers = AnswerReader(form: query(request), planning.language).document(kind.fields)
        if let source = planning.plan[query(request)["copy"]], source.kind == kind, kind != .decision {
            answers = source.document
            for field in kind.fields where field.isExecuted { answers[field.name] = nil }
            answers["title"] = .string(planning.language(.copyOf(source.title)))
            // what stands in a copy was not decided on
            if answers["stage"] != nil { answers["stage"] = "candidate" }
        }
        if kind == .measure, let template = MeasureTemplate.named(query(request)["template"]) {
            answers = template[isGerman: planning.language == .german]
        }
        answers = NewAnswers(context: planning).filled(kind, answers)
        var form = ObjectForm(context: planning, fields: kind.fields, document: answers)
        if kind == .pilot, answers["areas"] == nil { form.blankRows["areas"] = NewAnswers.areas }
        let page = EditPage(context: planning, kind: kind, form: form, visibility: .internal, state: .active)
        return html(page.html(), request)
    }

    func editObject(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let planning = try await planningContext(request, context)
        let object = try object(context, in: planning.plan)
        guard object.kind != .decision else { throw PlanningError.isDecision(object.reference) }
        let page = EditPage(
            context: planning, kind: object.kind, reference: object.reference, version: object.version,
            form: ObjectForm(context: planning, fields: object.kind.fields, document: object.document),
            visibility: object.visibility, state: object.state, carriers: try await carriers(of: object, planning.plan))
        return html(page.html(), request)
    }

    /// Stores a new or changed object; faults and "another line" give the form again with all that was typed.
    func saveObject(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let kind = try kind(context)
        var reference = context.parameters.get("number") == nil ? nil : try reference(context)
        let form = try await form(request, limit: Self.largestForm)
        let planning = try await planningContext(request, context)
        let answers = NewAnswers(context: planning).completed(
            kind, form, AnswerReader(form: form, planning.language).document(kind.fields))
        let visibility = PlanningObject.Visibility(rawValue: form["~visibility"]) ?? .internal
        let state = PlanningObject.State(rawValue: form["~state"]) ?? .active
        var version = Int64(form["~version"]) ?? 0
        var faults: [FieldFault] = []
        let change = LineChange(form, kind.fields, answers, planning.language)
        if change == nil {
            do {
                let saved =
                    kind == .decision && reference == nil
                    ? try await decide(answers, visibility, state, context)
                    : try await save(kind, reference, version, answers, visibility, state, by: context.reader)
                return redirect(.planningObject(saved.reference))
            } catch let failure as ValidationFailure {
                faults = failure.faults
            } catch let conflict as PlanningConflict {
                return html(MergePage(context: planning, conflict: conflict).html(), request, status: .conflict)
            } catch PlanningError.danglingReferences(let missing) {
                faults = missing.map { Self.dangling($0, kind, answers) }
            } catch PlanningError.notFound(let removed) {
                // what was typed stays, and can be stored as a new object
                faults = [Self.removed(removed)]
                (reference, version) = (nil, 0)
            }
        }
        var objectForm = ObjectForm(context: planning, fields: kind.fields, document: answers, faults: faults)
        if let change { objectForm = change.applied(to: objectForm) }
        let page = EditPage(
            context: planning, kind: kind, reference: reference, version: version, form: objectForm,
            visibility: visibility, state: state)
        return html(page.html(), request, status: change == nil ? .unprocessableContent : .ok)
    }

    func save(
        _ kind: ObjectKind, _ reference: Reference?, _ version: Int64, _ document: JSONObject,
        _ visibility: PlanningObject.Visibility, _ state: PlanningObject.State, by reader: Reader
    ) async throws -> PlanningObject {
        let (instant, keepers) = (clock(), site.objectKeepers)
        return try await engine.write { connection in
            guard let reference else {
                return try PlanningQueries.create(
                    kind, document, visibility: visibility, state: state, by: reader, at: instant, on: connection)
            }
            let isHidden = visibility != .public || (state != .active && state != .closed)
            if isHidden, try PlanningQueries.find(reference, on: connection)?.isPublic ?? false,
                try keepers.contains(where: { try $0.keep(reference.description, connection) == .staysPublic })
            {
                throw PlanningError.staysPublic(reference)
            }
            return try PlanningQueries.update(
                reference, expected: version, document: document, visibility: visibility, state: state, by: reader,
                at: instant, on: connection)
        }
    }

    /// The object that somebody wanted to change is gone.
    static func removed(_ reference: Reference) -> FieldFault {
        FieldFault(
            "/title",
            .init(
                "\(reference) wurde inzwischen gelöscht. Speichern legt es neu an, mit neuer Nummer.",
                "\(reference) was removed meanwhile. Saving makes it anew, with a new number."))
    }

    func mergeObject(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let reference = try reference(context)
        let form = try await form(request, limit: 4 * Self.largestForm)
        guard let version = Int64(form["version"]), let mine = try? JSONValue(parsing: form.exact("mine")).object,
            var merged = try? JSONValue(parsing: form.exact("merged")).object
        else {
            throw Problem.badRequest(
                "The form is not complete; go back and try again.",
                german: "Das Formular ist unvollständig; gehen Sie zurück und versuchen Sie es noch einmal.")
        }
        for field in reference.kind.fields where form["choice." + field.name] == "mine" {
            merged[field.name] = mine[field.name]
        }
        let (document, instant, reader) = (merged, clock(), context.reader)
        let planning = try await planningContext(request, context)
        let onward = WizardPage(form, planning)
        let faults: [FieldFault]
        do {
            let saved = try await engine.write { connection in
                try PlanningQueries.update(
                    reference, expected: version, document: document, by: reader, at: instant, on: connection)
            }
            return redirect(onward?.next(after: saved.reference) ?? .planningObject(reference))
        } catch let conflict as PlanningConflict {
            let page = MergePage(context: planning, conflict: conflict, onward: onward)
            return html(page.html(), request, status: .conflict)
        } catch let failure as ValidationFailure {
            faults = failure.faults
        } catch PlanningError.danglingReferences(let missing) {
            faults = missing.map { Self.dangling($0, reference.kind, document) }
        }
        let stored = planning.plan[reference]
        let page = EditPage(
            context: planning, kind: reference.kind, reference: reference, version: version,
            form: ObjectForm(context: planning, fields: reference.kind.fields, document: document, faults: faults),
            visibility: stored?.visibility ?? .internal, state: stored?.state ?? .active)
        return html(page.html(), request, status: .unprocessableContent)
    }

    func deletion(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        let planning = try await planningContext(request, context)
        let object = try object(context, in: planning.plan)
        guard object.kind != .decision else { throw PlanningError.isDecision(object.reference) }
        return html(DeletePage(context: planning, object: object).html(), request)
    }

    func deleteObject(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        _ = try await form(request)
        let (reference, keepers) = (try reference(context), site.objectKeepers)
        try await change(context) { reader, instant, connection in
            if try keepers.contains(where: { try $0.keep(reference.description, connection) != nil }) {
                throw PlanningError.isKept(reference)
            }
            try PlanningQueries.delete(reference, by: reader, at: instant, on: connection)
        }
        return redirect(.planningList(reference.kind))
    }

    func confirm(_ request: Request, _ context: HTTPContext) async throws -> Response {
        try context.requirePlanner()
        _ = try await form(request)
        let reference = try reference(context)
        let clock = clock()
        try await change(context) { reader, _, connection in
            try PlanningQueries.confirm(reference, by: reader, at: clock, on: connection)
        }
        return redirect(.planningObject(reference))
    }
}

/// What all pages of the plan begin with.
extension PlanningPageSet {
    func planningContext(_ request: Request, _ context: HTTPContext) async throws -> PlanningContext {
        let town = try await town(context)
        return PlanningContext(
            plan: try await plan(context), town: town, frame: frame(request, context, town),
            mayWrite: context.reader.mayPlan)
    }

    /// The object that an address names, if the reader may see it.
    func object(_ context: HTTPContext, in plan: Plan) throws -> PlanningObject {
        guard let object = plan[try reference(context)] else {
            throw Problem.notFound(
                "There is no such object in the plan, or it is not public.",
                german: "Das gibt es im Plan nicht, oder es ist nicht öffentlich.")
        }
        return object
    }

    func reference(_ context: HTTPContext) throws -> Reference {
        let number = try number(context, "number")
        guard number > 0 else {
            throw Problem.notFound("There is nothing at this address.", german: "Unter dieser Adresse gibt es nichts.")
        }
        return Reference(try kind(context), number)
    }

    func kind(_ context: HTTPContext) throws -> ObjectKind {
        guard let kind = context.parameters.get("kind").flatMap({ ObjectKind(path: $0) }) else {
            throw Problem.notFound("There is nothing at this address.", german: "Unter dieser Adresse gibt es nichts.")
        }
        return kind
    }

    /// The largest form of an object, in bytes.
    static var largestForm: Int { 1_048_576 }

    /// The day it is in the town; in a demonstration with past data, that of the data.
    func today(_ planning: PlanningContext) -> CalendarDay {
        planning.format.time.day(planning.town.asOf ?? now())
    }

    static func dangling(_ reference: Reference, _ kind: ObjectKind, _ document: JSONObject) -> FieldFault {
        let field = kind.fields.first { field in
            (document[field.name]?.text ?? "").contains("\"\(reference)\"")
                || document[field.name]?.string == "\(reference)"
        }
        return FieldFault(
            "/" + (field?.name ?? ""), .init("\(reference) gibt es nicht.", "\(reference) does not exist."))
    }

    /// A change in one transaction; what planning refuses knows its answer.
    func change(
        _ context: HTTPContext,
        _ body: @escaping @Sendable (Reader, Instant, any StorageConnection) throws -> Void
    ) async throws {
        let (reader, instant) = (context.reader, clock())
        try await engine.write { try body(reader, instant, $0) }
    }
}
