// SPDX-License-Identifier: EUPL-1.2

/// What files may cost: an archive that goes beyond is refused, whatever it claims about itself.
public struct ImportLimits: Sendable, Hashable {
    /// Bytes of one file, unpacked; the file is the unit of an import and is held in memory.
    public var fileBytes: Int
    /// Bytes of one archive, unpacked.
    public var archiveBytes: Int
    /// Entries of one archive.
    public var archiveEntries: Int
    /// Unpacked bytes for each packed one, looked at once 16 MiB are unpacked.
    public var ratio: Int
    /// Characters in one cell.
    public var cellBytes: Int
    /// Folders above a file in which its place table is looked for, its own included.
    ///
    /// Whoever hands files in gets what lies in one folder, and nothing of the machine around it.
    package var foldersAbove = 3
    package static let handedIn: ImportLimits = {
        var limits = ImportLimits()
        limits.foldersAbove = 1
        return limits
    }()

    public init(
        fileBytes: Int = 256 << 20, archiveBytes: Int = 8 << 30, archiveEntries: Int = 100_000, ratio: Int = 250,
        cellBytes: Int = 1 << 20
    ) {
        self.fileBytes = fileBytes
        self.archiveBytes = archiveBytes
        self.archiveEntries = archiveEntries
        self.ratio = ratio
        self.cellBytes = cellBytes
    }
}
