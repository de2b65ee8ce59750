// SPDX-License-Identifier: EUPL-1.2
package import Bilingual
package import SensorThings
package import Site

/// A state as people see it: always a shape and a word, never colour alone.
extension SensorState {
    package var word: Words {
        switch self {
        case .live: .stateLive
        case .late: .stateLate
        case .silent: .stateSilent
        case .historical: .stateHistorical
        case .empty: .stateEmpty
        }
    }

    package var meaning: Words {
        switch self {
        case .live: .stateLiveMeaning
        case .late: .stateLateMeaning
        case .silent: .stateSilentMeaning
        case .historical: .stateHistoricalMeaning
        case .empty: .stateEmptyMeaning
        }
    }

    package var needsAttention: Bool { self == .late || self == .silent }

    /// ● ◆ ■ ○ as a drawing, so that each machine shows the same shape.
    package var shape: HTML {
        let drawing: HTML
        switch self {
        case .live: drawing = "<circle cx=\"8\" cy=\"8\" r=\"6\"/>"
        case .late: drawing = "<path d=\"M8 0.5 15.5 8 8 15.5 0.5 8z\"/>"
        case .silent: drawing = "<path d=\"M2 2h12v12H2z\"/>"
        case .historical: drawing = "<circle class=\"hollow\" cx=\"8\" cy=\"8\" r=\"5.5\"/>"
        case .empty: drawing = "<path class=\"hollow\" d=\"M3 3h10v10H3z\"/>"
        }
        return """
            <svg class="shape shape-\(rawValue)" viewBox="0 0 16 16" aria-hidden="true" focusable="false">\(drawing)</svg>
            """
    }

    package func badge(_ language: Language) -> HTML {
        "<span class=\"state state-\(rawValue)\">\(shape)\(language(word))</span>"
    }
}
