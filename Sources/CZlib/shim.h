// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <zlib.h>

// a macro in zlib.h: gzip framing is 16 more than the window
static inline int allmende_gzip_begin(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
