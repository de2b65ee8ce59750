// SPDX-License-Identifier: EUPL-1.2
#ifndef ALLMENDE_ASSETS_H
#define ALLMENDE_ASSETS_H
#include <stddef.h>

/// One embedded file.
typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t size;
} allmende_asset;

/// The embedded file of that index, or a name of NULL past the last one.
allmende_asset allmende_asset_at(size_t index);

#endif
