// SPDX-License-Identifier: EUPL-1.2
import HTTPSupport
import HTTPTypes
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(30)))
struct ClientPresenceTests {
    @Test func `work ends when the client goes`() async throws {
        let presence = ClientPresence()
        let ended = Mutex(false)
        let work = Task {
            try await ClientPresence.$current.withValue(presence) {
                try await ClientPresence.whilePresent {
                    do { try await Task.sleep(for: .seconds(600)) } catch {
                        ended.withLock { $0 = true }
                        throw error
                    }
                }
            }
        }
        try await Task.sleep(for: .milliseconds(20))
        presence.leave()
        let problem = await #expect(throws: Problem.self) { try await work.value }
        #expect(problem?.status.code == 499)
        #expect(ended.withLock { $0 })
    }

    @Test func `work that is done in time is not disturbed`() async throws {
        let presence = ClientPresence()
        try await ClientPresence.$current.withValue(presence) {
            for number in 0..<100 {
                let value = try await ClientPresence.whilePresent { number }
                #expect(value == number)
            }
        }
        #expect(try await ClientPresence.whilePresent { 7 } == 7)
    }

    @Test func `who has gone already gets no costly work`() async throws {
        let presence = ClientPresence()
        presence.leave()
        await ClientPresence.$current.withValue(presence) {
            _ = await #expect(throws: Problem.self) {
                try await ClientPresence.whilePresent { try await Task.sleep(for: .seconds(600)) }
            }
        }
    }
}
