// SPDX-License-Identifier: EUPL-1.2
public import Wire

extension ImportReport {
    /// The report as JSON, for scripts and for `import_run`.
    public var json: JSONValue {
        var object: JSONObject = [
            "mapping": .string(mapping), "dataset": .string(dataset), "started": .string(started.iso8601),
        ]
        if let finished { object["finished"] = .string(finished.iso8601) }
        object["outcome"] = .string(Self.name(of: outcome))
        object["exitCode"] = JSONValue(Int64(outcome.rawValue))
        object["nothingNew"] = .bool(isNothingNew)
        let failed = filesFailed.map { file -> JSONValue in
            ["file": .string(file.path), "reason": .string(file.reason)]
        }
        object["files"] = [
            "done": JSONValue(filesDone), "skipped": JSONValue(filesSkipped), "failed": .array(failed),
            "other": .array(others.map { .string($0) }),
        ]
        object["rows"] = JSONValue(rows)
        object["rowsRefused"] = JSONValue(rowsRefused)
        object["values"] = [
            "stored": JSONValue(stored), "unchanged": JSONValue(unchanged), "replaced": JSONValue(replaced),
            "empty": JSONValue(empty), "flagged": JSONValue(flagged), "rejected": JSONValue(rejected),
        ]
        object["rejections"] = .array(rejections.map(Self.json))
        object["stillRefused"] = .array(stillRefused.map(Self.json))
        object["missing"] = Self.json(of: reasons)
        object["ignoredColumns"] = Self.json(of: ignoredColumns)
        object["ignoredRows"] = Self.json(of: ignoredRows)
        object["withoutPlace"] = .array(stationsWithoutPlace.map { .string($0) })
        object["approximatePlaces"] = .array(approximatePlaces.map { .string($0) })
        object["notices"] = .array(notices.map { ["de": .string($0.german), "en": .string($0.english)] })
        return .object(object)
    }

    package static func name(of outcome: Outcome) -> String {
        switch outcome {
        case .complete: "complete"
        case .partial: "partial"
        case .filesFailed: "files-failed"
        case .failed: "failed"
        }
    }

    private static func json(_ rejection: Rejection) -> JSONValue {
        let first = rejection.first
        let place: JSONValue = [
            "file": .string(first.file), "line": JSONValue(first.line), "column": .string(first.column),
            "text": .string(first.text),
        ]
        return [
            "reason": .string(rejection.reason.rawValue), "count": JSONValue(rejection.count),
            "explanation": [
                "de": .string(rejection.reason.explanation(in: .german)),
                "en": .string(rejection.reason.explanation(in: .english)),
            ],
            "first": place,
        ]
    }

    /// The rejections of a stored report.
    package static func rejections(in json: JSONValue?) -> [Rejection] {
        (json?.array ?? []).compactMap { one in
            guard let reason = one["reason"]?.string.flatMap(Reason.init(rawValue:)), let count = one["count"]?.integer
            else { return nil }
            let first = one["first"]
            return Rejection(
                reason: reason, count: Int(count),
                first: Place(
                    file: first?["file"]?.string ?? "", line: Int(first?["line"]?.integer ?? 0),
                    column: first?["column"]?.string ?? "", text: first?["text"]?.string ?? ""))
        }
    }

    private static func json(of counts: [String: Int]) -> JSONValue {
        var object = JSONObject()
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) { object[name] = JSONValue(count) }
        return .object(object)
    }
}
