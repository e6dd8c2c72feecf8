import CArgon2
import Crypto
import Foundation
import StationCore
import StationProtocol

/// Makes and verifies password hashes. Takes tens of milliseconds and the memory of ``HashParameters``: never on the
/// broker's loop.
public struct PasswordHasher: Sendable {
    /// Bytes of salt and of hash (RFC 9106 §3.1).
    private static let saltBytes = 16
    private static let hashBytes = 32

    public let parameters: HashParameters
    /// What a password is held against where there is no account: nobody's, one by each of the parameters in use.
    private let nobody: [HashParameters: String]

    /// - Parameters:
    ///   - parameters: of the hashes that are made.
    ///   - others: those by which hashes were made before and not made again since.
    /// - Throws: ``HashFault`` when there is not the memory for one hash.
    public init(_ parameters: HashParameters = .least, others: Set<HashParameters> = []) throws {
        self.parameters = parameters
        var nobody: [HashParameters: String] = [:]
        for used in others.union([parameters]) {
            nobody[used] = try PasswordHasher.argon2(Array(UUID().uuidString.utf8), used)
        }
        self.nobody = nobody
    }

    /// The bytes that are hashed: the text normalized to NFC, so that it does not matter how a keyboard composes letters.
    static func bytes(_ password: Password) -> [UInt8] {
        Array(password.text.precomposedStringWithCanonicalMapping.utf8)
    }

    public func hash(_ password: Password) throws -> PasswordHash {
        PasswordHash(try PasswordHasher.argon2(PasswordHasher.bytes(password), parameters))
    }

    /// Whether this is the password of the hash.
    ///
    /// What is wrong costs one hash by each of the parameters in use, whether there is a hash and by whichever it was made:
    /// on a quiet host and on a busy one time tells nothing.
    public func verify(_ password: Password, _ hash: PasswordHash?) throws -> Bool {
        if let hash, try matches(password, hash) { return true }
        let done = hash.flatMap { HashParameters(phc: $0.text) }
        let bytes = PasswordHasher.bytes(password)
        for (parameters, encoded) in nobody where parameters != done {
            _ = try PasswordHasher.verify(bytes, encoded)
        }
        return false
    }

    /// The same where time has nothing to tell. A temporary password's hash costs next to nothing.
    func matches(_ password: Password, _ hash: PasswordHash) throws -> Bool {
        let bytes = PasswordHasher.bytes(password)
        if let temporary = TemporaryPassword.Hash(hash) { return temporary.matches(TemporaryPassword.meant(bytes)) }
        return try PasswordHasher.verify(bytes, hash.text)
    }

    /// Whether a hash should be made again by today's parameters.
    public func isOutdated(_ hash: PasswordHash) -> Bool {
        HashParameters(phc: hash.text)?.isWeaker(than: parameters) ?? false
    }

    private static func argon2(_ bytes: [UInt8], _ parameters: HashParameters) throws -> String {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let length = argon2_encodedlen(
            parameters.iterations, parameters.memoryKiB, 1, UInt32(saltBytes), UInt32(hashBytes), Argon2_id)
        var encoded = [CChar](repeating: 0, count: length)
        let code = argon2id_hash_encoded(
            parameters.iterations, parameters.memoryKiB, 1, bytes, bytes.count, salt, salt.count, hashBytes, &encoded,
            length)
        guard code == ARGON2_OK.rawValue else { throw HashFault(code: code) }
        return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func verify(_ bytes: [UInt8], _ encoded: String) throws -> Bool {
        let code = argon2id_verify(encoded, bytes, bytes.count)
        if code == ARGON2_OK.rawValue { return true }
        guard code == ARGON2_VERIFY_MISMATCH.rawValue else { throw HashFault(code: code) }
        return false
    }
}

/// libargon2 could not do its work: most likely there was no memory for it.
public struct HashFault: Error, CustomStringConvertible {
    var code: CInt
    public var description: String { "Argon2id: \(String(cString: argon2_error_message(code)))" }
}
