// SPDX-License-Identifier: EUPL-1.2
import Foundation
import IngestModel
import IngestReading
import Wire

extension Proposer {
    private static let mostKinds = 20

    /// What a file seems to be; of a folder or an archive, one proposal for all files that are named alike.
    ///
    /// Throws a `ProposalFault` where nothing in it can be read.
    public func proposals(forPath path: String) throws(ProposalFault) -> [Proposal] {
        guard !LayerContent.isAll(of: [path]) else {
            throw ProposalFault(
                file: path, reason: "GIS files, and no measured values; look at them with \"allmende layer look\"")
        }
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard isThere, isFolder.boolValue || ArchiveReader.isArchive(path) else { return [try proposal(forFile: path)] }
        let names = Names()
        let source = ImportSource(paths: [path], limits: ImportLimits(), sample: FileSample.most) { names.isWanted($0) }
        var found: [(pattern: String, proposal: Proposal)] = []
        var refused = ""
        while let item = source.next() {
            switch item {
            case .other: continue
            case .refused(let path, let reason): if refused.isEmpty { refused = "\(path): \(reason)" }
            case .file(let file):
                let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
                let pattern = Self.pattern(name)
                do throws(FileFault) {
                    var own = try proposal(FileSample(name: name, whole: file.bytes))
                    if !own.mapping.isEmpty { own.mapping["files"] = .string(pattern) }
                    found.append((pattern, own))
                } catch {
                    if refused.isEmpty { refused = "\(file.path): \(error.description)" }
                }
            }
        }
        guard !found.isEmpty else {
            throw ProposalFault(
                file: path, reason: refused.isEmpty ? "it holds no file; name another one" : refused)
        }
        return found.map { pattern, own in
            var own = own
            own.alike = max(1, names.counts[pattern] ?? 1)
            return own
        }
    }

    /// The names of files in an archive: of those that are named alike only the first is unpacked.
    private final class Names {
        private(set) var counts: [String: Int] = [:]

        func isWanted(_ path: String) -> Bool {
            guard !OtherFile.isLitter(path) else { return false }
            let pattern = Proposer.pattern(path.split(separator: "/").last.map(String.init) ?? path)
            let isNew = counts[pattern] == nil
            guard !isNew || counts.count < Proposer.mostKinds else { return false }
            counts[pattern, default: 0] += 1
            return isNew
        }
    }

    /// A name with any digits in the place of its own.
    private static func pattern(_ name: String) -> String {
        var text = ""
        var wasDigit = false
        for character in name {
            let isDigit = character.isASCII && character.isNumber
            if !isDigit { text += TurnedColumns.escaped(String(character)) } else if !wasDigit { text += #"\d+"# }
            wasDigit = isDigit
        }
        return text + "$"
    }
}
