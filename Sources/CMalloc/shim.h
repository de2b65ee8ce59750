// SPDX-License-Identifier: EUPL-1.2
#ifndef ALLMENDE_CMALLOC_H
#define ALLMENDE_CMALLOC_H

#include <malloc.h>
#include <stdbool.h>
#include <stddef.h>

/// Gives free pages of the C library's heaps back to the system; false where the library does that by itself.
static inline bool give_free_memory_back(void) {
#ifdef __GLIBC__
    return malloc_trim(0) == 1;
#else
    return false;
#endif
}

/// Bytes that the program has taken from the C library and not freed; 0 where the library does not tell.
static inline size_t bytes_in_use(void) {
#ifdef __GLIBC__
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
#else
    return 0;
#endif
}

#endif
