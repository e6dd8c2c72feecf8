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
    /// What a password is held against where there is no account: nobody's, but it costs the same.
    private let nobody: String

    /// - Throws: ``HashFault`` when there is not the memory for one hash.
    public init(_ parameters: HashParameters = .least) throws {
        self.parameters = parameters
        nobody = try PasswordHasher.argon2(Array(UUID().uuidString.utf8), parameters)
    }

    /// The bytes that are hashed: the text normalized to NFC, so that it does not matter how a keyboard composes letters.
    static func bytes(_ password: Password) -> [UInt8] {
        Array(password.text.precomposedStringWithCanonicalMapping.utf8)
    }

    public func hash(_ password: Password) throws -> PasswordHash {
        PasswordHash(try PasswordHasher.argon2(PasswordHasher.bytes(password), parameters))
    }

    /// Whether this is the password of the hash. Takes as long without a hash, and with one of a temporary password.
    public func verify(_ password: Password, _ hash: PasswordHash?) throws -> Bool {
        let bytes = PasswordHasher.bytes(password)
        if let hash, let temporary = TemporaryPassword.Hash(hash) {
            _ = try PasswordHasher.verify(bytes, nobody)
            return temporary.matches(TemporaryPassword.meant(bytes))
        }
        guard let hash else {
            _ = try PasswordHasher.verify(bytes, nobody)
            return false
        }
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
