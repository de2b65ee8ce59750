# SPDX-License-Identifier: EUPL-1.2
"""Each import of a target is one of its declared dependencies (a transitive one is an undeclared edge), and no target
has more files than are compiled again in a few seconds when one of them is edited."""
import json
import pathlib
import re
import sys

SYSTEM = {
    "Foundation", "FoundationEssentials", "FoundationNetworking", "Synchronization", "Testing", "Swift", "Dispatch", "Glibc", "Musl",
}
# A product's module where the two differ, and modules that a product carries along.
CARRIED = {"GRDB": {"GRDBSQLite"}, "NIOCore": set()}

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public |internal |package |private |fileprivate )?import\s+"
    r"(?:(?:class|struct|enum|protocol|func|var|let|typealias)\s+)?(\w+)")

MOST_FILES = 40

package = json.load(sys.stdin)
faults = []
for target in package["targets"]:
    if target["type"] == "system-target" or target.get("module_type") != "SwiftTarget":
        continue
    declared = set(target.get("target_dependencies", [])) | set(target.get("product_dependencies", []))
    for name in list(declared):
        declared |= CARRIED.get(name, set())
    if len(target["sources"]) > MOST_FILES:
        faults.append(f"{target['name']} has {len(target['sources'])} files, at most {MOST_FILES}: cut it along its folders")
    folder = pathlib.Path(target["path"])
    for source in target["sources"]:
        for number, line in enumerate((folder / source).read_text().splitlines(), 1):
            match = IMPORT.match(line)
            if match and match[1] not in declared | SYSTEM and match[1] != target["name"]:
                faults.append(f"{folder / source}:{number}: {target['name']} imports {match[1]} without declaring it")
print("\n".join(faults) if faults else f"{len(package['targets'])} targets of at most {MOST_FILES} files, each import declared")
sys.exit(1 if faults else 0)
