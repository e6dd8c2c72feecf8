import StationProtocol

/// `Protocol/events.md`: what the broker tells without being asked.
struct EventsPage {
    var text: String {
        var page = """
            # Events

            <!-- Made from the types by `swift run station-contract write`; edit those. -->

            Every event goes from the broker to the client, as the notification `event` with `{subscription, seq, type,
            data}`. Those marked *own* also come without subscribing, with `subscription: null`, to the connection that the
            session is attached to, unless the reply to that connection's own request tells it already.

            | type | | `data` |
            | --- | --- | --- |

            """
        for type in EventType.allCases {
            let text = EventText.of(type)
            var catalog = SchemaCatalog(describe: FieldTexts.text)
            let schema = EventDescription(type).json(&catalog)["schema"]
            let fields = (schema?["properties"]?.object?.members ?? []).map { member in
                "`\(member.key)`\(text.required.contains(member.key) ? "" : "?"): \(TypeName.of(member.value))"
            }
            page +=
                "| `\(type.rawValue)`\(text.isForHolders ? " *own*" : "") | \(text.summary) | \(fields.joined(separator: ", ")) |\n"
        }
        page += """

            A real line:

            ```
            < {"jsonrpc":"2.0","method":"event","params":{"subscription":null,"seq":1,"type":"session.ended","data":{"session":{"id":"38g2zz57m00hw","organization":"acme","account":"bob","role":"agent","home":"/agent","purpose":"work","station":"5000","fence":3676869934436352,"device":{"label":"desk-2","uid":0,"pid":7794},"host":"vm","openedAt":"2026-11-22T11:24:07.674Z","lastSeenAt":"2026-11-22T11:24:07.721Z","verdict":"dead","state":"ended","endedAt":"2026-11-22T11:24:07.721Z","endReason":"terminated"},"by":"an operator (uid 0)","comment":"lunch"}}}
            ```

            """
        return page
    }
}
