/// What stationd.yaml(5) says beside what the settings say.
enum SettingsText {
    static let description = """
        The configuration of stationd(8), in YAML. The packaged file has every setting in it as a comment, with its default: \
        a host needs none of them changed. It is read when the daemon starts: restart it after a change, and check the \
        change before with `stationctl config check`. Sessions live through a restart.

        A value is looked for in these places; the first that has it counts:

        1.
        : an option of stationd(8), for those that have one;

        2.
        : the environment, under the name that each setting has below;

        3.
        : the drop-ins, `/etc/stationd/stationd.yaml.d/*.yaml`: the last by name that has it;

        4.
        : /etc/stationd/stationd.yaml;

        5.
        : the default.

        With `--config` or STATIOND_CONFIG it is the file named there, and the drop-ins in that name with `.d` behind it. Settings of your own \
        belong into a drop-in, which upgrades of the package leave alone. Nothing is merged but the settings themselves, one \
        by one. Names in the directory that begin with a dot, or do not end in `.yaml`, are left out.

        A key that is not known, a value out of its bounds, and a relay, socket group or blocklist that is named and not \
        there keep the daemon from starting; the message says which, and where it stands. An operator group that does not \
        exist has no members.

        Where systemd hands the socket over, as the package has it, `socket`, `socketMode` and `socketGroup` say nothing: \
        `systemctl edit stationd.socket` says who may connect. Another `stateDirectory` needs `ReadWritePaths=` in the unit.
        """

    static let settings = """
        A key in a group is written under the name of the group, indented. Numbers are written without separators. A mode \
        needs quotes, or YAML takes it for a number.
        """

    static let sections: [(title: String, text: String)] = [
        (
            "FILES",
            """
            /etc/stationd/stationd.yaml
            : The configuration, a conffile of the package.

            /etc/stationd/stationd.yaml.d/
            : Drop-ins.
            """
        ),
        (
            "EXAMPLES",
            """
            A drop-in, /etc/stationd/stationd.yaml.d/own.yaml:

            \(indented(example))

            What is set, and where:

                $ stationctl config check
                KEY                 VALUE  SET IN
                host                tower  /etc/stationd/stationd.yaml.d/own.yaml
                auditDays           730    /etc/stationd/stationd.yaml.d/own.yaml
                limits.connections  2048   /etc/stationd/stationd.yaml.d/own.yaml

            For a trial, from the environment:

                STATIOND_LOG_LEVEL=debug stationd --socket /tmp/trial/s \\
                    --state-directory /tmp/trial-ledger
            """
        ),
    ]

    /// A drop-in as an administrator might write it. A test reads it as the daemon would.
    static let example = """
        host: tower
        auditDays: 730
        limits:
          connections: 2048
        """

    static let references = ["stationctl(1)", "stationctl-config(1)", "stationd-protocol(7)", "stationd(8)"]

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    }
}
