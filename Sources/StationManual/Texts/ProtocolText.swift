/// What stationd-protocol(7) says beside what the contract says.
enum ProtocolText {
    static let description = """
        Desktops, portals and scripts talk to stationd(8) over one Unix stream socket, \
        `/run/stationd/stationd.sock` unless configured otherwise, in JSON-RPC 2.0: one object a line, ended by LF, in UTF-8. \
        This page is the protocol in short, as this version of the broker speaks it. The whole contract, with every \
        param, every field and recorded exchanges, lies in /usr/share/doc/stationd/Protocol; the method `rpc.discover` \
        answers it as an OpenRPC document. Everything that stationctl(1) does goes over this socket.
        """

    static let sections: [(title: String, text: String)] = [
        (
            "LINES",
            """
            A request is an object with `jsonrpc`, `method`, `id` and, where needed, `params`:

                {"jsonrpc":"2.0","id":1,"method":"broker.ping"}

            The id is an integer or a string, and not that of a request which is still unanswered. Params are named; one that \
            is not known is refused, and so is null: leave out what you do not mean. A request without an id gets no reply \
            and changes nothing. There is no batch: send several lines, and match the replies by their id, because they may come \
            out of order. After the end of your input what is under way is answered, then the connection is closed.

            A reply has a result or an error (one line, broken here to fit):

                {"jsonrpc":"2.0","id":1,"result":{...}}
                {"jsonrpc":"2.0","id":1,"error":{"code":1002,"message":"...",
                 "data":{"reason":"already_logged_in","retryable":true,...}}}

            Programs read the reason; people read the message and, where it is there, the remedy beside the reason. The \
            reply to a change leaves after the change is on disk. A refusal with `storage_unavailable` is final: that \
            change does not appear later. Ignore keys that you do not know: within version 1 things are only added.

            Times are RFC 3339 in UTC with milliseconds. Durations are integers in fields that end in `Seconds`. Station \
            numbers are strings of digits, in which leading zeros count.

            The notification `$/cancel` with the id of a request takes that back; it is answered `cancelled`, or with its \
            result if it was too late. A change may carry a `requestKey`: sent again with the same params within ten \
            minutes, it is answered with what was done, not done again.
            """
        ),
        (
            "WHO YOU ARE",
            """
            The kernel says it, when you connect: your uid and your groups. Nothing that you send makes you somebody else.

            operator
            : The user root, the daemon's own user, or a member of the operator group; may call every method.

            user
            : Everybody else who may connect. The sessions of a connection give it their account's role: a \
            supervisor's or an administrator's lets it call the methods of that role, in that organization.

            A session's token acts from the uid that opened the session, and from an operator's.
            """
        ),
        (
            "SESSIONS",
            """
            A session that `session.open` grants lives with the connection that opened it, and for the grace period after \
            that connection was lost: `session.attach` with its token brings it back. It ends at once when the process that \
            holds it exits, or its OS session ends. With `leaseSeconds` it needs no connection and lives by `session.renew`. \
            Its fence is a number that grows with every grant and never comes again: hand it to whatever must not take late \
            commands, and ask `session.verify` whether it still stands.
            """
        ),
    ]

    static let methods = """
        What a method takes and gives is in /usr/share/doc/stationd/Protocol/methods.md.
        """

    /// By the contract's words for who may call a method.
    static let callers: [(who: String, title: String)] = [
        ("any", "For everybody"), ("supervisor", "For supervisors and administrators"),
        ("administrator", "For administrators"), ("operator", "For operators"),
    ]

    static let events = """
        After `events.subscribe` the active sessions come in parts, then each change, as the notification `event` with \
        the members `subscription`, `seq`, `type` and `data`. The sequence has no gaps. A connection gets events about the \
        sessions attached to it without subscribing.
        """

    static let reasons = """
        Why something was refused. Retryable means that the same request may succeed later. Try again by yourself only \
        after `overloaded`, `throttled` and `storage_unavailable`, and not before `retryAfterSeconds`; the rest is for the \
        person to decide. Take a reason that you do not know by the `retryable` beside it.
        """

    static let limits = """
        Those that have a setting in stationd.yaml(5) are shown with its default; `broker.hello` tells most of them as they are. \
        A line that is too long is answered once, then the connection is closed; other excess is refused, or waits.
        """

    static let closing: [(title: String, text: String)] = [
        (
            "FILES",
            """
            /run/stationd/stationd.sock
            : The socket.

            /usr/share/doc/stationd/Protocol
            : The contract: README.md to begin with, desktop.md for how a desktop should behave, the reference, \
            openrpc.json for programs, examples in several languages, and a program that checks a broker against it.
            """
        ),
        (
            "EXAMPLES",
            """
            Is anybody there?

                $ echo '{"jsonrpc":"2.0","id":1,"method":"broker.ping"}' |
                      socat - UNIX-CONNECT:/run/stationd/stationd.sock
                {"jsonrpc":"2.0","id":1,"result":{"time":"2026-11-22T07:14:28.062Z"}}

            An agent's login as the host user that the account names, kept until the end of input (one line, broken here to fit):

                $ socat - UNIX-CONNECT:/run/stationd/stationd.sock
                {"jsonrpc":"2.0","id":1,"method":"session.open",
                 "params":{"organization":"acme","login":"bob",
                           "credential":{"type":"peer"}}}

            Any method by stationctl(1), which writes the rest of the line:

                $ stationctl call login.options '{"organization":"acme"}'
            """
        ),
    ]

    static let references = [
        "stationctl(1)", "stationctl-call(1)", "stationctl-events(1)", "stationd.yaml(5)", "stationd(8)",
    ]
}
