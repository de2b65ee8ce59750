// SPDX-License-Identifier: EUPL-1.2

extension ContractTemplate {
    /// What a sharing begins with until its lawyer has put in a text: a draft, no legal advice.
    package static func start(_ kind: ContractKind) -> ContractTemplate {
        ContractTemplate(kind, text: kind == .delivery ? delivery : sharing)
    }

    /// Stands in each starting text; the pages say where it still does.
    package static let caution =
        "Entwurf ohne Gewähr, keine Rechtsberatung: vor Gebrauch von der Rechtsberatung der Kommune zu prüfen."

    private static let delivery = """
        # Stromliefervertrag in der Gemeinschaft „{{gemeinschaft}}“

        \(caution)

        Zwischen {{betreiber.name}}, {{betreiber.anschrift}} (Betreiber), und {{mitglied.name}}, {{mitglied.anschrift}} (Mitglied, Nr. {{mitglied.nummer}}).

        ## 1 Gegenstand
        Der Betreiber liefert dem Mitglied Strom aus den folgenden Anlagen zur gemeinsamen Nutzung nach § 42c EnWG:

        {{anlagen}}

        Geliefert wird an die Messstelle {{messstelle.malo}}, {{messstelle.anschrift}} (Zähler {{messstelle.zaehler}}, {{messstelle.art}}), im Netz von {{messstelle.netzbetreiber}}. Gemessen wird in Viertelstunden.

        ## 2 Beginn und Dauer
        Der Vertrag gilt ab {{beginn}}. Laufzeit: {{ende}}. Das Mitglied kann ihn mit einer Frist von einem Monat in Textform kündigen.

        ## 3 Umfang
        Geliefert wird, was die Anlagen erzeugen und was dem Mitglied nach dem Vertrag über die gemeinsame Nutzung zusteht, höchstens der eigene Verbrauch der Viertelstunde. Eine Lieferung des ganzen Bedarfs ist nicht geschuldet. Steht eine Anlage aus anderen Gründen als Wetter und Tageszeit für längere Zeit still, teilt der Betreiber das mit, ebenso wenn sie wieder läuft.

        ## 4 Preis
        {{preise}}

        Das Entgelt des Dienstleisters ({{dienstleister.name}}) beträgt {{entgelt}}. Zu allen Preisen kommt die Umsatzsteuer, wo der Betreiber sie schuldet.

        ## 5 Änderung der Preise
        Eine Änderung der Preise wird mindestens einen Monat vorher in Textform mitgeteilt, mit dem alten und dem neuen Preis, dem Tag und dem Grund. Das Mitglied kann dann zum Tag der Änderung ohne Frist kündigen.

        ## 6 Abrechnung
        Für den Betreiber rechnet {{dienstleister.name}}, {{dienstleister.anschrift}}, ab. Kontakt: {{dienstleister.kontakt}}.

        ## 7 Hinweise vor Vertragsschluss
        {{warnungen}}

        Den Lieferanten und den Vertrag für den zusätzlichen Strom wählt das Mitglied frei.

        ## 8 Widerruf
        {{widerruf}}
        """

    private static let sharing = """
        # Vertrag über die gemeinsame Nutzung von Strom in der Gemeinschaft „{{gemeinschaft}}“

        \(caution)

        Zwischen {{betreiber.name}}, {{betreiber.anschrift}} (Betreiber), und {{mitglied.name}}, {{mitglied.anschrift}} (Mitglied, Nr. {{mitglied.nummer}}).

        ## 1 Gegenstand
        Die Parteien nutzen den Strom dieser Anlagen gemeinsam mit den anderen Mitgliedern (§ 42c EnWG):

        {{anlagen}}

        Das Mitglied nimmt mit der Messstelle {{messstelle.malo}}, {{messstelle.anschrift}}, ab {{beginn}} teil. Laufzeit: {{ende}}.

        ## 2 Umfang und Aufteilungsschlüssel
        Zugeteilt wird in jeder Viertelstunde: {{schluessel.art}}. Anteil des Mitglieds: {{schluessel.anteil}}. Was niemand verbraucht, geht ins Netz.

        ## 3 Entgelt
        Für den gemeinsam genutzten Strom zahlt das Mitglied dem Betreiber {{preis}} (ohne Umsatzsteuer). Im Einzelnen:

        {{preise}}

        ## 4 Messung und Daten
        Verbrauch und Erzeugung werden in Viertelstunden gemessen. Netzbetreiber und Messstellenbetreiber übermitteln die Werte; {{dienstleister.name}} berechnet daraus die Anteile. Den Lieferanten des übrigen Stroms wählt das Mitglied frei.

        ## 5 Hinweise vor Vertragsschluss
        {{warnungen}}

        Den Lieferanten und den Vertrag für den zusätzlichen Strom wählt das Mitglied frei.

        ## 6 Widerruf
        {{widerruf}}

        Kontakt für beide Verträge: {{dienstleister.name}}, {{dienstleister.anschrift}}, {{dienstleister.kontakt}}.
        """
}
