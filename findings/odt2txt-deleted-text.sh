#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# odt2txt 0.5-7 (Debian 12): text that was deleted with recorded changes is printed as text of the document.
#
# Expected (OpenDocument 1.2, text:tracked-changes and text:deletion): with changes recorded, what was deleted is kept in a list apart
# from the text, for undoing; it is not part of the document. The manual says that the program "extracts the text".
# Seen: the deleted sentences stand before the first heading, with the author's name and the time of the deletion stuck to them without
# a blank, as if they were the first paragraph. A sentence that was replaced appears in both versions. No warning, exit code 0.
# Who is hurt: searches and comparisons of council papers, which are drafted with recorded changes: the fee that was dropped is found
# as the fee in force, and what was struck out before publication is public again.
set -euo pipefail
if [ "$(dpkg-query -W -f '${Version}' odt2txt 2>/dev/null)" != 0.5-7 ]; then
    echo "needs odt2txt 0.5-7 of Debian 12 (apt-get install odt2txt)" >&2
    exit 1
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 - <<'PY'
import subprocess
import sys
import zipfile

KIND = "application/vnd.oasis.opendocument.text"
CHANGE = "<office:change-info><dc:creator>Amt</dc:creator><dc:date>2026-11-02T10:00:00</dc:date></office:change-info>"
TEXT = f"""<office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>
<text:tracked-changes>
<text:changed-region text:id="a"><text:deletion>{CHANGE}<text:p>Die Gebühr beträgt 12 Euro.</text:p></text:deletion>
</text:changed-region>
<text:changed-region text:id="b"><text:insertion>{CHANGE}</text:insertion></text:changed-region>
</text:tracked-changes>
<text:h text:outline-level="1">Satzung</text:h>
<text:p>Paragraf 4. <text:change text:change-id="a"/><text:change-start text:change-id="b"
/>Die Gebühr beträgt 9 Euro.<text:change-end text:change-id="b"/></text:p></office:text></office:body></office:document-content>"""
with zipfile.ZipFile("draft.odt", "w") as archive:
    archive.writestr("mimetype", KIND)
    archive.writestr("META-INF/manifest.xml", (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'))
    archive.writestr("content.xml", TEXT)
print("odt2txt 0.5-7; expected: the heading and one sentence with 9 Euro, none with 12")
ran = subprocess.run(
    ["odt2txt", "--width=-1", "--encoding=UTF-8", "draft.odt"], capture_output=True, text=True, encoding="utf-8")
lines = [line for line in ran.stdout.splitlines() if line.strip("= ")]
for line in lines:
    print(">", line)
heading = lines.index("Satzung")
deleted = [number for number, line in enumerate(lines) if "12 Euro" in line]
print(f"the deleted sentence is in line {deleted}, the heading in line {heading}; exit code {ran.returncode}")
same = deleted == [0] and heading > 0 and lines[0].startswith("Amt2026-11-02T10:00:00Die") and not ran.stderr
sys.exit(0 if same and ran.returncode == 0 and "9 Euro" in lines[-1] else "the behaviour has changed")
PY
