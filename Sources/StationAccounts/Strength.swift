import CZxcvbn
import Foundation
import StationProtocol

/// How many guesses a password would take, by libzxcvbn: words, names, dates, rows of keys, repetitions.
public struct Strength: Sendable {
    /// Guesses as a power of ten from which on the score is one higher (zxcvbn's own steps).
    static let steps: [Double] = [3, 6, 8, 10]
    /// Passwords that are found within so many guesses, as a power of ten, are common.
    static let common = 6.0

    /// A part of the password that somebody would try, and what it is.
    public enum Pattern: Sendable, CaseIterable {
        case word, ownWord, repetition, sequence, keys, date
    }

    /// log10 of the guesses.
    public let guesses: Double
    public let patterns: Set<Pattern>

    /// 0 to 4.
    public var score: Int64 { Int64(Strength.steps.count { guesses >= $0 }) }
    public var isCommon: Bool { guesses < Strength.common }

    /// Looks at the first ``Limits/strengthBytes`` bytes.
    ///
    /// - Parameter words: of the person and the organization: the first that would be tried.
    public init(_ password: Password, words: [String]) {
        var bytes = Array(password.text.utf8.prefix(Limits.strengthBytes).prefix { $0 != 0 })
        bytes.append(0)
        var info: UnsafeMutablePointer<ZxcMatch_t>?
        let strings = words.map { strdup(String($0.prefix(Limits.strengthBytes)))! }
        defer { for string in strings { free(string) } }
        var dictionary: [UnsafePointer<CChar>?] = strings.map { UnsafePointer($0) } + [nil]
        let bits = bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { ZxcvbnMatch($0.baseAddress, &dictionary, &info) }
        }
        guesses = bits * 0.301_029_995_663_981_2
        var patterns: Set<Pattern> = []
        var match = info
        while let current = match {
            patterns.formUnion(Strength.patterns(Int(current.pointee.Type.rawValue)))
            match = current.pointee.Next
        }
        ZxcvbnFreeInfo(info)
        self.patterns = patterns
    }

    private static func patterns(_ type: Int) -> Set<Pattern> {
        let multiple = Int(MULTIPLE_MATCH.rawValue)
        var found: Set<Pattern> = type >= multiple ? [.repetition] : []
        switch ZxcTypeMatch_t(rawValue: UInt32(type >= multiple ? type - multiple : type)) {
        case DICTIONARY_MATCH, DICT_LEET_MATCH: found.insert(.word)
        case USER_MATCH, USER_LEET_MATCH: found.insert(.ownWord)
        case REPEATS_MATCH: found.insert(.repetition)
        case SEQUENCE_MATCH: found.insert(.sequence)
        case SPATIAL_MATCH: found.insert(.keys)
        case DATE_MATCH, YEAR_MATCH: found.insert(.date)
        default: break
        }
        return found
    }

    /// What would make it stronger; nothing where it is strong.
    public var suggestions: [String] {
        guard score < 3 else { return [] }
        return ["add another word or two; uncommon words are better"]
            + Pattern.allCases.filter(patterns.contains).map { pattern in
                switch pattern {
                case .word: "common words and names are guessed first, also with digits in place of letters"
                case .ownWord: "leave out names and numbers of yourself and your organization"
                case .repetition: "repeating something adds little"
                case .sequence: "sequences such as abc or 6543 are easy to guess"
                case .keys: "rows of keys are easy to guess"
                case .date: "dates and years are easy to guess"
                }
            }
    }
}
