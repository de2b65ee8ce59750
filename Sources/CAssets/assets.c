// SPDX-License-Identifier: EUPL-1.2
#include "CAssets.h"

static const unsigned char stylesheet[] = {
#embed "files/allmende.css"
};

static const allmende_asset assets[] = {
    {"allmende.css", stylesheet, sizeof stylesheet},
};

allmende_asset allmende_asset_at(size_t index) {
    static const allmende_asset none = {NULL, NULL, 0};
    return index < sizeof assets / sizeof assets[0] ? assets[index] : none;
}
