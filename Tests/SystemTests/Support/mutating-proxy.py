#!/usr/bin/env python3
"""Stands between a client and a broker, and spoils what the broker says in one of many ways.

usage: mutating-proxy.py MUTATION LISTEN-SOCKET BROKER-SOCKET    (or: mutating-proxy.py --list)

Prints "ready" when it listens. Each mutation is applied to every line that it fits.
"""

import json
import socket
import sys
import threading


def result(change):
    """A mutation of the results of replies."""

    def mutate(message, line):
        if not isinstance(message.get("result"), dict):
            return [line]
        return spoiled(message, lambda: change(message["result"]))

    return mutate


def error(change):
    def mutate(message, line):
        return spoiled(message, lambda: change(message["error"])) if "error" in message else [line]

    return mutate


def event(change):
    def mutate(message, line):
        return spoiled(message, lambda: change(message["params"])) if message.get("method") == "event" else [line]

    return mutate


def spoiled(message, change):
    change()
    return [json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()]


def each_object(value, change):
    if isinstance(value, dict):
        change(value)
        for inner in list(value.values()):
            each_object(inner, change)
    elif isinstance(value, list):
        for inner in value:
            each_object(inner, change)


def drop(key):
    return lambda value: each_object(value, lambda found: found.pop(key, None))


def put(key, make):
    def change(found):
        if key in found:
            found[key] = make(found[key])

    return lambda value: each_object(value, change)


def other_id(message, line):
    if message.get("id") is None:
        return [line]
    return spoiled(message, lambda: message.__setitem__("id", "other"))


def every(count, act):
    """Applies an act to each line whose number is a multiple of `count`."""
    state = {"lines": 0}

    def mutate(message, line):
        state["lines"] += 1
        return act(line) if state["lines"] % count == 0 else [line]

    return mutate


MUTATIONS = {
    "result without a member": result(drop("fence")),
    "result with another type": result(put("fence", str)),
    "result with an unknown word": result(put("state", lambda _: "asleep")),
    "result with another value": result(put("account", lambda name: name + "x")),
    "result with null": result(put("station", lambda _: None)),
    "result that is active though it ended": result(put("active", lambda value: not value)),
    "time in another form": result(put("openedAt", lambda text: text.replace("T", " "))),
    "error with another code": error(put("code", lambda code: code + 1)),
    "error with a turned retryable": error(put("retryable", lambda value: not value)),
    "error with an unknown reason": error(put("reason", lambda _: "because")),
    "error without a reason": error(drop("reason")),
    "error without its holder": error(drop("holder")),
    "error with an empty message": error(put("message", lambda _: "")),
    "event with a gap": event(put("seq", lambda seq: seq + 1)),
    "event of another type": event(put("type", lambda _: "station.held")),
    "event without data": event(drop("data")),
    "event that is lost": lambda message, line: [] if message.get("method") == "event" else [line],
    "event that comes twice": lambda message, line: [line, line] if message.get("method") == "event" else [line],
    "reply to another id": other_id,
    "reply that comes twice": lambda message, line: [line, line] if "result" in message else [line],
    "reply that is lost": every(7, lambda line: []),
    "reply with result and error": lambda message, line: [line[:-1] + b',"error":{"code":1,"message":"x"}}']
    if "result" in message
    else [line],
    "another version of JSON-RPC": lambda message, line: [line.replace(b'"2.0"', b'"1.0"', 1)],
    "a key that stands twice": lambda message, line: [line[:-1] + b',"jsonrpc":"2.0"}'],
    "a line that is not UTF-8": every(5, lambda line: [line.replace(b'"2.0"', b'"2.0\xff"', 1)]),
    "a line that is cut in two": every(5, lambda line: [line[:20], line[20:]]),
    "a line that is too long": every(5, lambda line: [line[:-1] + b',"more":"' + b"x" * 70_000 + b'"}']),
    "a line that is no object": every(5, lambda line: [b"[" + line + b"]"]),
}


def pump(source, target, mutate):
    rest = b""
    try:
        while data := source.recv(65_536):
            if not mutate:
                target.sendall(data)
                continue
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                try:
                    changed = mutate(json.loads(line), line)
                except ValueError:
                    changed = [line]
                for one in changed:
                    target.sendall(one + b"\n")
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client, broker_path, name):
    broker = socket.socket(socket.AF_UNIX)
    broker.connect(broker_path)
    back = threading.Thread(target=pump, args=(broker, client, MUTATIONS.get(name)), daemon=True)
    back.start()
    pump(client, broker, None)
    back.join()
    client.close()
    broker.close()


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(MUTATIONS))
        return
    name, path, broker_path = sys.argv[1:]
    assert name in MUTATIONS or name == "none", name
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(128)
    print("ready", flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client, broker_path, name), daemon=True).start()


main()
