// SPDX-License-Identifier: EUPL-1.2
import Demonstration
import Storage
import TestSupport
import Testing

@Suite struct SimulationTests {
    @Test(arguments: TestEngine.allCases)
    func `the numbers asked for are stored, with states and blocks`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            let simulation = Simulation(things: 200, datastreams: 307, observations: 30_011)
            #expect(try await simulation.run(engine: engine) == 30_011)
            try await engine.read { connection in
                #expect(try connection.integer("SELECT count(*) FROM thing") == 200)
                #expect(try connection.integer("SELECT count(*) FROM datastream") == 307)
                #expect(try connection.integer("SELECT count(*) FROM observation") == 30_011)
                #expect(try connection.integer("SELECT count(*) FROM thing_location") == 200)
                try expectConsistent(connection)
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `a district holds two in a hundred Things and a tenth of the box one`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await Simulation(things: 10_000, datastreams: 0, observations: 0).run(engine: engine)
            try await engine.read { connection in
                let district = try connection.integer(
                    "SELECT count(*) FROM thing WHERE properties ->> 'district' = 'District 7'")
                #expect(district == 200)
                let boxed = try connection.integer(
                    """
                    SELECT count(*) FROM location WHERE longitude BETWEEN 7.4 AND 7.5 AND latitude BETWEEN 54.2 AND 54.26
                    """)
                #expect((70...130).contains(boxed ?? 0))
            }
        }
    }

    @Test(arguments: TestEngine.allCases)
    func `rows written afterwards get keys of their own`(_ kind: TestEngine) async throws {
        try await withDatabase(kind) { engine in
            try await Simulation(things: 3, datastreams: 3, observations: 30).run(engine: engine)
            try await engine.write { connection in
                let thing = try connection.integer(
                    "INSERT INTO thing (dataset_id, name, description) VALUES (1, 'new', 'new') RETURNING id")
                #expect(thing == 4)
                let block = try connection.integer(
                    """
                    INSERT INTO observation_block (datastream_id, first_time, last_time) VALUES (1, 0, 0) RETURNING block
                    """)
                #expect(block == 4)
            }
        }
    }

    @Test func `the same seed gives the same rows, in a filled database none`() async throws {
        func digest(_ seed: UInt64) async throws -> String {
            try await withDatabase(.sqlite) { engine in
                let simulation = Simulation(things: 5, datastreams: 9, observations: 1000, seed: seed)
                try await simulation.run(engine: engine)
                await #expect(throws: DemonstrationError.notEmpty) { try await simulation.run(engine: engine) }
                return try await CanonicalExport.digest(of: engine)
            }
        }
        #expect(try await digest(1) == digest(1))
        #expect(try await digest(1) != digest(2))
    }
}
