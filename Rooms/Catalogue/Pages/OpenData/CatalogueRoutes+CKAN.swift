// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import Hummingbird
import Site
import Storage
import Wire

/// What programs written for CKAN ask of a portal (https://docs.ckan.org/en/2.11/api/): reading only, public data sets only.
extension CatalogueRoutes {
    func addActionRoutes(to routes: inout RoomRoutes) {
        for root in ["/api/3/action/", "/api/action/"] {
            for action in CatalogAction.allCases {
                let path = root + action.rawValue
                for method in [HTTPRequest.Method.get, .post] {
                    routes.on(method, path, action.purpose) { request, context in
                        try await answer(action, request, context)
                    }
                }
                routes.share(path, [.get, .head, .post])
            }
        }
    }

    private func answer(
        _ action: CatalogAction, _ request: Request, _ context: HTTPContext
    ) async throws -> Response {
        let assembly = assembly(context)
        let help = "\(context.baseURL.text)/api/3/action/help_show?name=\(action.rawValue)"
        do throws(CatalogAction.Fault) {
            let parameters = try await parameters(request)
            let result: JSONValue?
            do {
                result = try await context.read(engine, isCostly: action.isCostly) {
                    try action.result(parameters, assembly, on: $0)
                }
            } catch let fault as CatalogAction.Fault {
                throw fault
            } catch {
                throw .storage(error)
            }
            guard let result else { throw .notFound }
            return json(["help": .string(help), "success": true, "result": result])
        } catch {
            if case .storage(let cause) = error { throw cause }
            return json(["help": .string(help), "success": false, "error": error.document], status: error.status)
        }
    }

    /// Of the query, or of a JSON body.
    private func parameters(_ request: Request) async throws(CatalogAction.Fault) -> [String: String] {
        var parameters: [String: String] = [:]
        let query = query(request)
        for name in query.names { parameters[name] = query[name] }
        guard request.method == .post else { return parameters }
        let body: JSONValue
        do {
            let bytes = try await request.bytes(limit: 65_536)
            if bytes.isEmpty { return parameters }
            body = try JSONValue(parsing: bytes)
        } catch {
            throw .invalid("__junk", "The body is no JSON object of parameters.")
        }
        guard case .object(let object) = body else {
            throw .invalid("__junk", "The body is no JSON object of parameters.")
        }
        for member in object.members where !member.value.isNull {
            parameters[member.name] = member.value.string ?? member.value.text
        }
        return parameters
    }

    private func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, contentType: MediaType.json, bytes: Array(value.text.utf8), headers: [.vary: "Cookie"])
    }
}
