/// One use of the ledger's queue by what takes long and comes in pieces; commits wait until it is over.
struct LedgerTurn {
    /// A piece is begun no later than this. None takes as long again, so a commit waits for 20 ms at most.
    static let length = Duration.milliseconds(10)

    private let end: ContinuousClock.Instant

    init(_ length: Duration = LedgerTurn.length) { end = ContinuousClock.now.advanced(by: length) }

    var isOver: Bool { ContinuousClock.now >= end }
}
