/// What the fields mean that operators look after the host with.
extension FieldTexts {
    static let ofMaintenance: [String: String] = [
        "account.list.osUser": "Only accounts of this user of the host, written in the same way: by name, or by uid.",
        "broker.metrics.cursor": "Where to go on, as the part before said.",
        "broker.metrics.result.text": "Lines of the text form of Prometheus (version 0.0.4).",
        "broker.metrics.result.nextCursor": "Where to go on; missing with the last part.",
        "broker.diagnose.integrity":
            "True: look through the whole ledger as well, which takes as long as reading it and room for a copy.",
        "broker.diagnose.result.findings": "One for each thing that was looked at.",
        "Finding.check": "What was looked at, in a word or two.",
        "Finding.outcome": "How bad it is.",
        "Finding.text": "What was found.",
        "Finding.remedy": "What helps, where something is not as it should be.",
        "backup.create.result.backup": "The copy, to be fetched.",
        "backup.read.backup": "Which copy.",
        "backup.read.offset": "Bytes before the part; 0 for the first.",
        "backup.read.result.data": "The part in base64 (RFC 4648, padded).",
        "backup.read.result.nextOffset": "Where the next part begins; missing with the last.",
        "backup.remove.backup": "Which copy.",
        "backup.remove.result.backup": "The copy that is gone.",
        "Backup.id": "Its name.",
        "Backup.at": "When it was made.",
        "Backup.bytes": "How long it is.",
        "Backup.sha256": "SHA-256 of all its bytes, in hexadecimal digits.",
        "Backup.version": "The version of stationd that made it.",
        "Backup.audit": "The newest audit record in it.",
    ]

    static let typesOfMaintenance: [String: String] = [
        "Backup": "A copy of the ledger as it stood at one moment.",
        "BackupID": "The name of a copy of the ledger, good on the connection that asked for it.",
        "Finding": "What was found when the broker looked at one thing.",
        "FindingOutcome":
            "`ok`; `warning`: the broker works, but something will go wrong, or is not as safe as it could be; `problem`: something does not work; `unknown`: it could not be found out.",
    ]
}
