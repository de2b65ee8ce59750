// SPDX-License-Identifier: EUPL-1.2
import Answers
package import ArgumentParser
import Foundation
package import Wire

extension ExitCode {
    init(_ kind: ExitKind) { self.init(kind.rawValue) }

    package static let faults = ExitCode(.faults)
    package static let usage = ExitCode(.usage)
    package static let unexpected = ExitCode(.unexpected)
}

/// Runs a command's body and turns its errors into a message on standard error and an exit code.
///
/// SIGINT and SIGTERM end the body as its cancellation, so that its database is closed like on any other end; a second one
/// ends the process at once. A body that serves listens to them itself.
package func reportingErrors(
    endsBySignal: Bool = true, _ body: @escaping @Sendable () async throws -> Void
) async throws {
    do {
        if endsBySignal { try await SignalledWork.run(body) } else { try await body() }
    } catch let exit as ExitCode {
        throw exit
    } catch let error as ValidationError {
        throw error
    } catch let refusal as any Refusal {
        printError(String(describing: refusal))
        throw ExitCode(refusal.exit)
    } catch {
        printError(String(describing: error))
        throw ExitCode.unexpected
    }
}

package func printError(_ text: String) {
    FileHandle.standardError.write(Data("allmende: \(text)\n".utf8))
}

/// Shared by the commands that can answer programs too.
package struct JSONOption: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Write the result as JSON.")
    package var isJSON = false

    package init() {}

    package func print(_ value: JSONValue, or text: String) {
        Swift.print(isJSON ? value.text : text)
    }
}
