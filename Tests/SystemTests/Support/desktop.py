#!/usr/bin/env python3
"""A desktop for tests: opens or attaches a session and then does what desktops do when things go wrong.

usage: desktop.py SOCKET METHOD PARAMS BEHAVIOUR

Prints the reply, then lines for what it does. Behaviours:
  stay      reads and prints what comes, until standard input ends
  fork      forks a child that keeps the socket; the parent exits when standard input has a line; the child prints on
  hand      hands the descriptor to a process that it is no parent of, then exits when standard input has a line
  renew     for each line of standard input sends session.renew and prints the reply
"""
import json
import os
import signal
import socket
import sys

# Whoever started this may have these blocked.
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
path, method, params, behaviour = sys.argv[1:5]
line = socket.socket(socket.AF_UNIX)
line.connect(path)
stream = line.makefile("rb")


def say(text):
    print(text, flush=True)


def call(identity, name, values):
    request = {"jsonrpc": "2.0", "id": identity, "method": name, "params": values}
    line.sendall(json.dumps(request).encode() + b"\n")
    while True:
        text = stream.readline()
        if not text:
            return None
        reply = json.loads(text)
        if reply.get("id") == identity:
            return reply


def receiver():
    """A process that takes a descriptor and keeps it until it is ended; told by its pid."""
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    if os.fork() == 0:
        ours.close()
        if os.fork() == 0:
            line.close()
            stream.close()
            message, descriptors, _, _ = socket.recv_fds(theirs, 16, 1)
            theirs.sendall(str(os.getpid()).encode())
            signal.pause()
        os._exit(0)
    theirs.close()
    os.wait()
    return ours


if behaviour == "hand":
    other = receiver()
reply = call(1, method, json.loads(params))
say(json.dumps(reply))
if behaviour == "fork":
    child = os.fork()
    if child == 0:
        signal.pause()
    say(str(child))
    sys.stdin.readline()
    os._exit(0)
elif behaviour == "hand":
    socket.send_fds(other, [b"take"], [line.fileno()])
    say(other.recv(16).decode())
    sys.stdin.readline()
    os._exit(0)
elif behaviour == "renew":
    token = reply["result"]["token"]
    for number, _ in enumerate(sys.stdin):
        say(json.dumps(call(number + 2, "session.renew", {"token": token})))
else:
    sys.stdin.read()
