import CoreMetrics
import Foundation
import Testing

@testable import StationMetrics

@Suite struct MetricsTextTests {
    private func parts(_ families: [MetricFamily], bytes: Int) -> [String] {
        var (parts, cursor): ([String], String?) = ([], nil)
        repeat {
            guard let part = MetricsText.part(of: families, from: cursor, bytes: bytes) else { return parts }
            parts.append(part.text)
            cursor = part.next
        } while cursor != nil && parts.count < 10_000
        return parts
    }

    private let families: [MetricFamily] = {
        var first = MetricFamily("a_total", .counter, "How many.")
        first.add(3)
        var second = MetricFamily("b", .gauge, "How it stands.")
        for name in ["x", "y", "z"] { second.add(1.5, [("name", name), ("odd", "a\"b\\c\nd")]) }
        return [first, second]
    }()

    @Test("each family has its help, its type and its lines, with labels escaped")
    func text() {
        #expect(
            parts(families, bytes: 10_000) == [
                "# HELP a_total How many.\n# TYPE a_total counter\na_total 3\n# HELP b How it stands.\n# TYPE b gauge\n"
                    + ["x", "y", "z"].map { "b{name=\"\($0)\",odd=\"a\\\"b\\\\c\\nd\"} 1.5\n" }.joined()
            ])
    }

    @Test("whatever the size of the parts, together they are the whole")
    func whole() {
        let whole = parts(families, bytes: 10_000).joined()
        for bytes in 1...300 {
            let parts = parts(families, bytes: bytes)
            #expect(parts.joined() == whole, "\(bytes)")
            #expect(parts.allSatisfy { $0.hasSuffix("\n") })
            if bytes >= 100 { #expect(parts.allSatisfy { $0.utf8.count <= bytes }) }
        }
    }

    @Test("a line that comes or goes between two parts makes none of the others come twice or not at all")
    func changes() throws {
        var gauge = MetricFamily("s", .gauge, "Sessions.")
        for index in 10...50 { gauge.add(1, [("organization", "o\(index)")]) }
        let first = try #require(MetricsText.part(of: [gauge], from: nil, bytes: 600))
        var later = MetricFamily("s", .gauge, "Sessions.")
        for index in 0...60 where index != 12 && index != 40 { later.add(1, [("organization", "o\(index)")]) }
        var (text, cursor) = (first.text, first.next)
        while let next = cursor {
            let part = try #require(MetricsText.part(of: [later], from: next, bytes: 600))
            text += part.text
            cursor = part.next
        }
        for index in 13...39 {
            #expect(text.components(separatedBy: "\"o\(index)\"").count == 2, "\(index)")
        }
    }

    @Test(
        "a cursor that nobody gave is refused, and one behind the end gives nothing", arguments: ["x", "-1", "", "/"])
    func cursors(cursor: String) {
        #expect(MetricsText.part(of: families, from: cursor, bytes: 100) == nil)
        #expect(MetricsText.part(of: families, from: "99", bytes: 100)?.text == "")
    }

    @Test("what swift-metrics counts and times is read as counters and histograms")
    func registry() {
        let registry = MetricsRegistry()
        registry.describe("grants_total", .counter, "Grants.")
        registry.describe("commit_seconds", .histogram, "Commits.")
        let counter = Counter(label: "grants_total", dimensions: [("purpose", "work")], factory: registry)
        counter.increment(by: 2)
        let timer = CoreMetrics.Timer(label: "commit_seconds", factory: registry)
        timer.recordNanoseconds(100_000)
        timer.recordNanoseconds(100_001)
        timer.recordSeconds(11)
        let text = MetricsText.part(of: registry.families, from: nil, bytes: 100_000)?.text ?? ""
        #expect(text.contains("grants_total{purpose=\"work\"} 2\n"))
        #expect(text.contains("commit_seconds_bucket{le=\"0.0001\"} 1\ncommit_seconds_bucket{le=\"0.00025\"} 2\n"))
        #expect(text.contains("commit_seconds_bucket{le=\"10.0\"} 2\ncommit_seconds_bucket{le=\"+Inf\"} 3\n"))
        #expect(text.contains("+Inf\"} 3\ncommit_seconds_sum 11.000200001\ncommit_seconds_count 3\n"))
    }
}
