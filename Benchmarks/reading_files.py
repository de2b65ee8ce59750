#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What files cost to be understood, read and stored: `allmende import` beside plain inserts, frictionless and openpyxl.

    python3 -m venv /some/venv && /some/venv/bin/pip install frictionless openpyxl
    /some/venv/bin/python Benchmarks/reading_files.py --binary .build/release/allmende

Each figure is the least of the runs; a peer that is not installed is left out. The files are made by this program.
"""
import argparse
import contextlib
import datetime
import json
import multiprocessing
import os
import pathlib
import re
import sqlite3
import subprocess
import tempfile
import threading
import time
import zipfile

START = datetime.datetime(2020, 1, 1)
RULE = {"observedProperty": {"name": "W"}, "unit": {"name": "1", "symbol": "1"}, "sensor": {"name": "S"}}


def mapping(format, time, columns):
    return {
        "name": "bench", "kind": "series", "format": format, "time": time,
        "dataset": {"slug": "bench", "title": "Bench", "owner": "Amt", "licence": "dl-by-de/2.0"},
        "station": {"from": [{"id": "a", "name": "A"}]},
        "series": [dict(RULE, column=name, key=str(n), name=name) for n, name in enumerate(columns)]}


OWN = re.compile(r"RssAnon:\s+(\d+)")


def run(command):
    """Seconds, MiB resident, MiB of it that are the process's own (no pages of programs and libraries), what was printed."""
    with tempfile.TemporaryFile() as out:
        begin = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=out)
        own, ended = [0], threading.Event()

        def watch():
            while not ended.wait(0.02):
                with contextlib.suppress(OSError, TypeError):
                    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                    own[0] = max(own[0], int(OWN.search(text)[1]))

        watcher = threading.Thread(target=watch)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - begin
        ended.set()
        watcher.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
        return took, usage.ru_maxrss / 1024, own[0] / 1024, text, process.returncode


def stamps(rows, minutes):
    return [START + datetime.timedelta(minutes=minutes * n) for n in range(rows)]


def long_csv(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write("zeit;wert\n")
        file.writelines(f"{t:%Y-%m-%d %H:%M};{n % 9973 / 10}\n" for n, t in enumerate(stamps(rows, 1)))


def xlsx(path, rows):
    def cells(n):
        r, day = n + 2, 43831 + n / 1440
        return (f'<row r="{r}"><c r="A{r}" s="1"><v>{day:.9f}</v></c><c r="B{r}"><v>{n % 97}.5</v></c>'
                f'<c r="C{r}"><f>B{r}*2</f><v>{n % 97 * 2 + 1}</v></c><c r="D{r}" t="inlineStr"><is><t>gut</t></is></c>'
                f'<c r="E{r}"><v>{n % 13}</v></c></row>')
    head = "".join(f'<c r="{c}1" t="inlineStr"><is><t>{name}</t></is></c>'
                   for c, name in zip("ABCDE", ("zeit", "a", "b", "c", "d")))
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", (
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
            'PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'))
        rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
        out.writestr("_rels/.rels", f'<Relationships {package}><Relationship Id="r1" Type="{rel}/officeDocument" '
                                    'Target="xl/workbook.xml"/></Relationships>')
        out.writestr("xl/_rels/workbook.xml.rels", f'<Relationships {package}><Relationship Id="r1" Type="{rel}/'
                     f'worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{rel}/styles" '
                     'Target="styles.xml"/></Relationships>')
        out.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="{rel}"><sheets><sheet name="S" sheetId="1" '
                                        'r:id="r1"/></sheets></workbook>')
        out.writestr("xl/styles.xml", f'<styleSheet {main}><fonts count="1"><font/></fonts><fills count="1"><fill>'
                     '<patternFill/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
                     '<cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="22" xfId="0"/></cellXfs></styleSheet>')
        with out.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet {main}><sheetData><row r="1">{head}</row>'.encode())
            for n in range(rows):
                sheet.write(cells(n).encode())
            sheet.write(b"</sheetData></worksheet>")


def ods(path, rows):
    spaces = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in
                      (("office", "office"), ("table", "table"), ("text", "text")))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        with out.open("content.xml", "w") as sheet:
            sheet.write(f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table '
                        'table:name="S">'.encode())
            sheet.write(("<table:table-row>" + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
                for name in ("zeit", "a", "b", "c", "d")) + "</table:table-row>").encode())
            for n, t in enumerate(stamps(rows, 1)):
                numbers = "".join(
                    f'<table:table-cell office:value-type="float" office:value="{v}"><text:p>{v}</text:p>'
                    "</table:table-cell>" for v in (n % 97 + 0.5, n % 97 * 2 + 1))
                sheet.write((
                    f'<table:table-row><table:table-cell office:value-type="date" office:date-value="{t:%Y-%m-%dT%H:%M:%S}">'
                    f"<text:p>{t}</text:p></table:table-cell>{numbers}<table:table-cell office:value-type=\"string\">"
                    f'<text:p>gut</text:p></table:table-cell><table:table-cell office:value-type="float" office:value='
                    f'"{n % 13}"><text:p>{n % 13}</text:p></table:table-cell></table:table-row>').encode())
            sheet.write(b"</table:table></office:spreadsheet></office:body></office:document-content>")


def repeat(table, large):
    """A file of 100 MB with the rows of another one."""
    with open(large, "wb") as file:
        head, body = table.read_bytes().split(b"\n", 1)
        file.write(head + b"\n")
        while file.tell() < 100_000_000:
            file.write(body)


def plain_inserts(path, rows):
    """The values of the long file, ready to bind, prepared inserts in transactions of 100,000."""
    epoch = datetime.datetime(1970, 1, 1)
    first = int((START - epoch).total_seconds()) * 1_000_000
    values = [(1, first + n * 60_000_000, n, n % 9973 / 10) for n in range(rows)]
    begin = time.perf_counter()
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE o (ds INTEGER, t INTEGER, id INTEGER, v REAL, PRIMARY KEY (ds, t, id)) WITHOUT ROWID")
    for start in range(0, rows, 100_000):
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO o VALUES (?, ?, ?, ?)", values[start:start + 100_000])
        database.execute("COMMIT")
    database.close()
    return time.perf_counter() - begin


def apart(work, *arguments):
    """Runs it in a process of its own: what this one holds would count as memory of the programs that it starts."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(work, arguments)


def seconds(work, path):
    begin = time.perf_counter()
    work(path)
    return time.perf_counter() - begin


def peer(name, work, path):
    try:
        return apart(seconds, work, path)
    except ImportError:
        print(f"{name} is not installed: left out")
        return None


def frictionless_reads(path):
    """Rows with their cells as what the schema says they are: untouched, frictionless leaves them texts."""
    from frictionless import Dialect, Resource, Schema, formats
    dialect = Dialect(controls=[formats.CsvControl(delimiter=";")])
    schema = Schema.from_descriptor({"fields": [
        {"name": "zeit", "type": "datetime", "format": "%Y-%m-%d %H:%M"}, {"name": "wert", "type": "number"}]})
    with Resource(path=path.name, basepath=str(path.parent), dialect=dialect, schema=schema) as resource:
        for row in resource.row_stream:
            row.to_list()


def openpyxl_reads(path):
    import openpyxl
    for _ in openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/release/allmende")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sheet-rows", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="allmende-files-"))
    clock = {"column": "zeit", "form": "yyyy-MM-dd HH:mm", "zone": "Etc/GMT-1", "stamp": "instant"}
    table = folder / "long.csv"
    apart(long_csv, table, options.rows)
    (folder / "csv.json").write_text(json.dumps(mapping({"separator": ";"}, clock, ["wert"])))
    (folder / "sheet.json").write_text(json.dumps(mapping({}, clock, ["a", "b", "d"])))
    # of one column of texts that all mean "no value": everything is read, nothing is stored
    (folder / "read.json").write_text(json.dumps(mapping({"missing": ["gut"]}, clock, ["c"])))

    def imported(document, path, expected, between=lambda number: None):
        best = None
        for number in range(options.runs):
            between(number)
            database = folder / f"{path.name}-{number}.gpkg"
            took, memory, own, text, status = run(
                [options.binary, "import", "--database", database, "--mapping", folder / document, "--json", path])
            report = json.loads(text)
            assert status == 0 and report["values"]["stored"] == expected, report
            again = run([options.binary, "import", "--database", database, "--mapping", folder / document, "--json", path])
            assert json.loads(again[3])["values"]["stored"] == 0
            best = min(best or (took, memory, own), (took, memory, own))
        return best

    one = folder / "one.csv"
    long_csv(one, 1)
    _, smallest, least = imported("csv.json", one, 1)
    print(f"one row: {smallest:.0f} MB resident, {smallest - least:.0f} MB of it pages of the program and its libraries, "
          "which all its processes share")
    size = table.stat().st_size / 1e6
    plain = []
    took, memory, _ = imported(
        "csv.json", table, options.rows,
        lambda number: plain.append(apart(plain_inserts, folder / f"plain-{number}.sqlite", options.rows)))
    inserts = min(plain)
    print(f"long CSV, {options.rows} rows of one value, {size:.0f} MB: read and stored in {took:.2f} s, {memory:.0f} MB; "
          f"plain prepared inserts {inserts:.2f} s: {inserts / took:.2f} × (bar 0.7)")
    reading = peer("frictionless", frictionless_reads, table)
    if reading:
        print(f"  frictionless merely reading it {reading:.1f} s: {reading / took:.1f} × (bar 5)")
    for ending, make in (("xlsx", xlsx), ("ods", ods)):
        path = folder / f"sheet.{ending}"
        apart(make, path, options.sheet_rows)
        took, memory, own = imported("sheet.json", path, 3 * options.sheet_rows)
        print(f"{ending}, {options.sheet_rows} × 5: read and stored in {took:.2f} s (bar 4), {memory:.0f} MB (bar 60), "
              f"{own:.0f} MB of its own, {own - least:.0f} MB more than for one row")
        merely, memory, own = imported("read.json", path, 0)
        print(f"  merely read in {merely:.2f} s, {memory:.0f} MB, {own - least:.0f} MB of its own more than for one row")
        if ending == "xlsx":
            reading = peer("openpyxl", openpyxl_reads, path)
            if reading:
                print(f"  openpyxl read-only merely reading it {reading:.1f} s: {reading / took:.1f} × (bar 10); "
                      f"{reading / merely:.1f} × where Allmende merely reads, too")
    large = folder / "large.csv"
    apart(repeat, table, large)
    took, memory, _, text, status = min(run([options.binary, "import", "--propose", large]) for _ in range(options.runs))
    assert status == 0 and json.loads(text)["decisions"]["kind"]["value"] == "series"
    print(f"proposal for {large.stat().st_size / 1e6:.0f} MB: {took:.2f} s (bar 2), {memory:.0f} MB (bar 100)")


if __name__ == "__main__":
    main()
