// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Threads

struct ProgramTests {
    @Test(arguments: [("exit 0", Program.End.code(0)), ("exit 7", .code(7)), ("kill -TERM $$", .signal(15))])
    func `how it ended is told`(script: String, expected: Program.End) throws {
        #expect(try Program("/bin/sh", ["-c", script]).wait() == expected)
    }

    @Test func `one that does not end is killed when its time is over`() throws {
        let program = try Program("/bin/sleep", ["600"])
        #expect(program.wait(limit: .milliseconds(50)) == .late)
        #expect(kill(program.identifier, 0) == -1)
    }

    @Test func `what is not there is named`() {
        #expect(throws: Program.NotStarted(program: "/no/such/program", code: ENOENT)) {
            try Program("/no/such/program", [])
        }
    }

    @Test func `it reads and writes what it is given`() throws {
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        let program = try Program(
            "/bin/sh", ["-c", "cat; echo wrong >&2"], input: input.fileHandleForReading.fileDescriptor,
            output: output.fileHandleForWriting.fileDescriptor, errors: errors.fileHandleForWriting.fileDescriptor)
        try output.fileHandleForWriting.close()
        try errors.fileHandleForWriting.close()
        input.fileHandleForWriting.write(Data("said\n".utf8))
        try input.fileHandleForWriting.close()
        #expect(output.fileHandleForReading.readDataToEndOfFile() == Data("said\n".utf8))
        #expect(errors.fileHandleForReading.readDataToEndOfFile() == Data("wrong\n".utf8))
        #expect(program.wait().isSuccess)
    }

    @Test func `it has nothing of this process but what it is given, however much is open`() throws {
        var open: [Int32] = []
        defer { for descriptor in open { close(descriptor) } }
        // as on a server with some thousand connections, and without the mark that closes them
        for _ in 0..<3_000 { open.append(try #require(dup(0) as Int32?)) }
        let output = Pipe()
        let program = try Program(
            "/bin/sh", ["-c", "ls /proc/self/fd"], output: output.fileHandleForWriting.fileDescriptor)
        try output.fileHandleForWriting.close()
        let listed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        // the fourth is the folder that `ls` reads
        #expect(listed == "0\n1\n2\n3\n")
        #expect(program.wait().isSuccess)
    }
}
