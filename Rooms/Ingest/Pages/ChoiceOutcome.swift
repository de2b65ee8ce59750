// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Ingest
import Site

/// What a choice makes of a file, in words: of its first row, and where the question is about others, of those.
struct ChoiceOutcome {
    let words: Words?

    init(_ field: String, _ preview: ImportPreview) {
        words =
            switch field {
            case "missing-means", "thousands-means", "beyondLimits": Self.range(preview)
            case "epsg": Self.place(preview)
            case "repeated": Self.stretch(field, preview.repeated)
            default: Self.stretch(field, preview.lines.first)
            }
    }

    /// What stands before the words: which part of the file they are about.
    static func lead(_ field: String, _ language: Language) -> String {
        switch field {
        case "missing-means", "thousands-means", "beyondLimits", "epsg": ""
        case "repeated": language(.repeatedRow) + ": "
        default: language(.firstRow) + ": "
        }
    }

    private static let unreadable = Words("so nicht lesbar", "cannot be read so")

    private static func both(_ text: (Language) -> String) -> Words { Words(text(.german), text(.english)) }

    private static func range(_ preview: ImportPreview) -> Words? {
        guard let least = preview.series.map(\.minimum).min(), let most = preview.series.map(\.maximum).max() else {
            return nil
        }
        return both { language in
            let format = Format(language)
            let (from, to) = language == .german ? ("Werte von", "bis") : ("values from", "to")
            return "\(from) \(format.number(least)) \(to) \(format.number(most))"
        }
    }

    /// Where the first place would lie; people know their town by such numbers.
    private static func place(_ preview: ImportPreview) -> Words? {
        guard let place = preview.places.first else {
            return Words("dort liegt kein Ort in Deutschland", "no place in Germany lies there")
        }
        return both { language in
            let format = Format(language)
            let (north, east) = (
                format.number(place.latitude, decimals: 4), format.number(place.longitude, decimals: 4)
            )
            return language == .german
                ? "\(place.name): \(north)° Nord, \(east)° Ost" : "\(place.name): \(north)° north, \(east)° east"
        }
    }

    private static func stretch(_ field: String, _ line: ImportPreview.Line?) -> Words? {
        guard let line else { return unreadable }
        return both { language in
            let format = Format(language)
            guard field == "form" else { return PreviewView.span(line.start, line.end, format) }
            let local = format.time.local(line.start)
            return format.longDate(local.day) + (local.seconds == 0 ? "" : ", " + format.clock(seconds: local.seconds))
        }
    }
}
