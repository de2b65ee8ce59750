// SPDX-License-Identifier: EUPL-1.2
#ifndef ALLMENDE_CXML_H
#define ALLMENDE_CXML_H

#include <stdbool.h>
#include <stddef.h>

/// What is told of a document; names are without their prefix.
///
/// An attribute is five pointers: name, prefix, address, value, end of the value.
typedef struct {
    void *_Nullable context;
    void (*_Nonnull begin)(
        void *_Nullable context, const char *_Nonnull name, int count,
        const unsigned char *_Nullable const *_Nullable attributes);
    void (*_Nonnull end)(void *_Nullable context, const char *_Nonnull name);
    void (*_Nonnull text)(void *_Nullable context, const unsigned char *_Nonnull bytes, int length);
} cxml_listener;

/// A parser that is fed piece by piece (libxml2's SAX2). libxml2's own headers clash with those of Foundation's ICU.
typedef struct cxml_parser cxml_parser;

/// NULL when there is no memory. Entities are not expanded, nothing is fetched.
cxml_parser *_Nullable cxml_create(cxml_listener listener);

/// False where the text is no well-formed XML.
bool cxml_feed(cxml_parser *_Nonnull parser, const void *_Nullable bytes, int length, bool is_last);
void cxml_free(cxml_parser *_Nullable parser);

#endif
