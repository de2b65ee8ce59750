// SPDX-License-Identifier: EUPL-1.2
#ifndef ALLMENDE_KNOWLEDGE_H
#define ALLMENDE_KNOWLEDGE_H
#include <stddef.h>

/// One shipped document: its name and its JSON text.
typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t size;
} allmende_document;

/// The shipped document of that index, or a name of NULL past the last one.
allmende_document allmende_document_at(size_t index);

#endif
