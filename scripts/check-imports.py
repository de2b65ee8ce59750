# SPDX-License-Identifier: EUPL-1.2
"""Each import of a target must be one of its declared dependencies: a transitive one is an undeclared edge."""
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

package = json.load(sys.stdin)
faults = []
for target in package["targets"]:
    if target["type"] == "system-target" or target.get("module_type") != "SwiftTarget":
        continue
    declared = set(target.get("target_dependencies", [])) | set(target.get("product_dependencies", []))
    for name in list(declared):
        declared |= CARRIED.get(name, set())
    folder = pathlib.Path(target["path"])
    for source in target["sources"]:
        for number, line in enumerate((folder / source).read_text().splitlines(), 1):
            match = IMPORT.match(line)
            if match and match[1] not in declared | SYSTEM and match[1] != target["name"]:
                faults.append(f"{folder / source}:{number}: {target['name']} imports {match[1]} without declaring it")
print("\n".join(faults) if faults else f"{len(package['targets'])} targets, each import declared")
sys.exit(1 if faults else 0)
