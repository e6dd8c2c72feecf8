import StationProtocol

/// The number to propose in place of one that cannot be had.
extension Broker {
    /// How far away from the number that was wanted another one is looked for, up and down.
    static let nearestReach = 1_000

    /// A refusal of a station also says which number near by is free, where there is one. Only where one account is
    /// concerned: looking for it takes a while.
    func proposingNearest(_ station: StationID, _ slug: Slug, _ body: () throws(Halt) -> Void) throws(Halt) {
        do throws(Halt) {
            try body()
        } catch {
            guard case .refuse(let refusal) = error, let nearest = nearestFree(to: station, in: slug) else {
                throw error
            }
            throw .refuse(refusal.with("nearest", .string(nearest.text)))
        }
    }

    /// Of two that are equally near, the higher one.
    private func nearestFree(to station: StationID, in slug: Slug) -> StationID? {
        guard let organization = organizations[slug], let wanted = UInt128(station.text) else { return nil }
        let width = station.text.utf8.count
        for distance in 1...UInt128(Broker.nearestReach) {
            for number in [wanted &+ distance, wanted >= distance ? wanted - distance : nil].compactMap(\.self) {
                let digits = String(number)
                guard digits.utf8.count <= width,
                    let candidate = StationID(String(repeating: "0", count: width - digits.utf8.count) + digits)
                else { continue }
                if organization.statics[candidate] == nil, organization.occupants[candidate] == nil,
                    locks[.station(slug, candidate)] == nil
                {
                    return candidate
                }
            }
        }
        return nil
    }
}
