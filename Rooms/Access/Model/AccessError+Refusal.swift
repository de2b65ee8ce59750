// SPDX-License-Identifier: EUPL-1.2
public import Answers
import HTTPTypes

extension AccessError: Refusal {
    public var exit: ExitKind { .faults }

    public var answer: Problem {
        let status: HTTPResponse.Status =
            switch self {
            case .tooManyAttempts: .tooManyRequests
            case .wrongCredentials: .unauthorized
            case .invalidSetupLink: .notFound
            case .loginTaken, .lastAdministrator, .alreadySetUp: .conflict
            case .hashingFailed: .serviceUnavailable
            default: .badRequest
            }
        var headers = HTTPFields()
        switch self {
        case .tooManyAttempts(let seconds): headers[.retryAfter] = String(seconds)
        case .hashingFailed: headers[.retryAfter] = "5"
        default: break
        }
        return Problem(status, "Access", detail: description, headers: headers)
    }
}
