#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Readers beside those who only hold connections: prints the readers' times idle, beside a control and beside the flood.

    python3 Benchmarks/floods/connections.py BINARY [--seconds 10] [--only silent,bodies,mqtt]

The control is the same generator, firing at a bare listener that closes each connection at once: it shows what the
generator alone costs on this machine. The server is started here, on loopback, with a database of its own.
"""
import argparse
import asyncio
import multiprocessing
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

READERS = 16


async def reader(port, until, times):
    """One kept connection that reads again and again; a closed one is opened anew and counts as slow."""
    streams = None
    while time.monotonic() < until:
        begin = time.perf_counter()
        try:
            if streams is None:
                streams = await asyncio.open_connection("127.0.0.1", port)
            streams[1].write(b"GET /v1.1/Things HTTP/1.1\r\nHost: x\r\n\r\n")
            head = await asyncio.wait_for(streams[0].readuntil(b"\r\n\r\n"), 30)
            length = int(re.search(rb"content-length: (\d+)", head, re.I)[1])
            await asyncio.wait_for(streams[0].readexactly(length), 30)
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError):
            streams = None
        times.append(time.perf_counter() - begin)
        await asyncio.sleep(0.01)
    if streams:
        streams[1].close()


def read(port, seconds):
    """(median, 99th percentile, requests) in milliseconds."""
    async def all_readers():
        times = []
        until = time.monotonic() + seconds
        await asyncio.gather(*(reader(port, until, times) for _ in range(READERS)))
        return sorted(times)

    times = asyncio.run(all_readers())
    return times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000, len(times)


async def hold(port, count, first, drip):
    """Keeps `count` connections: each says `first` and then `drip` every 5 s; an ended one is opened anew."""
    async def one():
        while True:
            try:
                streams = await asyncio.open_connection("127.0.0.1", port)
                if first:
                    streams[1].write(first)
                end = asyncio.ensure_future(streams[0].read(-1))
                while not end.done():
                    await asyncio.wait([end], timeout=5)
                    if drip and not end.done():
                        streams[1].write(drip)
                streams[1].close()
            except OSError:
                pass
            await asyncio.sleep(1)

    await asyncio.gather(*(one() for _ in range(count)))


def generator(port, count, first, drip):
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    asyncio.run(hold(port, count, first, drip))


def listener(pipe):
    async def serve():
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, backlog=1024)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


def resident(process):
    return int(pathlib.Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * 4096 / 1e6


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--count", type=int, default=1200)
    parser.add_argument("--only", default="silent,bodies,mqtt")
    parser.add_argument("--rest", type=float, default=0, help="seconds to wait at the end before memory is read again")
    options = parser.parse_args()
    body = b"POST /v1.1/Things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
    connect = b"\x10\x0c\x00\x04MQTT\x04\x02\x00\x00\x00\x00"
    floods = {"silent": ("http", b"", b""), "bodies": ("http", body, b" "), "mqtt": ("mqtt", b"\x10", b""),
              "mqtt clients": ("mqtt", connect, b"\xc0\x00")}
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [options.binary, "serve", "--database", f"{folder}/town.gpkg", "--port", "0", "--mqtt-port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            http = int(re.search(r" at http://[^:]+:(\d+)", process.stdout.readline())[1])
            mqtt = int(re.search(r"mqtt://[^:]+:(\d+)", process.stdout.readline())[1])
            ours, theirs = multiprocessing.Pipe()
            bare = multiprocessing.Process(target=listener, args=(theirs,), daemon=True)
            bare.start()
            control = ours.recv()
            read(http, 2)
            print(f"{'':14} {'p50':>8} {'p99':>8} ms {'requests':>9}   resident MB")

            def row(name, times):
                print(f"{name:14} {times[0]:8.1f} {times[1]:8.1f}    {times[2]:9}   {resident(process):6.0f}", flush=True)

            row("idle", read(http, options.seconds))
            for name in options.only.split(","):
                kind, first, drip = floods[name]
                for label, port in (("control", control), ("flood", mqtt if kind == "mqtt" else http)):
                    flood = multiprocessing.Process(target=generator, args=(port, options.count, first, drip), daemon=True)
                    flood.start()
                    time.sleep(2)
                    row(f"{name} {label}", read(http, options.seconds))
                    flood.kill()
                    flood.join()
            row("afterwards", read(http, options.seconds))
            if options.rest:
                time.sleep(options.rest)
                print(f"resident after {options.rest:.0f} s of rest: {resident(process):.0f} MB")
        finally:
            process.terminate()
            sys.exit(process.wait(30))


if __name__ == "__main__":
    main()
