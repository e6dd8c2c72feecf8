import StationClient
import StationProtocol

/// Shows the place in the queue while a login waits for a station.
enum WaitingNotice {
    /// Reads the events of a connection from now on: nobody else can.
    static func show(on client: StationClient) {
        Task {
            for await event in client.events where event.known == .sessionWaiting {
                guard let place = event.data.waiting else { continue }
                let station = place.station.map { "station \($0)" } ?? "a station"
                Terminal.tell("waiting for \(station), place \(place.position), until \(Words.time(place.expiresAt))")
            }
        }
    }
}
