// SPDX-License-Identifier: EUPL-1.2
import Storage
import Synchronization
import TestSupport
import Testing

private struct Note: StorageAnnouncement, Hashable {
    let text: String
    init(_ text: String) { self.text = text }
}

private struct Mishap: Error {}

/// What was heard, in order.
private final class Ear: Sendable {
    private let heard = Mutex<[String]>([])
    var texts: [String] { heard.withLock { $0 } }

    func listen(to engine: any StorageEngine) {
        engine.observe { announcements in
            let texts = announcements.compactMap { ($0 as? Note)?.text }
            self.heard.withLock { $0 += texts }
        }
    }
}

@Suite struct AnnouncementTests {
    @Test(arguments: TestEngine.allCases)
    func `what a write announces is heard when it is durable, before the writer goes on`(_ kind: TestEngine)
        async throws
    {
        try await withDatabase(kind) { engine in
            let ear = Ear()
            ear.listen(to: engine)
            try await engine.write { connection in
                connection.announce(Note("one"))
                connection.announce(Note("two"))
                #expect(ear.texts.isEmpty)
            }
            #expect(ear.texts == ["one", "two"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `what is taken back is never heard`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let ear = Ear()
            ear.listen(to: engine)
            await #expect(throws: Mishap.self) {
                try await engine.write { connection in
                    connection.announce(Note("lost"))
                    throw Mishap()
                }
            }
            try await engine.write { connection in
                connection.announce(Note("before"))
                try? connection.nested {
                    connection.announce(Note("inside"))
                    throw Mishap()
                }
                connection.announce(Note("after"))
            }
            #expect(ear.texts == ["before", "after"])
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `of many writes in one group each is heard once, the failed ones never`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let ear = Ear()
            ear.listen(to: engine)
            await withTaskGroup { group in
                for number in 0..<200 {
                    group.addTask {
                        try? await engine.write { connection in
                            connection.announce(Note("\(number)"))
                            if number % 3 == 0 { throw Mishap() }
                        }
                    }
                }
            }
            let expected = (0..<200).filter { $0 % 3 != 0 }
            #expect(ear.texts.compactMap { Int($0) }.sorted() == expected)
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `nobody listens: nothing is gathered`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await engine.write { connection in
                connection.announce(Note("unheard"))
                #expect(connection.announcements == nil)
            }
        }
    }
}
