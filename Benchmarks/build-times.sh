#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# How long builds take: clean with and without the trait TLS, and after a changed page.
#
#   Benchmarks/build-times.sh [TREE…]     default: this tree; with two trees the runs alternate
#
# ROUNDS (3): runs of each; the median is printed. PAGE: the file whose change is timed.
# SCRATCH: where builds go (a temporary folder); dependencies are resolved once for each tree.
set -euo pipefail
rounds=${ROUNDS:-3}
page=${PAGE:-Rooms/Notices/Pages/NoticesPage.swift}
scratch=${SCRATCH:-$(mktemp -d)}
[ $# -gt 0 ] || set -- "$(cd "$(dirname "$0")/.." && pwd)"

seconds() {
    local begin end
    begin=$(date +%s.%N)
    "$@" >"$scratch/last.log" 2>&1 || { tail -n 20 "$scratch/last.log" >&2; exit 1; }
    end=$(date +%s.%N)
    echo "$begin $end" | awk '{ printf "%.1f", $2 - $1 }'
}

knows_trait() { grep -q 'trait(name: "TLS"' "$1/Package.swift"; }

note() { echo "$2" >>"$scratch/$1.times"; echo "$(basename "$tree") $1: $2 s" >&2; }

for round in $(seq "$rounds"); do
    for tree in "$@"; do
        name=$(basename "$tree")
        build=(swift build --package-path "$tree" --scratch-path "$scratch/$name")
        swift package --package-path "$tree" --scratch-path "$scratch/$name" resolve >/dev/null 2>&1
        for kind in release debug; do
            rm -rf "$scratch/$name"/*-linux-gnu "$scratch/$name/$kind"
            note "$name-clean-$kind" "$(seconds "${build[@]}" -c "$kind")"
            if [ -f "$tree/$page" ]; then
                cp "$tree/$page" "$scratch/page"
                # a private function more: the body changes, the interface does not
                printf '\nprivate func measured%s() -> Int { %s }\n' "$round" "$round" >>"$tree/$page"
                note "$name-page-$kind" "$(seconds "${build[@]}" -c "$kind")"
                cp "$scratch/page" "$tree/$page"
            fi
        done
        if knows_trait "$tree"; then
            rm -rf "$scratch/$name"/*-linux-gnu "$scratch/$name/release"
            note "$name-clean-release-without-TLS" "$(seconds "${build[@]}" -c release --disable-default-traits)"
        fi
    done
done

echo "medians of $rounds"
for file in "$scratch"/*.times; do
    sort -n "$file" | awk -v name="$(basename "$file" .times)" \
        '{ all[NR] = $1 } END { printf "%-50s %8.1f s\n", name, all[int((NR + 1) / 2)] }'
done
