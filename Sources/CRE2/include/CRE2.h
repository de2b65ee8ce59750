// SPDX-License-Identifier: EUPL-1.2
#ifndef ALLMENDE_CRE2_H
#define ALLMENDE_CRE2_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A pattern of RE2, or the fault that it has.
typedef struct cre2_pattern cre2_pattern;

/// Compiles UTF-8. NULL only when there is no memory; ask for the fault.
cre2_pattern *_Nullable cre2_compile(const char *_Nonnull text, size_t length);
void cre2_free(cre2_pattern *_Nullable pattern);

/// What is wrong with the pattern, or NULL; valid as long as the pattern.
const char *_Nullable cre2_fault(const cre2_pattern *_Nonnull pattern);

/// Groups beside the whole match.
int cre2_groups(const cre2_pattern *_Nonnull pattern);

/// The leftmost match in a subject of UTF-8, in a time that grows with its length only.
///
/// `bounds` takes two offsets for the whole match and for each of the first `count - 1` groups, -1 where a group took no
/// part. Safe to call from several threads at once.
bool cre2_find(
    const cre2_pattern *_Nonnull pattern, const char *_Nonnull subject, size_t length, ptrdiff_t *_Nonnull bounds,
    int count);

#ifdef __cplusplus
}
#endif

#endif
