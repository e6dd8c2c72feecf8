"""Types at stationctl as a person does, at a terminal of its own: nothing secret may be shown."""

import os
import pty
import select
import signal
import sys
import termios
import time

STATIONCTL, SOCKET = sys.argv[1:3]
# Whoever started this may have blocked what Ctrl-C sends.
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})


def run(arguments, dialogue):
    """Answers each question in turn; gives the exit code, what was shown, and whether the terminal shows input again."""
    pid, terminal = pty.fork()
    if pid == 0:
        environment = dict(os.environ, STATIOND_SOCKET=SOCKET, STATIOND_ORGANIZATION="acme", NO_COLOR="1")
        environment["XDG_RUNTIME_DIR"] = os.path.dirname(SOCKET)
        os.execve(STATIONCTL, [STATIONCTL] + arguments, environment)
    shown = b""
    place = 0
    for question, answer in dialogue:
        deadline = time.monotonic() + 20
        while question.encode() not in shown[place:]:
            if time.monotonic() > deadline:
                sys.exit("%s: no question %r in %r" % (arguments, question, shown))
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    shown += os.read(terminal, 4096)
                except OSError:
                    sys.exit("%s: ended before %r: %r" % (arguments, question, shown))
        place = len(shown)
        os.write(terminal, answer)
    echo = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
        try:
            echo = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
        except termios.error:
            pass
    status = os.waitpid(pid, 0)[1]
    return os.waitstatus_to_exitcode(status), shown.decode(), echo


def check(condition, *what):
    if not condition:
        sys.exit("wrong: %r" % (what,))


code, shown, _ = run(
    ["password", "change", "anna"],
    [
        ("current password of anna: ", b"Tulips at 7\n"), ("new password of anna: ", b"short\n"),
        ("the same again: ", b"shorter\n"), ("new password of anna: ", b"short\n"), ("the same again: ", b"short\n"),
        ("new password of anna: ", b"Rosses\x7f\x7f\x7fes at 8\n"), ("the same again: ", b"Roses at 8\n"),
    ])
check(code == 0, code, shown)
check("not the same" in shown and "at least 8 characters" in shown, shown)
check("was changed" in shown, shown)
for secret in ("Tulips", "short", "Ros", "at 8"):
    check(secret not in shown, secret, shown)

code, shown, echo = run(["password", "change", "anna"], [("current password of anna: ", b"half a pass\x03")])
check(code == 130, code, shown)
check("half" not in shown, shown)

code, shown, _ = run(
    ["--as", "anna", "session", "list"], [("password of anna: ", b"Roses at 8\n")])
check(code == 1 and "supervisors and administrators" in shown, code, shown)

code, shown, _ = run(
    ["account", "add", "bert"],
    [("static or dynamic [dynamic]: ", b"static\n"), ("its number: ", b"4021\n")])
check(code == 0 and "static 4021" in shown and "temporary password" in shown, code, shown)
code, shown, _ = run(
    ["account", "add", "cora"],
    [
        ("static or dynamic [dynamic]: ", b"static\n"), ("its number: ", b"4021\n"),
        ("nearest free number is 4022: use it? [Y/n] ", b"\n"),
    ])
check(code == 0 and "static 4022" in shown, code, shown)

code, shown, _ = run(["account", "add", "dora"], [("static or dynamic [dynamic]: ", b"\x04")])
check(code == 1 and "nothing was done" in shown and "temporary" not in shown, code, shown)
