// SPDX-License-Identifier: EUPL-1.2
#ifndef ALLMENDE_CMALLOC_H
#define ALLMENDE_CMALLOC_H

#include <malloc.h>
#include <stdbool.h>

/// Gives free pages of the C library's heaps back to the system; false where the library does that by itself.
static inline bool give_free_memory_back(void) {
#ifdef __GLIBC__
    return malloc_trim(0) == 1;
#else
    return false;
#endif
}

#endif
