// SPDX-License-Identifier: EUPL-1.2
package import Answers
package import Bilingual

/// Why a GIS file is not taken in or not made, in words for the person at work, with what would mend it.
package struct GISFault: Refusal, Hashable, CustomStringConvertible {
    /// What the person can declare to go on.
    package enum Question: Sendable, Hashable {
        /// Which reference system; these would put the coordinates into Germany.
        case referenceSystem([Int])
        /// Whether the axes are swapped.
        case axes
        /// How letters are encoded.
        case encoding
    }

    package let words: Words
    package let exit: ExitKind
    package let question: Question?

    package init(_ german: String, _ english: String, exit: ExitKind = .faults, asks question: Question? = nil) {
        words = Words(german, english)
        self.exit = exit
        self.question = question
    }

    package var description: String { words.english }
    package var answer: Problem { Problem.badRequest(words.english, german: words.german) }

    /// The programs are not there.
    static let noPrograms = GISFault(
        "GIS-Dateien liest und schreibt hier das Programm ogr2ogr; es fehlt (Debian-Paket gdal-bin).",
        "GIS files are read and written by ogr2ogr, which is missing here (Debian package gdal-bin).", exit: .usage)

    /// The machine offers no way to lock the programs in.
    static let noCage = GISFault(
        "Fremde GIS-Dateien werden nur in einem abgeschlossenen Prozess geöffnet, und diese Maschine erlaubt keinen: Es "
            + "braucht Landlock (Linux ab 5.13, im Kern eingeschaltet) und seccomp, im Container und im Dienst erlaubt.",
        "Foreign GIS files are opened in a locked-in process only, and this machine allows none: it takes Landlock (Linux 5.13 "
            + "or later, switched on in the kernel) and seccomp, allowed in the container and in the service.",
        exit: .usage)

    static func late(_ seconds: UInt32) -> GISFault {
        GISFault(
            "Nach \(seconds) Sekunden war die Datei noch nicht gelesen; bitte teilen Sie sie auf.",
            "After \(seconds) seconds the file was still not read; please split it.")
    }

    static let tooLarge = GISFault(
        "Ausgepackt oder umgewandelt wird die Datei zu groß; bitte teilen Sie sie auf.",
        "Unpacked or converted the file grows too large; please split it.")

    static func program(_ message: String) -> GISFault {
        let shown = message.isEmpty ? "–" : String(message.prefix(600))
        return GISFault(
            "Die Datei lässt sich nicht lesen; GDAL sagt: \(shown)", "The file cannot be read; GDAL says: \(shown)")
    }
}
