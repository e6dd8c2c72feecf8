import StationProtocol
import Testing

@testable import StationCore

/// A broker with a clock and a ledger in the hand of the test: nothing happens that the test does not do.
struct Desk {
    var broker: Broker
    var now = Moment(boot: 1_000_000, wall: 1_790_000_000_000)
    var replies: [RequestRef: Reply] = [:]
    var events: [Event] = []
    var questions: [HostQuestion] = []
    var queries: [LedgerQuery] = []
    /// Commits that have been given out and not been answered.
    var commits: [(id: TransactionID, changes: [LedgerChange])] = []
    /// Work on passwords that has been given out and not been done.
    var works: [(ref: RequestRef, work: PasswordWork)] = []
    /// Whether it is done at once.
    var worksAtOnce = true
    var withdrawn: [RequestRef] = []
    /// What the host was asked to watch and not told to leave.
    var watched: Set<ProcessIdentity> = []
    var watchedOSSessions: Set<OSSessionID> = []
    /// What the host finds at the other end of a connection, and what a request names.
    var peers: [UInt64: HolderFinding] = [:]
    var named = HolderFinding()
    /// Whether commits succeed at once.
    var commitsAtOnce = true
    private var serial: UInt64 = 0
    private var random: UInt64 = 1

    static let operatorPeer = Peer(uid: 0, gid: 0, pid: 1, isOperator: true)

    static func user(_ uid: UInt32) -> Peer { Peer(uid: uid, gid: uid, pid: 2, isOperator: false) }

    init(
        image: LedgerImage = LedgerImage(), limits: Limits = .standard, bootID: String = "boot-1",
        commitsAtOnce: Bool = true
    ) {
        self.commitsAtOnce = commitsAtOnce
        let settings = BrokerSettings(
            host: "host-1", bootID: bootID, limits: limits, calendar: Desk.calendar, digest: Desk.digest)
        broker = Broker(settings: settings, image: image, at: now)
        run(broker.start(at: now))
        connect(1)
    }

    /// A desk with the organization acme, agents anna (static 4021), bob and cleo, supervisor sue, administrator adam,
    /// and a pool of 5000–5002.
    static func acme() -> Desk {
        var desk = Desk()
        desk.ok(.organizationCreate, ["slug": "acme", "name": "Acme"])
        desk.ok(
            .accountCreate,
            [
                "organization": "acme", "username": "anna", "role": "agent", "osUser": "1001",
                "email": "Anna@x.example", "station": ["kind": "static", "id": "4021"],
            ])
        desk.ok(.accountCreate, ["organization": "acme", "username": "bob", "role": "agent", "osUser": "1002"])
        desk.ok(.accountCreate, ["organization": "acme", "username": "cleo", "role": "agent", "osUser": "cleo"])
        desk.ok(.accountCreate, ["organization": "acme", "username": "sue", "role": "supervisor", "osUser": "1004"])
        desk.ok(
            .accountCreate, ["organization": "acme", "username": "adam", "role": "administrator", "osUser": "1005"])
        desk.ok(.poolCreate, ["organization": "acme", "name": "floor", "first": "5000", "last": "5002"])
        desk.events = []
        return desk
    }

    mutating func connect(_ id: UInt64, _ peer: Peer = Desk.operatorPeer) {
        feed(.connected(ConnectionID(id), peer))
    }

    mutating func disconnect(_ id: UInt64) { feed(.disconnected(ConnectionID(id))) }

    mutating func pass(seconds: Int64) {
        now.boot += seconds * 1_000
        now.wall += seconds * 1_000
        feed(.tick)
    }

    mutating func feed(_ input: Input) { run(broker.handle(input, at: now)) }

    /// Sends a request; its reply, if there is one by now, is in ``replies``.
    @discardableResult
    mutating func send(
        _ method: Method, _ params: JSON = [:], on connection: UInt64 = 1, peer: Peer? = nil, token: String? = nil,
        userName: String? = nil, source: String? = nil
    ) -> RequestRef {
        serial += 1
        random = random &* 6_364_136_223_846_793_005 &+ 1
        let ref = RequestRef(connection: ConnectionID(connection), serial: serial)
        do throws(Refusal) {
            let command = try Command.read(method, params.object!)
            let holder = peer ?? broker.connections[ref.connection]?.peer ?? Desk.operatorPeer
            var request = Request(ref: ref, peer: holder, userName: userName, command: command)
            request.token = (token ?? command.token?.text).map(Desk.digest)
            request.fresh = FreshSecrets(
                token: Desk.digest("token-\(serial)"), random: random, password: Desk.hash("temporary-\(serial)"))
            if case .accountImport(let call) = command {
                request.fresh?.rowPasswords = call.rows.indices.map { Desk.hash("row \($0)") }
            }
            if let source { request.source = source }
            request.peerHolder = peers[connection] ?? HolderFinding()
            request.namedHolder = named
            if command.change?.requestKey != nil {
                var params = params.object!
                params["requestKey"] = nil
                request.fingerprint = Desk.digest(method.rawValue + "\(params)")
            }
            feed(.request(request))
        } catch {
            replies[ref] = .refused(error)
        }
        return ref
    }

    /// The result of a request as JSON, or nil where it was refused or is not answered.
    @discardableResult
    mutating func ok(
        _ method: Method, _ params: JSON = [:], on connection: UInt64 = 1, userName: String? = nil,
        _ location: SourceLocation = #_sourceLocation
    ) -> JSON {
        let ref = send(method, params, on: connection, userName: userName)
        switch replies[ref] {
        case .result(let result): return result.json
        case .provided(let account):
            return ["account": account.json, "temporaryPassword": .string("temporary-\(ref.serial)")]
        case .staged(let result, _): return result.json
        case .opened(let session, _): return ["session": session.json, "token": .string("token-\(ref.serial)")]
        case .repeated(let text): return (try? JSONReader.read(text)) ?? .null
        case .refused(let refusal): Issue.record("\(method.rawValue): \(refusal.message)", sourceLocation: location)
        case nil: Issue.record("\(method.rawValue) was not answered", sourceLocation: location)
        }
        return .null
    }

    /// Why a request is refused; nil where it is not.
    mutating func reason(
        _ method: Method, _ params: JSON = [:], on connection: UInt64 = 1, userName: String? = nil
    ) -> Reason? {
        let ref = send(method, params, on: connection, userName: userName)
        return reason(of: ref)
    }

    func reason(of ref: RequestRef) -> Reason? {
        if case .refused(let refusal) = replies[ref] { refusal.reason } else { nil }
    }

    /// Params of a login with the peer's credential.
    static func login(_ account: String, _ more: JSON = [:]) -> JSON {
        var object = (["organization": "acme", "login": .string(account), "credential": ["type": "peer"]] as JSON)
            .object!
        for member in more.object!.members { object[member.key] = member.value }
        return .object(object)
    }

    @discardableResult
    mutating func open(_ account: String, _ more: JSON = [:], on connection: UInt64 = 1) -> JSON {
        ok(.sessionOpen, Desk.login(account, more), on: connection)
    }

    /// Answers the oldest commit.
    mutating func settle(committed: Bool) {
        let commit = commits.removeFirst()
        feed(committed ? .committed(commit.id) : .failed(commit.id))
    }

    /// One zone, whose days have 24 hours.
    static let calendar = HostCalendar(
        knows: { $0 == .utc },
        next: { minute, _, wall in
            let today = wall / 86_400_000 * 86_400_000 + minute * 60_000
            return today > wall ? today : today + 86_400_000
        },
        clock: { wall, _ in "\(wall % 86_400_000 / 3_600_000):\(wall / 60_000 % 60)" })

    static func digest(_ text: String) -> Digest {
        var words: (UInt64, UInt64, UInt64, UInt64) = (14_695_981_039_346_656_037, 2, 3, 4)
        for byte in text.utf8 {
            words.0 = (words.0 ^ UInt64(byte)) &* 1_099_511_628_211
            words.1 = (words.1 &+ UInt64(byte)) &* 31
        }
        return Digest(words)
    }

    /// A hash that needs no work; weak ones of it are made again.
    static func hash(_ text: String) -> PasswordHash { PasswordHash("hash of \(text)") }

    /// Does the oldest work on passwords.
    mutating func doWork() {
        let (ref, work) = works.removeFirst()
        feed(.worked(ref, Desk.outcome(of: work)))
    }

    private static func outcome(of work: PasswordWork) -> PasswordOutcome {
        func judge(_ new: Password) -> PasswordOutcome {
            new.text.count < 8
                ? .rejected([RuleFinding(.minimumLength, met: false, "at least 8 characters")])
                : .hashed(hash(new.text))
        }
        return switch work {
        case .verify(let password, let hash): hash == Desk.hash(password.text) ? .right(rehashed: nil) : .wrong
        case .change(let current, let hash, let new, _): hash == Desk.hash(current.text) ? judge(new) : .wrong
        case .accept(let new, _): judge(new)
        }
    }

    private mutating func run(_ actions: [Action]) {
        for action in actions {
            switch action {
            case .commit(let id, let changes): commits.append((id, changes))
            case .reply(let ref, let reply):
                #expect(replies[ref] == nil, "a request was answered twice")
                replies[ref] = reply
            case .publish(let event): events.append(event)
            case .work(let ref, let work, _): works.append((ref, work))
            case .withdraw(let ref): withdrawn.append(ref)
            case .check: break
            case .watch(let process): #expect(watched.insert(process).inserted)
            case .unwatch(let process): #expect(watched.remove(process) != nil)
            case .watchOSSession(let name): #expect(watchedOSSessions.insert(name).inserted)
            case .unwatchOSSession(let name): #expect(watchedOSSessions.remove(name) != nil)
            case .query(_, let query): queries.append(query)
            case .serve(_, let question): questions.append(question)
            case .subscribe, .unsubscribe: break
            }
        }
        let broken = broker.brokenInvariants()
        #expect(broken.isEmpty, "\(broken)")
        while commitsAtOnce, !commits.isEmpty { settle(committed: true) }
        while worksAtOnce, !works.isEmpty { doWork() }
    }
}
