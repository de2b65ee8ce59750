// SPDX-License-Identifier: EUPL-1.2
#include "CAssets.h"

static const unsigned char stylesheet[] = {
#embed "files/allmende.css"
};
static const unsigned char map_script[] = {
#embed "files/map.js"
};
static const unsigned char layers_script[] = {
#embed "files/layers.js"
};
static const unsigned char tile_worker_script[] = {
#embed "files/tile-worker.js"
};
static const unsigned char chart_script[] = {
#embed "files/chart.js"
};
static const unsigned char plan_script[] = {
#embed "files/plan.js"
};
static const unsigned char form_script[] = {
#embed "files/form.js"
};
static const unsigned char matrix_script[] = {
#embed "files/matrix.js"
};
static const unsigned char import_script[] = {
#embed "files/import.js"
};
static const unsigned char passkey_script[] = {
#embed "files/passkey.js"
};
static const unsigned char mark[] = {
#embed "files/mark.svg"
};

static const allmende_asset assets[] = {
    {"allmende.css", stylesheet, sizeof stylesheet},
    {"map.js", map_script, sizeof map_script},
    {"layers.js", layers_script, sizeof layers_script},
    {"tile-worker.js", tile_worker_script, sizeof tile_worker_script},
    {"chart.js", chart_script, sizeof chart_script},
    {"plan.js", plan_script, sizeof plan_script},
    {"form.js", form_script, sizeof form_script},
    {"matrix.js", matrix_script, sizeof matrix_script},
    {"import.js", import_script, sizeof import_script},
    {"passkey.js", passkey_script, sizeof passkey_script},
    {"mark.svg", mark, sizeof mark},
};

allmende_asset allmende_asset_at(size_t index) {
    static const allmende_asset none = {NULL, NULL, 0};
    return index < sizeof assets / sizeof assets[0] ? assets[index] : none;
}
