#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""How 16 readers fare while few others ask for much: p50 and p99 of the latest value, alone, beside the control, beside the flood.

The control is the same generator of the same run, firing at a bare listener that closes each connection at once: what the
readers lose beside it is what the generator itself takes from the machine.

    allmende serve --database town.gpkg --port 8080                        # in another terminal
    Benchmarks/floods/floods.py --url http://127.0.0.1:8080 --key amk_… --fill 2000000
    Benchmarks/floods/floods.py --url http://127.0.0.1:8080                # all floods
    Benchmarks/floods/floods.py --url http://127.0.0.1:8080 --flood logins --seconds 20

The readers and the floods are anonymous: the Datastream has to be public. Needs nothing but Python 3.11. A further flood is a function of (host, port, number of the connection) and a line in FLOODS.
"""
import argparse
import asyncio
import collections
import json
import multiprocessing
import sys
import time
import urllib.parse
import urllib.request

READERS = 16
# requests a second of all readers together
RATE = 200
# seconds between two tries of one connection of a flood, so that the control does not run hotter than the flood
PAUSE = 0.05

COSTLY = "/v1.1/Observations?$filter=" + urllib.parse.quote(
    "year(phenomenonTime) eq 1800 or month(phenomenonTime) eq 13", safe="")


def request(host, path, method="GET", body=b"", headers=""):
    length = f"Content-Length: {len(body)}\r\n" if method == "POST" else ""
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{length}{headers}\r\n".encode() + body


async def answer(reader):
    """Reads one answer; returns its status and its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:] if ":" in line)}
    body = b""
    if "content-length" in fields:
        body = await reader.readexactly(int(fields["content-length"]))
    elif fields.get("transfer-encoding") == "chunked":
        while size := int(await reader.readuntil(b"\r\n"), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readexactly(2)
    return int(lines[0].split(" ")[1]), body


# MARK: floods

async def once(host, port, message, stays):
    """One connection with one request; returns the status, or what else became of it."""
    try:
        reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return "refused"
    try:
        writer.write(message)
        await writer.drain()
        if not stays:
            return "left"
        return str((await asyncio.wait_for(answer(reader), 120))[0])
    except (OSError, asyncio.IncompleteReadError):
        return "closed"
    except asyncio.TimeoutError:
        return "no answer"
    finally:
        writer.close()


async def logins(host, port, number):
    """Wrong passwords for logins that nobody has."""
    body = f"login=nobody{number}-{time.monotonic_ns()}&password=wrong+wrong+wrong".encode()
    headers = "Content-Type: application/x-www-form-urlencoded\r\n"
    return await once(host, port, request(host, "/login", "POST", body, headers), True)


async def costly_left(host, port, number):
    """A query over all values, and away."""
    return await once(host, port, request(host, COSTLY), False)


async def costly(host, port, number):
    """A query over all values, and waiting for it."""
    return await once(host, port, request(host, COSTLY), True)


async def portfolio(host, port, number):
    """The page of a portfolio, which is searched for."""
    return await once(host, port, request(host, ARGUMENTS.portfolio), True)


# name: what one connection does, again and again; how many connections
FLOODS = {
    "logins": (logins, 32),
    "costly-left": (costly_left, 24),
    "costly": (costly, 24),
    "portfolio": (portfolio, 32),
}


def generate(name, host, port, seconds, outcomes):
    """The generator, in a process of its own."""
    fire, connections = FLOODS[name]

    async def connection(number, counts, end):
        while time.monotonic() < end:
            counts[await fire(host, port, number)] += 1
            await asyncio.sleep(PAUSE)

    async def everything():
        counts = collections.Counter()
        end = time.monotonic() + seconds
        tasks = [asyncio.create_task(connection(number, counts, end)) for number in range(connections)]
        await asyncio.wait(tasks, timeout=seconds + 1)
        for task in tasks:
            task.cancel()
        outcomes.put(dict(counts))

    asyncio.run(everything())


def listen(port):
    """The bare listener: closes at once whatever comes."""
    async def close(_, writer):
        writer.close()

    async def everything():
        server = await asyncio.start_server(close, "127.0.0.1", 0)
        port.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(everything())


# MARK: readers

async def read(host, port, path, end, start, times, faults):
    """One reader on one connection, at its own fixed moments; a late answer delays none of the others'."""
    reader, writer = await asyncio.open_connection(host, port)
    due = start
    while due < end:
        await asyncio.sleep(max(0, due - time.monotonic()))
        begin = time.monotonic()
        writer.write(request(host, path))
        status, _ = await answer(reader)
        # counted from when it was due: waiting for the answer before is waiting too
        times.append(time.monotonic() - min(begin, due))
        if status != 200:
            faults[status] += 1
        due += READERS / RATE
    writer.close()


def measure(host, port, path, seconds):
    async def everything():
        times, faults = [], collections.Counter()
        start = time.monotonic() + 0.2
        await asyncio.gather(*(
            read(host, port, path, start + seconds, start + number / RATE, times, faults) for number in range(READERS)))
        return sorted(times), faults

    times, faults = asyncio.run(everything())
    return {
        "p50": times[len(times) // 2] * 1000, "p99": times[min(len(times) - 1, len(times) * 99 // 100)] * 1000,
        "most": times[-1] * 1000, "answers": len(times), "faults": dict(faults)}


def beside(name, target, host, port, path, seconds):
    """The readers beside a generator that fires at `target`."""
    outcomes = multiprocessing.Queue()
    process = multiprocessing.Process(target=generate, args=(name, host, target, seconds + 2, outcomes), daemon=True)
    process.start()
    time.sleep(1)
    found = measure(host, port, path, seconds)
    found["flood"] = outcomes.get(timeout=seconds + 120)
    process.join(10)
    if process.is_alive():
        process.kill()
    return found


def fill(url, key, count):
    """Makes a Thing with a Datastream and `count` values, one a minute."""
    def post(path, document):
        call = urllib.request.Request(
            url + path, json.dumps(document).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
        with urllib.request.urlopen(call, timeout=300) as response:
            return response.headers, response.read()

    headers, _ = post("/v1.1/Datastreams", {
        "name": "Flood", "description": "d", "unitOfMeasurement": {"name": "n", "symbol": "s", "definition": "d"},
        "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
        "Thing": {
            "name": "Flood", "description": "d",
            "Locations": [{
                "name": "Here", "description": "d", "encodingType": "application/geo+json",
                "location": {"type": "Point", "coordinates": [7.6, 51.9]}}]},
        "ObservedProperty": {"name": "p", "definition": "http://example.org/p", "description": "d"},
        "Sensor": {"name": "s", "description": "d", "encodingType": "text/plain", "metadata": "m"}})
    datastream = int(headers["Location"].rsplit("(", 1)[1].rstrip(")"))
    start = 1_577_836_800
    for begin in range(0, count, 20_000):
        rows = [
            [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(start + 60 * number)), number % 1000]
            for number in range(begin, min(begin + 20_000, count))]
        post("/v1.1/CreateObservations", [{
            "Datastream": {"@iot.id": datastream}, "components": ["phenomenonTime", "result"], "dataArray": rows}])
    return datastream


def main():
    global ARGUMENTS
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--flood", help="one of " + ", ".join(FLOODS) + "; all without it")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--datastream", type=int, default=1, help="whose latest value the readers ask for")
    parser.add_argument("--portfolio", default="/planning/analysis/portfolio?portfolio=P-1")
    parser.add_argument("--fill", type=int, help="makes a Datastream with so many values and ends")
    parser.add_argument("--key", help="of an editor, for --fill")
    ARGUMENTS = parser.parse_args()
    parts = urllib.parse.urlsplit(ARGUMENTS.url)
    host, port = parts.hostname, parts.port or 80
    if ARGUMENTS.fill:
        print("datastream", fill(ARGUMENTS.url, ARGUMENTS.key, ARGUMENTS.fill))
        return 0
    path = f"/v1.1/Datastreams({ARGUMENTS.datastream})/Observations?$top=1&$orderby=phenomenonTime%20desc"
    names = [ARGUMENTS.flood] if ARGUMENTS.flood else list(FLOODS)
    bare = multiprocessing.Queue()
    listener = multiprocessing.Process(target=listen, args=(bare,), daemon=True)
    listener.start()
    bare_port = bare.get(timeout=10)
    missed = 0
    for name in names:
        idle = measure(host, port, path, ARGUMENTS.seconds)
        control = beside(name, bare_port, host, port, path, ARGUMENTS.seconds)
        flood = beside(name, port, host, port, path, ARGUMENTS.seconds)
        for title, found in [("idle", idle), ("control", control), ("flood", flood)]:
            print(f"{name:12} {title:8} p50 {found['p50']:8.1f} ms  p99 {found['p99']:8.1f} ms  "
                  f"longest {found['most']:8.1f} ms  answers {found['answers']}"
                  f"{'  faults ' + str(found['faults']) if found['faults'] else ''}  {found.get('flood', '')}")
        is_met = flood["p99"] <= 50 and flood["p99"] <= 2 * control["p99"] and not flood["faults"]
        missed += not is_met
        print(f"{name:12} {'met' if is_met else 'MISSED'}: p99 {flood['p99']:.1f} ms (bar 50 ms), "
              f"{flood['p99'] / control['p99']:.2f} × the control (bar 2 ×)", flush=True)
    listener.kill()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
