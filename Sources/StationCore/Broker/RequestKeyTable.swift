import StationProtocol

/// The request keys of the last ten minutes, counted per uid.
struct RequestKeyTable: Sendable {
    private var records: [RequestKeyRecord.Name: RequestKeyRecord] = [:]
    private var perUser: [UInt32: Int] = [:]

    subscript(name: RequestKeyRecord.Name) -> RequestKeyRecord? { records[name] }

    var isEmpty: Bool { records.isEmpty }

    var oldest: Timestamp? { records.values.lazy.map(\.at).min() }

    func count(of uid: UInt32) -> Int { perUser[uid] ?? 0 }

    mutating func insert(_ record: RequestKeyRecord) {
        if records.updateValue(record, forKey: record.name) == nil { perUser[record.name.uid, default: 0] += 1 }
    }

    mutating func removeAll(before moment: Timestamp) {
        for (name, record) in records where record.at < moment {
            records[name] = nil
            perUser[name.uid] = count(of: name.uid) > 1 ? count(of: name.uid) - 1 : nil
        }
    }
}
