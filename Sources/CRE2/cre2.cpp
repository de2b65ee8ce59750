// SPDX-License-Identifier: EUPL-1.2
#include "CRE2.h"

#include <re2/re2.h>

#include <new>
#include <vector>

struct cre2_pattern {
    explicit cre2_pattern(re2::StringPiece text) : expression(text, options()) {}

    static RE2::Options options() {
        RE2::Options options;
        options.set_log_errors(false);
        // of the compiled pattern and its automaton; a pattern that needs more is refused
        options.set_max_mem(8 << 20);
        return options;
    }

    RE2 expression;
};

extern "C" cre2_pattern *cre2_compile(const char *text, size_t length) {
    try {
        return new cre2_pattern(re2::StringPiece(text, length));
    } catch (...) {
        return nullptr;
    }
}

extern "C" void cre2_free(cre2_pattern *pattern) { delete pattern; }

extern "C" const char *cre2_fault(const cre2_pattern *pattern) {
    return pattern->expression.ok() ? nullptr : pattern->expression.error().c_str();
}

extern "C" int cre2_groups(const cre2_pattern *pattern) { return pattern->expression.NumberOfCapturingGroups(); }

extern "C" bool cre2_find(
    const cre2_pattern *pattern, const char *subject, size_t length, ptrdiff_t *bounds, int count) {
    try {
        std::vector<re2::StringPiece> groups(static_cast<size_t>(count));
        re2::StringPiece text(subject, length);
        if (!pattern->expression.Match(text, 0, length, RE2::UNANCHORED, groups.data(), count)) return false;
        for (int index = 0; index < count; index++) {
            const re2::StringPiece &group = groups[static_cast<size_t>(index)];
            bounds[2 * index] = group.data() ? group.data() - subject : -1;
            bounds[2 * index + 1] = group.data() ? group.data() - subject + static_cast<ptrdiff_t>(group.size()) : -1;
        }
        return true;
    } catch (...) {
        return false;
    }
}
