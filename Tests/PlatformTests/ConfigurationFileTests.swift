// SPDX-License-Identifier: EUPL-1.2
import Answers
import Foundation
import Listening
import NIOCore
import Testing

@testable import Platform

@Suite struct ConfigurationFileTests {
    @Test(arguments: ["\n", "\r\n"])
    func `lines end as any system ends them`(end: String) throws {
        let lines = [
            "# ours", "port = 9012", "host = 127.0.0.2 # at home", "base-url = https://daten.example.de/x#y", "",
        ]
        let configuration = try Configuration(file: lines.joined(separator: end))
        #expect(configuration.port == 9012)
        #expect(configuration.host == "127.0.0.2")
        #expect(configuration.baseURL == "https://daten.example.de/x#y")
    }

    @Test func `a name that stands twice is refused at its place`() {
        #expect(throws: ConfigurationError("allmende.conf, line 3: 'port' stands in line 1 already; leave one")) {
            try Configuration(file: "port = 1\n\nport = 2")
        }
    }

    @Test(arguments: [
        ("ALLMENDE_PROT", "'ALLMENDE_PROT' (perhaps 'ALLMENDE_PORT')"),
        ("ALLMENDE_MQTTPORT", "'ALLMENDE_MQTTPORT' (perhaps 'ALLMENDE_MQTT_PORT')"),
        ("ALLMENDE_SOMETHING_ELSE", "'ALLMENDE_SOMETHING_ELSE';"),
    ])
    func `a variable that is no setting stops the start and names the nearest`(name: String, part: String) throws {
        let fault = try #require(throws: ConfigurationError.self) { try Configuration(environment: [name: "1"]) }
        #expect(fault.description.contains(part), "\(fault)")
    }

    @Test func `a wrong name in the file names the nearest too`() throws {
        let fault = try #require(throws: ConfigurationError.self) { try Configuration(file: "prot = 1") }
        #expect(fault.description.contains("line 1: there is no setting 'prot' (perhaps 'port')"))
    }

    @Test func `what is no setting of the server's and known passes, and what tests are told`() throws {
        _ = try Configuration(environment: [
            "ALLMENDE_CONFIG": "x", "ALLMENDE_SOURCE_KEY": "x", "ALLMENDE_SOURCE_USER": "x", "ALLMENDE_TEST_SOAK": "1",
            "PATH": "/bin",
        ])
    }

    @Test(arguments: [(EADDRINUSE, "port 8080 of h is taken"), (EADDRNOTAVAIL, "no address h"), (EACCES, "from 1024")])
    func `a port that cannot be had is named with the way out`(code: CInt, part: String) throws {
        let fault = try #require(ListeningFault(IOError(errnoCode: code, reason: "bind"), host: "h", port: 8080))
        #expect(fault.description.contains(part))
        #expect(fault.exit == .usage)
        #expect(ListeningFault(IOError(errnoCode: EIO, reason: "read"), host: "h", port: 1) == nil)
    }
}
