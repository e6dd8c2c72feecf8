#!/usr/bin/env python3
"""An agent's desktop: logs in at stationd, works, survives restarts of the broker, logs out.

Python 3.11, standard library only. ../README.md says what it prints; ../../README.md is the protocol.
"""

import argparse
import asyncio
import contextlib
import json
import random
import signal
import socket
import sys
import threading
import time
import uuid

REPLY_SECONDS = 30  # a broker that is silent for so long is treated as gone
GIVE_UP_SECONDS = 120
LONGEST_LINE = 1 << 20  # far above the 65,536 bytes of the protocol


class Lost(Exception):
    """The connection is gone. Whether the request was carried out is not known."""


class Refused(Exception):
    """The broker answered with an error. Programs look at `reason`, people at `message`."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.data = error.get("data", {})
        self.reason = self.data.get("reason", str(error["code"]))


class Connection:
    """One connection: matches replies by id, and puts everything else into the inbox."""

    @classmethod
    async def open(cls, path, inbox):
        self = cls()
        self.inbox, self.waiting, self.last_id = inbox, {}, 0
        self.reader, self.writer = await asyncio.open_unix_connection(path, limit=LONGEST_LINE)
        self.reading = asyncio.create_task(self.read())
        await self.call(
            "broker.hello", client={"name": "example-python", "version": "1"}, protocol={"min": 1, "max": 1}
        )
        return self

    async def call(self, method, **params):
        if self.reading.done():
            raise Lost
        self.last_id += 1
        reply = self.waiting[self.last_id] = asyncio.get_running_loop().create_future()
        request = {"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}
        self.writer.write(json.dumps(request).encode() + b"\n")
        try:
            return await asyncio.wait_for(reply, REPLY_SECONDS)
        except TimeoutError:
            raise Lost from None

    async def read(self):
        # readline gives whole lines of bytes, however the socket cut them: UTF-8 is decoded only then.
        with contextlib.suppress(OSError, ValueError):
            while (line := await self.reader.readline()).endswith(b"\n"):
                message = json.loads(line)
                if message.get("method") == "event":
                    self.inbox.put_nowait((self, message["params"]))
                elif reply := self.waiting.pop(message.get("id"), None):
                    if reply.done():
                        continue  # it came too late
                    if "error" in message:
                        reply.set_exception(Refused(message["error"]))
                    else:
                        reply.set_result(message["result"])
        for reply in self.waiting.values():
            if not reply.done():
                reply.set_exception(Lost())
        self.inbox.put_nowait((self, None))

    def close(self):
        self.reading.cancel()
        self.writer.close()


class Desktop:
    def __init__(self, options):
        self.options = options
        self.inbox = asyncio.Queue()  # (connection, event), (connection, None) for its end, (None, command)
        self.token = None
        self.leaving = False

    async def day(self):
        """From login to logout. Ends with sys.exit."""
        self.broker = await Connection.open(self.options.socket, self.inbox)
        await self.log_in()
        # One loop looks at everything in the order in which it came: events, commands, the end of the connection.
        while True:
            source, what = await self.inbox.get()
            if source is None:
                await self.run(what)
            elif source is not self.broker:
                pass  # left over from a connection that we have replaced
            elif what is None:
                await self.reconnect()
            else:
                self.show(what)

    async def log_in(self):
        options = self.options
        params = {
            "organization": options.organization,
            "login": options.login,
            "credential": {"type": "peer"},
            "device": {"label": options.label},
            "requestKey": uuid.uuid4().hex,
        }
        number = await self.hold_station(params)
        while True:
            try:
                # If the reply is lost, are we logged in or not? The request key makes it safe to ask again.
                opened = await self.request("session.open", params)
                break
            except Refused as refusal:
                if refusal.reason == "station_mismatch" and "hold" in params and not options.station:
                    # The account has a number of its own, so it does not want the one that was proposed.
                    with contextlib.suppress(Refused):
                        await self.broker.call("station.release", hold=params["hold"])
                elif refusal.reason == "not_found" and "hold" in params:
                    # The hold was lost with its connection. The number may still be free.
                    params["station"] = number
                else:
                    raise
                del params["hold"]
                params["requestKey"] = uuid.uuid4().hex  # other params are another request
        self.token = opened["token"]
        session = opened["session"]
        say(f"logged in: session {session['id']} station {session.get('station', '-')} fence {session['fence']}")

    async def hold_station(self, params):
        """Holds a number while the agent types a password, so that nobody else gets it. Returns the number."""
        typed, number = self.options.station, {}
        if typed:
            number = {"station": typed}
        else:
            station = (await self.broker.call("login.options", organization=params["organization"]))["station"]
            if not (station["roles"] and station["proposed"]):
                return None
        try:
            held = await self.broker.call("station.request", organization=params["organization"], **number)
            params["hold"] = held["hold"]
            return held["station"]
        except Refused as refusal:
            if typed and refusal.reason == "station_reserved":
                params["station"] = typed  # perhaps it is reserved for this very account: session.open knows
            elif typed or refusal.reason not in ("no_station_available", "station_required"):
                raise
            return typed

    async def request(self, method, params):
        """Calls a method that is safe to repeat, until the broker answers."""
        while True:
            try:
                return await self.broker.call(method, **params)
            except Lost:
                await self.reconnect()

    async def reconnect(self):
        """Connects anew and, if we are logged in, attaches the session to the new connection."""
        say("connection lost")
        deadline = time.monotonic() + GIVE_UP_SECONDS
        pause = 0.1
        while time.monotonic() < deadline:
            self.broker.close()
            # Jitter: after a restart of the broker not all desktops come in the same instant.
            await asyncio.sleep(pause * random.uniform(0.5, 1))
            pause = min(2 * pause, 2)
            try:
                self.broker = await Connection.open(self.options.socket, self.inbox)
                if self.token:
                    session = (await self.broker.call("session.attach", token=self.token))["session"]
                    say(f"attached again: session {session['id']} fence {session['fence']}")
                return
            except (OSError, Lost):
                pass
            except Refused as refusal:
                if refusal.reason not in ("overloaded", "storage_unavailable"):
                    self.ended(refusal)
        raise Lost

    async def run(self, command):
        if command == "verify":
            try:
                verified = await self.request("session.verify", {"token": self.token})
                say("verify: active" if verified["active"] else "verify: not active")
            except Refused as refusal:
                complain(refusal)
        elif command == "logout":
            self.leaving = True
            try:
                await self.request("session.close", {"token": self.token})
            except Refused as refusal:
                self.ended(refusal)
            finish("logged out", 0)
        elif command:
            print("error: commands are verify and logout", file=sys.stderr)

    def show(self, event):
        say(f"event: {event['type']}")
        if event["type"] == "session.detached":
            finish("session moved elsewhere", 4)
        if event["type"] == "session.ended":
            data = event["data"]
            by = f" by {data['by']}" if "by" in data else ""
            comment = f": {data['comment']}" if "comment" in data else ""
            finish(f"session ended: {data['session']['endReason']}{by}{comment}", 3)

    def ended(self, refusal):
        if refusal.reason not in ("session_ended", "invalid_token"):
            raise refusal
        reason = refusal.data.get("endReason", refusal.reason)
        if self.leaving and reason == "logged_out":
            finish("logged out", 0)  # only the reply to our session.close was lost
        finish(f"session ended: {reason}", 3)


def say(line):
    print(line, flush=True)


def finish(line, status):
    say(line)
    sys.exit(status)


def complain(refusal):
    print(f"refused: {refusal.reason}: {refusal}", file=sys.stderr)
    if "remedy" in refusal.data:
        print(f"hint: {refusal.data['remedy']}", file=sys.stderr)


def read_commands(loop, inbox):
    # A thread, because standard input may be a file, which asyncio cannot wait for. The raw stream, because
    # a buffered one is locked while this thread waits, and Python could not end.
    lines = iter(sys.stdin.buffer.raw.readline, b"")
    with contextlib.suppress(RuntimeError):  # the loop has ended, and so do we
        for line in lines:
            loop.call_soon_threadsafe(inbox.put_nowait, (None, line.decode(errors="replace").strip()))
        loop.call_soon_threadsafe(inbox.put_nowait, (None, "logout"))


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        self.exit(64, f"error: {message}\n{self.format_usage()}")


async def main():
    arguments = Arguments(prog="desktop", allow_abbrev=False)
    for name in ("socket", "organization", "login"):
        arguments.add_argument(f"--{name}", required=True)
    arguments.add_argument("--station")
    arguments.add_argument("--label", default=socket.gethostname())
    desktop = Desktop(arguments.parse_args())
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, desktop.inbox.put_nowait, (None, "logout"))
    threading.Thread(target=read_commands, args=(loop, desktop.inbox), daemon=True).start()
    try:
        await desktop.day()
    except Refused as refusal:
        complain(refusal)
        sys.exit(1)
    except (OSError, Lost) as error:
        print(f"error: cannot reach the broker: {error or 'the connection was lost'}", file=sys.stderr)
        sys.exit(69)


if __name__ == "__main__":
    asyncio.run(main())
