// SPDX-License-Identifier: EUPL-1.2
public import Answers
import HTTPTypes

extension AccessError: Refusal {
    public var exit: ExitKind { .faults }

    public var answer: Problem {
        let status: HTTPResponse.Status =
            switch self {
            case .tooManyAttempts: .tooManyRequests
            case .wrongCredentials, .wrongCode, .stepExpired, .passkeyRefused: .unauthorized
            case .invalidSetupLink: .notFound
            case .noSuchAccount, .noSuchKey, .noSuchGrant, .noSuchPasskey: .notFound
            case .loginTaken, .lastAdministrator, .alreadySetUp, .ownAccount, .noOwnPassword, .noPasskeysHere,
                .stillEnabled:
                .conflict
            case .hashingFailed: .serviceUnavailable
            default: .badRequest
            }
        var headers = HTTPFields()
        switch self {
        case .tooManyAttempts(let seconds): headers[.retryAfter] = String(seconds)
        case .hashingFailed: headers[.retryAfter] = "5"
        default: break
        }
        return Problem(status, "Access", detail: description, german: german, headers: headers)
    }

    /// The same words in German.
    private var german: String {
        switch self {
        case .wrongCredentials: "Anmeldename oder Passwort ist falsch."
        case .tooManyAttempts(let seconds):
            "Zu viele Fehlversuche; bitte in \(seconds == 1 ? "einer Sekunde" : "\(seconds) Sekunden") noch einmal versuchen."
        case .invalidSetupLink:
            "Dieser Link wurde benutzt oder ist abgelaufen. Einen neuen macht: allmende user setup-link --database …"
        case .alreadySetUp:
            "Eine Verwaltung gibt es schon; bitte anmelden oder Konten anlegen mit: allmende user create"
        case .loginTaken(let login): "Der Anmeldename „\(login)“ ist vergeben; bitte einen anderen wählen."
        case .weakPassword(let minimum):
            "Das Passwort braucht mindestens \(minimum) Zeichen und darf keines der häufigen sein."
        case .invalidField(let field): "\(field) ist leer oder länger als 200 Zeichen."
        case .noSuchDataset(let slug): "Einen Datensatz „\(slug)“ gibt es nicht."
        case .noSuchGrant(let id): "Eine Freigabe \(id) gibt es nicht."
        case .invalidNetwork(let text):
            "„\(text)“ ist kein Bereich von Adressen wie 192.0.2.0/24, 2001:db8::/32 oder 192.0.2.7."
        case .invalidExpiry: "Das Ende muss in der Zukunft liegen, höchstens zehn Jahre voraus."
        case .nothingGranted:
            "Ein Mitglied braucht Datensätze: bitte wenigstens einen nennen oder eine andere Rolle wählen."
        case .wrongCode: "Der Code ist falsch, wurde schon benutzt oder ist zu alt."
        case .stepExpired: "Das dauerte zu lange oder ging zu oft schief; bitte neu anmelden."
        case .noCodeOffered: "Es gibt keinen Code zu bestätigen; bitte neu beginnen."
        case .ownAccount: "Das eigene Konto sperrt oder ändert niemand; eine andere Verwaltung kann es."
        case .noSuchAccount(let login): "Ein Konto „\(login)“ gibt es nicht."
        case .noSuchKey(let id): "Einen gültigen Schlüssel \(id) gibt es nicht."
        case .passkeyRefused: "Der Passkey wurde nicht angenommen; bitte noch einmal oder mit dem Passwort anmelden."
        case .noSuchPasskey(let id): "Einen Passkey \(id) hat dieses Konto nicht."
        case .noPasskeysHere: "Passkeys brauchen einen Namen unter https (base-url) oder localhost."
        case .stillEnabled: "Sperren Sie das Konto zuerst; erst dann werden seine personenbezogenen Angaben gelöscht."
        case .noOwnPassword: "Dieses Konto meldet sich anderswo an; Passkeys gehören dorthin."
        case .lastAdministrator: "Das ist die letzte Verwaltung; bitte erst eine andere einrichten."
        case .hashingFailed:
            "Das Passwort konnte nicht verarbeitet werden: zu wenig Speicher (bis zu 64 MiB sind nötig)."
        }
    }
}
