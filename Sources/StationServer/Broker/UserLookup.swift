import Dispatch
import Glibc

/// Where the host's user database is asked: it may go over the network, and so never on the broker's loop.
enum UserLookup {
    static let queue = DispatchQueue(label: "stationd.users", attributes: .concurrent)
}

enum ProcessFacts {
    static let pid = getpid()
}
