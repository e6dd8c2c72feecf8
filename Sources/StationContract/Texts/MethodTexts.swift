import StationProtocol

/// What a method is for, in one sentence, and what else one should know.
struct MethodText {
    var summary: String
    var notes: String = ""

    // One switch, so that the compiler asks for a text with every new method.
    static func of(_ method: Method) -> MethodText {
        switch method {
        case .brokerHello:
            .init(
                summary: "Agrees on the protocol's version and tells the broker's limits.",
                notes: "Optional: a client that never says it speaks version 1. Send it on each new connection.")
        case .brokerPing: .init(summary: "Tells the time: is anybody there?")
        case .brokerStatus: .init(summary: "Tells how the broker does; operators see more.")
        case .rpcDiscover:
            .init(
                summary: "Gives this contract.",
                notes: "The document of openrpc.json. Its line may be longer than 65,536 bytes, the only one that may.")
        case .loginOptions: .init(summary: "Tells what a login form must show.")
        case .stationRequest:
            .init(
                summary: "Holds a station for this connection before login: the one named, or one from the pools.",
                notes:
                    "One hold a connection: a new one replaces the earlier one. It ends with the session.open that gets its number, with station.release, with its connection, or without a word after 120 s. A proposal does not know who will log in: somebody with a static station needs none (session.check tells), and a number that is reserved for an account is given as `station` to session.open instead of being held."
            )
        case .stationRelease:
            .init(
                summary: "Gives a hold back.",
                notes: "From its own connection, from the uid that asked for it, or as an operator.")
        case .stationList: .init(summary: "Lists stations in the order of their numbers.")
        case .stationShow: .init(summary: "Shows one station, known or not: whose it is and who is there.")
        case .stationReserve: .init(summary: "Makes a station the static one of an account.")
        case .stationUnreserve:
            .init(summary: "Frees an account's static station; the account is dynamic from then on.")
        case .sessionCheck:
            .init(
                summary: "Tells whether session.open would be granted now, and at which station; changes nothing.",
                notes:
                    "What would be refused comes as a blocker, not as an error. Who could not log that account in, and does not lead its organization, learns only what station.request would say: that promises nothing about the person."
            )
        case .sessionOpen:
            .init(
                summary: "Logs in: grants the agent and the station together, or neither.",
                notes:
                    "A password is verified first: until then nothing tells whether the account exists, is disabled or is logged in. A temporary password, or one that is too old, is answered `password_change_required`: password.change, then again. With `requestKey` a lost reply can be asked for again, also on another connection: the same session with a fresh token, the earlier token void. A refused login leaves its key and its hold as they were."
            )
        case .sessionAttach:
            .init(
                summary: "Moves a session's attachment to this connection; its fence and token stay.",
                notes: "The connection that had it gets `session.detached`.")
        case .sessionRenew:
            .init(
                summary: "Prolongs a session's lease by its full length, and says that it is alive.",
                notes: "Without a lease it changes nothing but `lastSeenAt`.")
        case .sessionReport:
            .init(
                summary: "Tells whether the agent is busy, on a call say.",
                notes:
                    "While they are, ends that policy causes (a new password, a disabled account) wait, for `busyMaximumSeconds` at most, and `session.warning` says so; they come as soon as the agent is not busy any more. After a restart of the daemon tell it again."
            )
        case .sessionClose: .init(summary: "Logs out.")
        case .sessionVerify:
            .init(
                summary: "Tells whether a session still stands: what a softphone or a CTI server asks.",
                notes:
                    "What is unknown, replaced or ended is `active: false`, not an error. Whoever shows a token sees its session, from any uid: asking is not acting."
            )
        case .sessionList: .init(summary: "Lists the active sessions, oldest first.")
        case .sessionShow: .init(summary: "Shows one session, active or ended, with the evidence for its verdict.")
        case .sessionHistory:
            .init(summary: "Lists all sessions, newest first; answers \"who was at 4021 at 14:03\".")
        case .sessionTerminate:
            .init(
                summary: "Ends someone's session.",
                notes: "Send the `fence` that you were shown: then nobody is ended who logged in meanwhile.")
        case .sessionTerminateAll:
            .init(
                summary: "Ends many sessions at once: those that fit all of the filters.",
                notes:
                    "First with `dryRun: true`, which lists and counts them; then with that `count`: if another number fits by then, nothing is ended. At most 1,000 at once, and none about which something is being decided: where `ended` is less than `count`, count again. The caller's own session is left out."
            )
        case .sessionAnswerTakeover:
            .init(
                summary: "Answers a request to take one's session over.",
                notes:
                    "On the connection that holds the session. With `allow: true` that session ends with `taken_over`; with false the other login is refused, with your `message`."
            )
        case .hostDrain:
            .init(
                summary: "Takes no new work sessions on this host, for maintenance.",
                notes:
                    "Logins are refused with `host_draining` and the comment until host.resume, also over restarts of the daemon; console sessions are still opened. broker.status tells how many work sessions are left."
            )
        case .brokerMetrics:
            .init(
                summary: "Gives the broker's figures in the text form that Prometheus reads.",
                notes:
                    "Whole lines. Where there are more than fit, `nextCursor` asks for the rest; the parts one after the other are the whole. Counters begin at zero with the daemon."
            )
        case .brokerDiagnose:
            .init(
                summary:
                    "Looks at what administrators get wrong, as far as the broker can see it from where it stands.",
                notes:
                    "With `integrity` the whole ledger is looked at as well, in a copy that is made for it: nobody waits, but whoever asks may for some time."
            )
        case .backupCreate:
            .init(
                summary: "Makes a consistent copy of the ledger while the broker serves.",
                notes:
                    "The reply comes when the copy is complete; what was committed before the request is in it. It is fetched with backup.read and kept until backup.remove or the end of this connection. One at a time: meanwhile others get `overloaded`. It holds the hashes of passwords and tokens: keep it as you keep the ledger. That it was made is in the audit."
            )
        case .backupRead:
            .init(
                summary: "Gives a part of a copy.",
                notes: "Parts are 32,768 bytes but for the last. Compare `sha256` when all is there.")
        case .backupRemove: .init(summary: "Does away with the broker's copy; so does the end of the connection.")
        case .hostResume: .init(summary: "Takes new work sessions again.")
        case .poolCreate: .init(summary: "Makes a range of numbers that stations are proposed from.")
        case .poolList: .init(summary: "Lists the pools in the order in which they are used: that of their creation.")
        case .poolRemove: .init(summary: "Removes a pool; sessions at its numbers go on.")
        case .organizationCreate: .init(summary: "Makes a tenant.")
        case .organizationList: .init(summary: "Lists the tenants.")
        case .organizationShow: .init(summary: "Shows a tenant with its policies.")
        case .organizationUpdate: .init(summary: "Changes a tenant's name and policies; what is left out stays.")
        case .accountCreate:
            .init(
                summary: "Makes an account.",
                notes:
                    "Without an email a temporary password is made up, told once in the result, and handed over by whoever asked; it stands nowhere. With one, the person is to get a link by mail. Repeated under its request key, another temporary password takes the place of the first."
            )
        case .accountList: .init(summary: "Lists the accounts in the order of their usernames.")
        case .accountShow: .init(summary: "Shows an account.")
        case .accountUpdate: .init(summary: "Changes an account; what is left out stays.")
        case .accountDisable: .init(summary: "Refuses the account's logins and ends its sessions.")
        case .accountEnable: .init(summary: "Lets a disabled account log in again.")
        case .accountRemove: .init(summary: "Forgets the account and ends its sessions; its history stays.")
        case .accountImport:
            .init(
                summary: "Makes many accounts, all or none: parts are checked and kept aside until the last one.",
                notes:
                    "At most 200 rows a part, 50,000 in all, four imports at once for one uid. An import lives with its connection. It takes no request key: if the reply to the last part is lost, look whether its accounts are there."
            )
        case .accountUnlock: .init(summary: "Forgets the account's failed logins, from every source.")
        case .passwordCheck:
            .init(
                summary: "Tells how good a password is while it is typed.",
                notes:
                    "From the words in the request alone: nothing is stored or logged, and what the account had before is not looked at. A client may ask with each key."
            )
        case .passwordChange:
            .init(
                summary: "Changes one's own password, also the temporary one of a first login.",
                notes:
                    "Counts as a login attempt. The account's other sessions end with `password_changed` where the organization wants that; one that this connection holds stays. It takes no request key: after a lost reply log in with the new password."
            )
        case .passwordSet:
            .init(
                summary: "Gives somebody of a lower role a temporary password.",
                notes:
                    "The person has to change it at the next login. All sessions of the account end with `password_changed` where the organization wants that. Repeated under its request key, another temporary password takes the place of the first."
            )
        case .auditVerify:
            .init(
                summary: "Recomputes the audit's hash chain and names the first record that is not as it was written.",
                notes:
                    "The chain goes over all organizations; nothing of their records is told. With `head`, a copy from the journal or from broker.status, a chain that was written anew as a whole is found too."
            )
        case .eventsSubscribe:
            .init(
                summary: "Sends a snapshot of the active sessions, then every change.",
                notes: "A subscription whose connection has lost the right to it ends with `subscription.ended`.")
        case .eventsUnsubscribe: .init(summary: "Ends a subscription of this connection.")
        case .auditList: .init(summary: "Lists what was done, newest first.")
        }
    }
}
