// SPDX-License-Identifier: EUPL-1.2
#include "CAssets.h"

static const unsigned char stylesheet[] = {
#embed "files/allmende.css"
};
static const unsigned char map_script[] = {
#embed "files/map.js"
};
static const unsigned char chart_script[] = {
#embed "files/chart.js"
};
static const unsigned char plan_script[] = {
#embed "files/plan.js"
};
static const unsigned char mark[] = {
#embed "files/mark.svg"
};

static const allmende_asset assets[] = {
    {"allmende.css", stylesheet, sizeof stylesheet},
    {"map.js", map_script, sizeof map_script},
    {"chart.js", chart_script, sizeof chart_script},
    {"plan.js", plan_script, sizeof plan_script},
    {"mark.svg", mark, sizeof mark},
};

allmende_asset allmende_asset_at(size_t index) {
    static const allmende_asset none = {NULL, NULL, 0};
    return index < sizeof assets / sizeof assets[0] ? assets[index] : none;
}
