// SPDX-License-Identifier: EUPL-1.2
import Access
package import Bilingual
package import HTTPSupport
package import RoomKit
import Rights
package import Site
package import Storage

/// Who asks: people, keys, roles and sessions.
package struct AccessRoom: RoomPages {
    package static let name = "access"
    package static let title = Words("Zugang", "Access")
    package static let schema = RoomSchema(
        name, migrations: AccessMigrations.all, rules: AuditExamination.rules,
        names: [NameColumn("access_key", "creator"), NameColumn("access_grant", "creator")])
    package static let commands: [any RoomCommand.Type] = [
        UserCommand.self, KeyCommand.self, GrantCommand.self, AuditCommand.self,
    ]
    package static let proofs: [any RoomCommand.Type] = [VerifyAudit.self]
    package static let entries = [
        SiteEntry(.people, .people, in: .footer, for: .administrators, rank: 55),
        SiteEntry(.keys, .keys, in: .footer, for: .administrators, rank: 56),
        SiteEntry(.rightsMatrix, .rights, in: .footer, for: .administrators, rank: 57),
        SiteEntry(.processingTitle, .processing, in: .footer, for: .administrators, rank: 58),
        SiteEntry(.audit, .audit(), in: .footer, for: .administrators, rank: 60),
    ]

    package static let settings: [any RoomSetting] = [
        openIDIssuer, openIDClient, openIDSecret, openIDScopes, openIDGroups, openIDRoles, openIDName,
        idleMinutes,
    ]

    package static let idleMinutes = Setting<Int>(
        "access-idle-minutes", 120,
        Words(
            "So viele Minuten bleibt eine Anmeldung ohne Benutzung bestehen; nach zwölf Stunden endet jede.",
            "Minutes that a session lasts without being used; after twelve hours each one ends."), 10...720)

    static let openIDIssuer = Setting<String>(
        "access-openid-issuer", "",
        Words(
            "Adresse des Anmeldedienstes (OpenID Connect); leer für keinen.",
            "Address of the sign-in service (OpenID Connect); empty for none."))
    static let openIDClient = Setting<String>(
        "access-openid-client", "", Words("Wie Allmende dort heißt.", "What Allmende is called there."))
    static let openIDSecret = Setting<String>(
        "access-openid-secret", "", Words("Das Geheimnis dazu; leer ohne.", "Its secret; empty for none."))
    static let openIDScopes = Setting<String>(
        "access-openid-scopes", "openid profile email groups",
        Words("Was erfragt wird; openid gehört dazu.", "What is asked for; openid is part of it."))
    static let openIDGroups = Setting<String>(
        "access-openid-groups", "groups", Words("Angabe mit den Gruppen.", "Claim with the groups."))
    static let openIDRoles = Setting<String>(
        "access-openid-roles", "",
        Words(
            "Welche Gruppe welche Rolle hat: bauamt=editor, it=administrator; ohne Rolle kommt niemand hinein.",
            "Which group has which role: bauamt=editor, it=administrator; nobody gets in without a role."))
    static let openIDName = Setting<String>(
        "access-openid-name", "",
        Words("Wie der Dienst auf der Seite heißt.", "What the service is called on the page."))

    private let control: AccessControl
    private let mail: AccountMail?
    private let openID: OpenIDSignIn?
    private let openIDService: String

    package init(_ house: RoomServices) throws {
        control = try house.offered(AccessControl.self)
        mail = try? house.offered(AccountMail.self)
        let values = house.settings
        let issuer = values[Self.openIDIssuer]
        guard !issuer.isEmpty, let exchange = try? house.offered(OpenIDExchange.self) else {
            (openID, openIDService) = (nil, "")
            return
        }
        let settings = OpenIDSettings(
            issuer: issuer, client: values[Self.openIDClient], secret: values[Self.openIDSecret],
            scopes: values[Self.openIDScopes], groupsClaim: values[Self.openIDGroups],
            roles: values[Self.openIDRoles])
        openID = OpenIDSignIn(settings, exchange: exchange, control: control, now: house.clock)
        openIDService = values[Self.openIDName].isEmpty ? issuer : values[Self.openIDName]
    }

    package func pages(_ site: Site) -> RoomRoutes {
        let people = PeopleRoutes(site: site, control: control, mail: mail).all
        let own =
            SignInRoutes(site: site, control: control, service: openIDService).all
            + PasskeyRoutes(site: site, control: control, service: openIDService).all
            + OpenIDRoutes(site: site, signIn: openID, name: openIDService).all
            + OwnRoutes(site: site, control: control).all + ProcessingRoutes(site: site).all
        let grants = GrantRoutes(site: site, control: control).all
        return own + people + grants + KeyRoutes(site: site, control: control).all + AuditRoutes(site: site).all
    }

    package func administration(_ site: Site) -> [AdministrationPanel] {
        let idle = control.idle
        return [
            AdministrationPanel(
                .peopleAndKeys, rank: 10,
                links: [
                    (.people, .people), (.keys, .keys), (.rightsMatrix, .rights), (.audit, .audit()),
                    (.ownAccountAndSessions, .account),
                ]
            ) { _ in
                let now = site.clock()
                let figures = try await site.engine.read { try AccessFigures(at: now, idle: idle, on: $0) }
                return Words.states(of: figures)
            }
        ]
    }

    package func firstSteps(_ site: Site) -> [FirstStep] {
        let control = control
        return [
            FirstStep(.stepAdministrator, .stepAdministratorHelp, rank: 10, url: .setupCode) { _ in
                try await control.hasAdministrator()
            }
        ]
    }
}

/// The addresses of the room.
extension SiteURL {
    /// The second step of signing in.
    static let loginCode = SiteURL("/login/code")
    static let openID = SiteURL("/login/openid")
    static let openIDCallback = SiteURL("/login/openid/callback")
    static let setupCode = SiteURL("/setup")
    static func join(_ token: String) -> SiteURL { SiteURL("/join/" + encoded(token)) }
    /// The own account after something was done there.
    static func accountDone(_ what: String) -> SiteURL { SiteURL("/account" + query([("done", what)])) }
    static let accountPassword = SiteURL("/account/password")
    static let accountSessionsEnd = SiteURL("/account/sessions/end")
    static let accountCode = SiteURL("/account/code")
    static let accountCodeOff = SiteURL("/account/code/off")
    /// The question of a passkey that signs in, and its answer.
    static let loginPasskey = SiteURL("/login/passkey")
    static let loginPasskeyAnswer = SiteURL("/login/passkey/answer")
    static let accountPasskeys = SiteURL("/account/passkeys")
    static let accountPasskeyNew = SiteURL("/account/passkeys/new")
    static func passkeyName(_ id: Int64) -> SiteURL { SiteURL("/account/passkeys/\(id)/name") }
    static func passkeyRemove(_ id: Int64) -> SiteURL { SiteURL("/account/passkeys/\(id)/remove") }
    static let accountRecovery = SiteURL("/account/code/recovery")
    static let people = SiteURL("/account/people")
    static func person(_ id: Int64) -> SiteURL { SiteURL("/account/people/\(id)") }
    /// `link`, `disable`, `enable`, `code-off` or `erase`.
    static func personAction(_ id: Int64, _ action: String) -> SiteURL { SiteURL("/account/people/\(id)/\(action)") }
    static let keys = SiteURL("/account/keys")
    static func revokeKey(_ id: Int64) -> SiteURL { SiteURL("/account/keys/\(id)/revoke") }
    static func withdrawGrant(_ slug: String, _ id: Int64) -> SiteURL {
        SiteURL("/data/" + encoded(slug) + "/rights/\(id)/withdraw")
    }
    static func datasetPersonal(_ slug: String) -> SiteURL { SiteURL("/data/" + encoded(slug) + "/personal") }
    /// Who may see, use and control what.
    static let rights = SiteURL("/account/rights")
    static func withdrawAnyGrant(_ id: Int64) -> SiteURL { SiteURL("/account/rights/\(id)/withdraw") }
    /// The record of processing activities.
    static let processing = SiteURL("/account/processing")
    static func datasetProcessing(_ slug: String) -> SiteURL { SiteURL("/data/" + encoded(slug) + "/processing") }
    /// What the house knows of who asks.
    static let ownData = SiteURL("/account/data.json")
    /// The audit trail: action, actor, object, days and entry before which; empty means any. For administrators.
    static func audit(
        action: String = "", actor: String = "", object: String = "", from: String = "", until: String = "",
        before: Int64? = nil
    ) -> SiteURL {
        SiteURL(
            "/account/audit"
                + query([
                    ("action", action), ("actor", actor), ("object", object), ("from", from), ("until", until),
                    ("before", before.map(String.init) ?? ""),
                ]))
    }
}
