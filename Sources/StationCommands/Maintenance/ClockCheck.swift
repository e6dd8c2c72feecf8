import StationProtocol

/// Whether the host's clock is kept right. No session ends with a wrong one, but records and shifts are told by it.
enum ClockCheck {
    static var finding: Finding {
        guard let answer = HostProgram.ask("timedatectl", ["show", "--property=NTPSynchronized", "--value"]) else {
            return Finding("clock", .unknown, "timedatectl does not say", remedy: "is systemd-timedated there?")
        }
        if answer == "yes" { return Finding("clock", .ok, "synchronized") }
        return Finding(
            "clock", .warning, "not synchronized: times of records, shifts and daily logouts may be wrong",
            remedy: "timedatectl set-ntp true, or install chrony")
    }
}
