// SPDX-License-Identifier: EUPL-1.2
import Bilingual

extension Words {
    static let tileSets = Words("Vektorkacheln der Ebene", "Vector tiles of the layer")
    static let tileSet = Words("Vektorkacheln der Ebene in einem Gitter", "Vector tiles of the layer in one grid")
    static let oneTile = Words("Eine Vektorkachel einer Ebene", "A vector tile of a layer")
    static let grids = Words("Gitter der Kacheln", "Grids of the tiles")
    static let oneGrid = Words("Ein Gitter der Kacheln", "A grid of the tiles")
}
