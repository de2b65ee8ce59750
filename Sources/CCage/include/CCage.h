// SPDX-License-Identifier: EUPL-1.2
#ifndef ALLMENDE_CCAGE_H
#define ALLMENDE_CCAGE_H

#include <stdint.h>

/// What a process in the cage may use.
struct cage_limits {
    /// Bytes of address space.
    uint64_t memory;
    /// Bytes of one file that it writes.
    uint64_t file;
    /// Seconds of processor time, and of the clock.
    uint32_t cpu, wall;
};

/// How a run ended.
struct cage_end {
    /// What waitpid says.
    int status;
    /// 1 when it was ended because its time was over.
    int is_late;
    /// errno of the step that failed before the program began, else 0.
    int fault;
};

/// The version of Landlock that the kernel has; 0 without.
int cage_version(void);

/// Runs a program that reads the `readable` paths, reads and writes below `work`, and reaches nothing else: no other file, no
/// network, no other process. Returns when it has ended; its output goes to the two descriptors.
struct cage_end cage_run(
    const char *program, char *const arguments[], char *const environment[], const char *const readable[],
    const char *work, int output, int errors, struct cage_limits limits);

#endif
