// SPDX-License-Identifier: EUPL-1.2
#ifndef ALLMENDE_MAPPINGS_H
#define ALLMENDE_MAPPINGS_H
#include <stddef.h>

/// One shipped mapping: its name and its JSON text.
typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t size;
} allmende_mapping;

/// The shipped mapping of that index, or a name of NULL past the last one.
allmende_mapping allmende_mapping_at(size_t index);

#endif
