// SPDX-License-Identifier: EUPL-1.2
import Bilingual
import Catalogue
import Wire

/// A step of the way from the start page to this one.
package struct Breadcrumb: Hashable {
    package let name: String
    package let url: SiteURL

    package init(name: String, url: SiteURL) { (self.name, self.url) = (name, url) }
}

extension PageFrame {
    /// The whole document around a page's content.
    package func document(
        title: String, section: Section, breadcrumbs: [Breadcrumb] = [], scripts: [SiteURL] = [],
        styles: [SiteURL] = [], searchText: String = "", content: HTML
    ) -> HTML {
        let sheets = styles.map { "<link rel=\"stylesheet\" href=\"\($0)\">" as HTML }
        let code = scripts.map { "<script src=\"\($0)\" defer></script>" as HTML }
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) – \(town)</title>
            <link rel="icon" href="\(SiteURL.asset("mark.svg"))" type="image/svg+xml">
            \(sheets)<link rel="stylesheet" href="\(SiteURL.asset("allmende.css"))">\(colours)
            \(code)
            </head>
            <body>
            <a class="skip" href="#content">\(language(.skipToContent))</a>
            \(header(section: section, searchText: searchText))
            \(statusBar)
            \(trail(breadcrumbs, title: title))
            <main id="content" tabindex="-1">
            \(content)
            </main>
            \(footer)
            </body>
            </html>

            """
    }

    private func header(section: Section, searchText: String) -> HTML {
        let languages = Language.allCases.map { choice -> HTML in
            if choice == language {
                return "<li><span aria-current=\"true\" lang=\"\(choice.rawValue)\">\(choice.name)</span></li>"
            }
            return """
                <li><a href="\(address(in: choice))" lang="\(choice.rawValue)" hreflang="\(choice.rawValue)" \
                rel="alternate">\(choice.name)</a></li>
                """
        }
        return """
            <header class="site">
            <div class="inner bar">
            <a class="brand" href="\(SiteURL.start)">\(mark)<span><span class="town">\(town)</span>\
            <span class="product">Allmende · \(language(.claim))</span></span></a>
            <form class="finder" role="search" action="\(SiteURL.search("").path)" method="get">
            <label class="hidden" for="finder">\(language(.searchLabel))</label>
            <input id="finder" name="q" type="search" value="\(searchText)" placeholder="\(language(.searchPlaceholder))" \
            maxlength="200"><button type="submit">\(language(.search))</button></form>
            <div class="who"><ul class="languages" aria-label="\(language(.languageLabel))">\(languages)</ul>\(signIn)</div>
            </div>
            <nav class="main" aria-label="\(language(.mainNavigation))"><ul class="inner">\
            \(entries(in: .navigation).map { entry($0, section) })\
            </ul></nav>
            </header>
            """
    }

    /// Those that the reader may use.
    private func entries(in place: SiteEntry.Place) -> [SiteEntry] {
        entries.filter { entry in
            guard entry.place == place else { return false }
            return switch entry.audience {
            case .everybody: true
            case .writers: mayWrite
            case .administrators: mayAdminister
            }
        }
    }

    private func entry(_ entry: SiteEntry, _ section: Section) -> HTML {
        let current: HTML = entry.section != .none && entry.section == section ? " aria-current=\"page\"" : ""
        return "<li><a href=\"\(entry.url)\"\(current)>\(language(entry.title))</a></li>"
    }

    private var signIn: HTML {
        guard let person else { return "<a class=\"sign\" href=\"\(SiteURL.login)\">\(language(.signIn))</a>" }
        return """
            <form class="sign" method="post" action="\(SiteURL.logout)"><a href="\(SiteURL.account)">\(person)</a>\
            <button type="submit" class="link">\(language(.signOut))</button></form>
            """
    }

    /// The town's colour over ours.
    private var colours: HTML {
        guard let accent = Colour(profile[.accent]) else { return "" }
        return "\n<link rel=\"stylesheet\" href=\"\(SiteURL.townColours(tag: TownColours(accent).asset.tag))\">"
    }

    /// The town's arms; a shield with its initial stands for them until the town puts in its own.
    private var mark: HTML {
        if let arms = profile.arms {
            return "<img class=\"mark\" src=\"\(SiteURL.townArms(tag: Asset.tag(of: arms.bytes)))\" alt=\"\">"
        }
        let initial = String(shortTown.prefix(1)).uppercased()
        return """
            <svg class="mark" viewBox="0 0 40 46" aria-hidden="true" focusable="false">\
            <path class="shield" d="M3 3h34v22c0 10-8 15-17 18C11 40 3 35 3 25z"/>\
            <text class="initial" x="20" y="28" text-anchor="middle">\(initial)</text></svg>
            """
    }

    private var statusBar: HTML {
        var items: HTML = ""
        if let dataAsOf {
            let time: HTML = "<time datetime=\"\(dataAsOf.iso8601)\">\(format.longDateTime(dataAsOf))</time>"
            items += "<p><span class=\"label\">\(language(.dataAsOf)):</span> <strong>\(time)</strong></p>"
        }
        if isFictional {
            items += "<p class=\"note\"><strong>\(language(.fictionalTitle))</strong> \(language(.fictional(town)))</p>"
        }
        if let asOf, !isFictional {
            let day = format.longDate(asOf)
            items +=
                "<p class=\"note\"><strong>\(language(.demonstration))</strong> \(language(.demonstrationAsOf(day)))</p>"
        }
        var warning: HTML = ""
        if isOpen {
            warning = """
                <div class="warning" role="note"><p class="inner"><strong>\(language(.openTitle))</strong> \
                \(language(.openWarning))</p></div>
                """
        }
        return """
            <section class="notes" aria-label="\(language(.notes))">\(warning)<div class="status"><div class="inner">\(items)\
            </div></div></section>
            """
    }

    private func trail(_ breadcrumbs: [Breadcrumb], title: String) -> HTML {
        guard !breadcrumbs.isEmpty else { return "" }
        let steps = breadcrumbs.map { "<li><a href=\"\($0.url)\">\($0.name)</a></li>" as HTML }
        return """
            <nav class="trail" aria-label="\(language(.breadcrumb))"><ol class="inner">\
            <li><a href="\(SiteURL.start)">\(language(.overview))</a></li>\(steps)\
            <li><span aria-current="page">\(title)</span></li></ol></nav>
            """
    }

    private var footer: HTML {
        """
        <footer class="site"><div class="inner">
        <p class="reuse"><strong>\(language(.footerLicenceTitle))</strong> \(language(.footerLicence)) \
        <a href="\(SiteURL.data())">\(language(.footerLicenceLink))</a></p>
        <ul>
        \(entries(in: .footer).map { entry($0, .none) })</ul>
        <p class="version">Allmende \(version) · \(language(.freeSoftware)) (EUPL-1.2) · \(language(.clockNote))</p>
        </div></footer>
        """
    }
}
