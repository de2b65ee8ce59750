// SPDX-License-Identifier: EUPL-1.2

/// What a page of features holds.
struct FeaturePage: Sendable {
    /// A key for each feature: of its id, else of all that it says.
    var keys: [UInt64] = []
    /// Whether all keys are those of ids.
    var hasIDs = true
    /// How many features the service says there are.
    var matched: Int?
    /// Where the service says that it goes on.
    var next: String?
}

/// Whether pages make up a whole: no feature twice, none missing.
struct PageTally: Sendable {
    /// How many there are, where the service says so.
    var matched: Int?
    private(set) var count = 0
    private var seen: Set<UInt64> = []
    private var pages = 0
    private let most: Int

    init(matched: Int? = nil, most: Int) { (self.matched, self.most) = (matched, most) }

    /// Whether all that the service names are there.
    var isFull: Bool { matched.map { count >= $0 } ?? false }

    /// Counts a page; false for one that ends the reading: it holds nothing, or the same as what was read.
    /// `asked` is how many features were asked for; nil where all were.
    mutating func take(_ page: FeaturePage, asked: Int?) throws(FetchFault) -> Bool {
        if matched == nil { matched = page.matched }
        if let matched, matched > most { throw .tooMany(most) }
        guard !page.keys.isEmpty else { return false }
        let known = pages == 0 ? 0 : page.keys.count { seen.contains($0) }
        if known == page.keys.count {
            // a server that knows no pages gives the same again: all it has, or the first ones, which cannot be told apart
            if matched == nil, let asked, page.keys.count == asked { throw .unsteady }
            return false
        }
        if known > 0, page.hasIDs { throw .unsteady }
        seen.formUnion(page.keys)
        count += page.keys.count
        pages += 1
        guard count <= most else { throw .tooMany(most) }
        return true
    }

    /// Throws where nothing was read, or less than the service names.
    func requireAll() throws(FetchFault) {
        guard count > 0 else { throw .empty }
        if let matched, count < matched { throw .incomplete(count, of: matched) }
    }
}

/// FNV-1a, 64 bits: a key of what may be long.
struct ShortKey: Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    static func of(_ text: String) -> UInt64 {
        var key = ShortKey()
        key.add(text.utf8)
        return key.value
    }
}
