// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import Hummingbird
import Logging
import SensorThingsModel
import Storage

/// Runs a batch in its order: each request by itself, each change set in one transaction.
struct BatchRunner {
    /// The answer to one part.
    struct PartAnswer: Sendable {
        var id: String?
        var group: String?
        var answer: EntityAnswer
    }

    enum ItemAnswer: Sendable {
        case single(PartAnswer)
        /// One answer for each request of a change set; when it failed, the one that is at fault says why.
        case changeSet([PartAnswer], failure: PartAnswer?)

        var parts: [PartAnswer] {
            switch self {
            case .single(let part): [part]
            case .changeSet(let parts, _): parts
            }
        }
    }

    let engine: any StorageEngine
    let handler: EntityHandler
    let context: HTTPContext
    private var logger: Logger { context.logger }
    /// The batch's own key: each of its writes has one from it.
    var key: IdempotencyKey?
    /// Requests before the one whose turn it is.
    private var count = 0
    /// What `$1` stands for: `Things(5)`.
    private var references: [String: String] = [:]
    /// Which requests and change sets have succeeded.
    private var successes: [String: Bool] = [:]

    init(engine: any StorageEngine, handler: EntityHandler, context: HTTPContext) {
        self.engine = engine
        self.handler = handler
        self.context = context
    }

    mutating func run(_ items: [BatchRequest.Item]) async throws -> [ItemAnswer] {
        var answers: [ItemAnswer] = []
        for item in items {
            switch item {
            case .single(var part):
                name(&part)
                let answer = PartAnswer(id: part.id, answer: try await answer(part))
                note(answer)
                answers.append(.single(answer))
            case .changeSet(var parts, let id):
                for index in parts.indices { name(&parts[index]) }
                let answer = try await changeSet(parts, id)
                if let id {
                    if case .changeSet(_, let failure) = answer { successes[id] = failure == nil }
                }
                for part in answer.parts { note(part) }
                answers.append(answer)
            }
        }
        return answers
    }

    /// Gives a request its key by its place in the batch, unless it has one of its own.
    private mutating func name(_ part: inout BatchRequest.Part) {
        count += 1
        guard let key, case .success(var request) = part.request, request.method != .get else { return }
        request.batchKey = IdempotencyKey(of: key, request: count)
        part.request = .success(request)
    }

    private mutating func note(_ part: PartAnswer) {
        guard let id = part.id else { return }
        successes[id] = part.answer.isSuccess
        if part.answer.isSuccess, let created = part.answer.created { references[id] = created }
    }

    private func answer(_ part: BatchRequest.Part) async throws -> EntityAnswer {
        do {
            try Self.check(part, successes)
            let request = try part.resolved(references)
            if request.method == .get {
                let read = try handler.read(request)
                return try await context.read(engine, isCostly: read.isCostly, read.operation)
            }
            if let deletion = try handler.deletion(request) {
                return try await deletion.run(on: engine, as: handler.reader, now: handler.now)
            }
            return try await engine.write(try handler.write(request))
        } catch {
            return EntityAnswer(try Self.problem(error, logger))
        }
    }

    /// The answer to what went wrong with one request: the others are answered all the same, also by the database.
    private static func problem(_ error: any Error, _ logger: Logger) throws -> Problem {
        if let problem = EntityHandler.problem(error) { return problem }
        guard let fault = error as? StorageError else { throw error }
        logger.error("a request of a batch failed", metadata: ["error": "\(fault)"])
        return Problem(fault)
    }

    private struct ChangeSetFault: Error {
        let index: Int
        let problem: Problem
    }

    private func changeSet(_ parts: [BatchRequest.Part], _ id: String?) async throws -> ItemAnswer {
        let (handler, references, successes, logger) = (handler, references, successes, logger)
        do {
            let answers = try await engine.write { connection in
                var (references, successes) = (references, successes)
                var answers: [PartAnswer] = []
                for (index, part) in parts.enumerated() {
                    do {
                        try Self.check(part, successes)
                        let request = try part.resolved(references)
                        let isRead = request.method == .get
                        let operation = isRead ? try handler.read(request).operation : try handler.write(request)
                        let answer = try operation(connection)
                        if let name = part.id {
                            references[name] = answer.created
                            successes[name] = true
                        }
                        answers.append(PartAnswer(id: part.id, group: id, answer: answer))
                    } catch {
                        throw ChangeSetFault(index: index, problem: try Self.problem(error, logger))
                    }
                }
                return answers
            }
            return .changeSet(answers, failure: nil)
        } catch {
            // what only the end of the transaction found is no request's own fault
            let fault = try error as? ChangeSetFault ?? ChangeSetFault(index: 0, problem: Self.problem(error, logger))
            let undone = Problem(
                .failedDependency, "Change set failed",
                detail: "Another request of the change set failed; nothing was changed.",
                german: "Eine andere der zusammengehörigen Änderungen ist gescheitert; nichts wurde geändert.")
            let answers = parts.enumerated().map { index, part in
                PartAnswer(id: part.id, group: id, answer: EntityAnswer(index == fault.index ? fault.problem : undone))
            }
            return .changeSet(answers, failure: answers[fault.index])
        }
    }

    /// - Throws: `Problem` 424 when the part's own condition does not hold.
    private static func check(_ part: BatchRequest.Part, _ successes: [String: Bool]) throws(Problem) {
        for name in part.prerequisites where successes[name] != true {
            throw Problem(
                .failedDependency, "Failed dependency", detail: "The request '\(name)' did not succeed.",
                german: "Die Anfrage '\(name)' ist gescheitert.")
        }
        guard let condition = part.condition else { return }
        guard let success = successes[condition.id] else {
            throw .badRequest(
                "'if' names '\(condition.id)', but no request before this one has that id.",
                german: "'if' nennt '\(condition.id)', aber keine Anfrage vor dieser heißt so.")
        }
        guard success != condition.isNegated else {
            throw Problem(
                .failedDependency, "Condition not met", detail: "What 'if' says does not hold.",
                german: "Was 'if' verlangt, trifft nicht zu.")
        }
    }
}
