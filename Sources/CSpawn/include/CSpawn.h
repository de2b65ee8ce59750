// SPDX-License-Identifier: EUPL-1.2
#ifndef ALLMENDE_CSPAWN_H
#define ALLMENDE_CSPAWN_H

#include <spawn.h>

/// The program to be started has no descriptor from `first` on. Hidden from Swift, as glibc shows it with `_GNU_SOURCE` only.
int allmende_spawn_close_from(posix_spawn_file_actions_t *actions, int first);

#endif
