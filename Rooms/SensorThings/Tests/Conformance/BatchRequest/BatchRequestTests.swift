// SPDX-License-Identifier: EUPL-1.2
import HTTPTypes
import SensorThingsFixtures
import TestSupport
import Testing
import Wire

/// OGC 18-088 §11: several requests at once.
@Suite struct BatchRequestTests {
    @Test("req/batch-request/batch-request", arguments: TestEngine.allCases)
    func batch(_ kind: TestEngine) async throws {
        try await ConformanceTown.with(kind) { town async throws in
            let body = """
                --b
                Content-Type: application/http

                GET /v1.1/Things?$top=1 HTTP/1.1

                --b
                Content-Type: multipart/mixed;boundary=c

                --c
                Content-Type: application/http
                Content-ID: 1

                POST /v1.1/Things HTTP/1.1
                Content-Type: application/json

                {"name":"made","description":"in a change set"}

                --c
                Content-Type: application/http
                Content-ID: 2

                PATCH /v1.1/$1 HTTP/1.1
                Content-Type: application/json

                {"description":"and changed"}

                --c--
                --b
                Content-Type: application/http

                GET /v1.1/Nothings HTTP/1.1

                --b--
                """
            let answer = try await town.town.send(
                .post, "$batch", body.replacing("\n", with: "\r\n"),
                headers: [.contentType: "multipart/mixed; boundary=b"])
            #expect(answer.status == 200)
            let lines = answer.text.split(separator: "\r\n").filter { $0.hasPrefix("HTTP/1.1") }
            #expect(lines.map { $0.split(separator: " ")[1] } == ["200", "201", "200", "404"], "\(answer.text)")
            let made = try await town.values("description", "Things?$filter=name%20eq%20'made'")
            #expect(made == ["and changed"])
        }
    }
}
