"""Sits in front of `stationctl session watch` as a person does, at a terminal that is a small emulator of a real one."""

import atexit
import codecs
import fcntl
import json
import os
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import termios
import time

STATIONCTL, SOCKET, BROKER = sys.argv[1], sys.argv[2], int(sys.argv[3])
PATIENCE = 30
# Whoever started this may have blocked what ends a program, or what tells it of the terminal's size.
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGWINCH})

SEQUENCE = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])")


def check(condition, *what):
    if not condition:
        sys.exit("wrong: %s" % "\n".join(str(part) for part in what))


class Terminal:
    """What stands on the screen, of the sequences that the board uses; any other one is an error."""

    def __init__(self, columns, rows):
        self.bytes = b""
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.rest = ""
        self.modes = {"?25": True, "?7": True, "?1049": False}
        self.clears = 0
        self.frames = 0
        self.resize(columns, rows)
        self.is_settled = True

    def resize(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.grid = [[" "] * columns for _ in range(rows)]
        self.row = self.column = 0
        # A frame of the old size may still be on its way; what is of the new size clears the screen first.
        self.is_settled = False

    @property
    def lines(self):
        return ["".join(row).rstrip() for row in self.grid]

    @property
    def text(self):
        return "\n".join(self.lines)

    def feed(self, data):
        self.bytes += data
        text = self.rest + self.decoder.decode(data)
        place = 0
        while place < len(text):
            if text[place] == "\x1b":
                found = SEQUENCE.match(text, place)
                if not found:
                    # The rest of it comes with the next read.
                    check(len(text) - place < 20, "an unknown sequence", repr(text[place:place + 20]))
                    break
                self.obey(*found.groups())
                place = found.end()
                continue
            self.put(text[place])
            place += 1
        self.rest = text[place:]

    def obey(self, numbers, letter):
        if letter in "hl":
            check(numbers in self.modes, "an unknown mode", numbers)
            self.modes[numbers] = letter == "h"
        elif letter == "H":
            check(numbers == "", "only home is used", numbers)
            self.frames += 1
            self.row = self.column = 0
        elif letter == "J":
            check(numbers == "2", "only a whole screen is cleared", numbers)
            self.clears += 1
            self.is_settled = True
            self.grid = [[" "] * self.columns for _ in range(self.rows)]
        elif letter == "K":
            check(self.column < self.columns or not self.is_settled, "clears the character in the last column")
            self.grid[self.row][self.column:] = [" "] * (self.columns - self.column)
        else:
            check(letter == "m", "an unknown sequence", numbers, letter)

    def put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            if self.modes["?1049"] and self.is_settled:
                check(self.row < self.rows - 1, "scrolls the screen", self.text)
            self.row = min(self.row + 1, self.rows - 1)
        elif self.modes["?1049"]:
            check(character >= " ", "a control character", repr(character))
            check(self.column < self.columns or not self.is_settled, "wider than the terminal", self.text)
            if self.column < self.columns:
                self.grid[self.row][self.column] = character
            self.column += 1


class Board:
    """stationctl session watch, at a terminal of its own."""

    def __init__(self, *arguments, columns=80, rows=24, colour=False, keyboard_only_at_terminal=False):
        self.terminal = Terminal(columns, rows)
        self.master, self.slave = os.openpty()
        self.set_size(columns, rows)
        self.before = termios.tcgetattr(self.slave)
        environment = dict(os.environ, STATIOND_SOCKET=SOCKET, TERM="xterm-256color")
        environment.pop("NO_COLOR", None)
        if not colour:
            environment["NO_COLOR"] = "1"
        self.reports, reports = os.pipe()
        self.leader = os.fork()
        if self.leader == 0:
            # It holds the terminal beyond the command's end: a terminal whose first process ends is hung up, and what
            # was written last may be lost.
            os.setsid()
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
            process = subprocess.Popen(
                [STATIONCTL, "session", "watch", *arguments],
                stdin=subprocess.DEVNULL if keyboard_only_at_terminal else self.slave,
                stdout=self.slave, stderr=self.slave, env=environment)
            os.write(reports, b"%d\n" % process.pid)
            os.write(reports, b"%d\n" % process.wait())
            while True:
                signal.pause()
        atexit.register(self.close)
        os.close(reports)
        self.pid = self.report()

    def report(self):
        """A number that the terminal's first process tells: first the command's pid, then its exit code."""
        number = b""
        while not number.endswith(b"\n"):
            number += os.read(self.reports, 1) or sys.exit("the command did not start")
        return int(number)

    def close(self):
        if self.leader:
            os.kill(self.leader, signal.SIGKILL)
            os.waitpid(self.leader, 0)
            self.leader = 0

    def set_size(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns, rows):
        self.read(0.2)
        self.terminal.resize(columns, rows)
        self.set_size(columns, rows)

    def read(self, seconds):
        """Reads what comes within the time; whether anything came."""
        came = False
        deadline = time.monotonic() + seconds
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.master], [], [], left)[0]:
                return came
            self.terminal.feed(os.read(self.master, 65536))
            came = True

    def wait(self, what, is_there):
        deadline = time.monotonic() + PATIENCE
        while not is_there(self.terminal.lines):
            check(time.monotonic() < deadline, "no " + what, self.terminal.text)
            self.read(0.05)

    def wait_for(self, pattern, line=None):
        def is_there(lines):
            return any(re.search(pattern, text) for text in (lines if line is None else lines[line:line + 1]))

        self.wait(pattern, is_there)

    def press(self, keys):
        os.write(self.master, keys)

    def end(self, code):
        """Waits for its end: the exit code, and the terminal as it was."""
        deadline = time.monotonic() + PATIENCE
        while not select.select([self.reports], [], [], 0)[0]:
            check(time.monotonic() < deadline, "it does not end", self.terminal.text)
            self.read(0.05)
        status = self.report()
        self.read(0.3)
        shown = self.terminal.bytes
        check(status == code, "exit code", status, shown)
        check(b"\x1b[?1049h" in shown and b"\x1b[?25l" in shown, "the screen was not taken", shown)
        check(self.terminal.modes == {"?25": True, "?7": True, "?1049": False}, "not restored", self.terminal.modes)
        check(shown.rfind(b"\x1b[?25h") > shown.rfind(b"\x1b[?25l"), "no cursor", shown)
        check(termios.tcgetattr(self.slave) == self.before, "the terminal's modes are not what they were")
        self.close()
        for descriptor in (self.master, self.slave, self.reports):
            os.close(descriptor)
        return shown[shown.rfind(b"\x1b[?1049l") + len(b"\x1b[?1049l"):].decode()


def ctl(*arguments):
    environment = dict(os.environ, STATIOND_SOCKET=SOCKET, STATIOND_ORGANIZATION="acme")
    environment["XDG_RUNTIME_DIR"] = os.path.dirname(SOCKET)
    subprocess.run([STATIONCTL, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)


def log_in(account, label):
    """A desktop: the connection that holds the session."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(SOCKET)
    params = {
        "organization": "acme", "login": account, "credential": {"type": "peer"}, "device": {"label": label},
    }
    request = {"jsonrpc": "2.0", "id": 1, "method": "session.open", "params": params}
    connection.sendall(json.dumps(request).encode() + b"\n")
    reply = json.loads(connection.makefile().readline())
    check("result" in reply, reply)
    return connection


def watched():
    """The whole life of a board, left with q."""
    board = Board("--organization", "acme")
    board.wait_for("nobody is logged in", line=2)
    lines = board.terminal.lines
    check(lines[0].startswith("acme: 0 sessions, 0 suspect, 0 ending"), lines[0])
    check(lines[1].split() == ["STATION", "ACCOUNT", "VERDICT", "SINCE", "DEVICE", "ENDS", "IN"], lines[1])
    check(lines[23] == "q or Ctrl-C leaves", lines[23])
    check(board.terminal.modes == {"?25": False, "?7": False, "?1049": True}, board.terminal.modes)

    # Nothing happens, so nothing is written, but for the minute that may begin just now.
    frames = board.terminal.frames
    board.read(2.5)
    check(board.terminal.frames - frames <= 1, "an idle board writes", board.terminal.frames - frames)

    ctl("login", "anna", "--background", "--device", "desk-1")
    board.wait_for(r"^4021 +anna +live +.*desk-1.* \d+:\d\d:\d\d$", line=2)
    desktop = log_in("bob", "desk-2")
    board.wait_for(r"^5000 +bob +live +.*desk-2", line=3)
    check(board.terminal.lines[0].startswith("acme: 2 sessions, 0 suspect"), board.terminal.lines[0])
    desktop.close()
    board.wait_for(r"^5000 +bob +suspect .* 0:\d\d$", line=2)
    check(board.terminal.lines[0].startswith("acme: 2 sessions, 1 suspect"), board.terminal.lines[0])
    shown = board.terminal.lines[2]
    board.wait("countdown", lambda lines: lines[2] != shown)
    check(board.terminal.clears == 1, "cleared more than once: it flickers", board.terminal.clears)

    board.resize(40, 10)
    board.wait("foot in the tenth line", lambda lines: lines[9] == "q or Ctrl-C leaves")
    board.wait_for(r"^5000 +bob +suspect +0:\d\d$", line=2)
    check("DEVICE" not in board.terminal.text, board.terminal.text)
    board.resize(80, 24)
    board.wait_for("DEVICE +ENDS IN$", line=1)

    ctl("session", "terminate", "--account", "bob", "--yes", "--comment", "lunch")
    board.wait_for(r"^5000 +bob +ended: terminated by .*\(lunch\)$", line=2)
    board.wait("row that goes", lambda lines: "bob" not in "\n".join(lines))
    check(board.terminal.lines[2].startswith("4021"), board.terminal.text)
    board.press(b"q")
    check(board.end(0) == "", "something is written after the screen")
    check(b"\x1b[3" not in board.terminal.bytes and b"\x1b[2m" not in board.terminal.bytes, "colour with NO_COLOR")


def left_otherwise():
    """Ctrl-C and SIGTERM; colour where it is not forbidden; keys where standard input is no terminal."""
    board = Board(colour=True, keyboard_only_at_terminal=True)
    board.wait_for(r"^4021 +anna +live", line=2)
    check(b"\x1b[32mlive" in board.terminal.bytes, board.terminal.bytes)
    board.press(b"\x03")
    check(board.end(0) == "", "something is written after the screen")

    board = Board("--stale")
    board.wait_for("no session is suspect", line=2)
    os.kill(board.pid, signal.SIGTERM)
    check(board.end(0) == "", "something is written after the screen")


def broker_gone():
    board = Board()
    board.wait_for(r"^4021 +anna +live", line=2)
    os.kill(BROKER, signal.SIGKILL)
    after = board.end(69)
    check("stationctl: error: the broker closed the connection" in after, after)


watched()
left_otherwise()
broker_gone()
