// SPDX-License-Identifier: EUPL-1.2
import CStemmer
import Synchronization

/// Snowball stems of one language.
final class Stemmer: Sendable {
    static let german = Stemmer("german")
    static let english = Stemmer("english")

    /// The C stemmer keeps a working buffer, so only one thread may use it at a time: the lock's state owns it alone.
    private let handle: Mutex<OpaquePointer?>

    private init(_ algorithm: String) {
        let pointer = sb_stemmer_new(algorithm, "UTF_8")
        nonisolated(unsafe) let owned = pointer
        handle = Mutex(owned)
    }

    /// The stem of a folded word; the word itself when it has none.
    func stem(_ word: String) -> String {
        handle.withLock { stemmer in
            guard let stemmer else { return word }
            let bytes = Array(word.utf8)
            guard let result = sb_stemmer_stem(stemmer, bytes, Int32(bytes.count)) else { return word }
            let count = Int(sb_stemmer_length(stemmer))
            return String(decoding: UnsafeBufferPointer(start: result, count: count), as: UTF8.self)
        }
    }
}
