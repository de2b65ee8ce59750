// SPDX-License-Identifier: EUPL-1.2

extension DemonstrationPlan {
    static let people = #"""
        [
        {"kind": "stakeholder", "document": {"title": "Fahrradverband", "role": "affected", "groups": ["cyclists"], "needs": ["B-1"], "measures": ["M-1", "M-2"],
          "involvement": [{"phase": "preparation", "form": "consult", "date": "{{day-60}}"}, {"phase": "concept", "form": "collaborate"},
            {"phase": "decision", "form": "consult"}, {"phase": "pilot", "form": "collaborate"}, {"phase": "operation", "form": "inform"}]}},
        {"kind": "stakeholder", "document": {"title": "Schulen am Weg", "role": "affected", "groups": ["children", "youth"], "needs": ["B-1"],
          "involvement": [{"phase": "preparation", "form": "consult"}]}},
        {"kind": "stakeholder", "document": {"title": "Betriebe an der Straße", "role": "affected", "groups": ["business"], "needs": ["B-1"], "measures": ["M-1", "M-2"],
          "involvement": [{"phase": "preparation", "form": "inform"}, {"phase": "pilot", "form": "consult"}]}},
        {"kind": "stakeholder", "document": {"title": "Kämmerei", "role": "paying", "groups": ["administration"], "measures": ["M-1", "M-2", "M-4"],
          "involvement": [{"phase": "concept", "form": "consult"}, {"phase": "decision", "form": "decide"}]}},
        {"kind": "stakeholder", "document": {"title": "{{utility}}", "role": "operating", "groups": ["administration"], "measures": ["M-4"], "needs": ["B-2", "B-3"],
          "involvement": [{"phase": "concept", "form": "collaborate"}, {"phase": "operation", "form": "decide"}]}},
        {"kind": "guideline", "document": {"title": "Jede Lösung hat eine offene, beschriebene Schnittstelle", "area": "interfaces", "check": "openInterface",
          "description": "Geprüft wird die Adresse der Schnittstelle selbst, nicht das Angebot.", "source": "eigene Leitlinie (Beispiel)"}},
        {"kind": "guideline", "document": {"title": "Lizenzen sind benannt und mit unserer verträglich", "area": "procurement", "check": "licence", "source": "eigene Leitlinie (Beispiel)"}},
        {"kind": "guideline", "document": {"title": "Funknetze verschlüsseln bis zur Plattform", "area": "security",
          "fulfilled": [{"object": "L-3", "answer": "yes", "note": "Schlüssel je Gerät, Netzserver im eigenen Haus"}], "source": "eigene Leitlinie (Beispiel)"}},
        {"kind": "agreement", "document": {"title": "Nutzung der Funkmasten", "kind": "municipalPrivate", "parties": ["Stadt", "{{utility}}"],
          "purpose": "Gateways auf den Masten, Strom inbegriffen, zehn Jahre.", "sectors": ["Energie", "Abfall", "Grün", "ÖPNV"], "start": "{{day-60}}",
          "dataClause": "Alle Daten gehören der Stadt; {{utility}} darf sie für den Betrieb nutzen.", "measures": ["M-4"], "stakeholders": ["A-5"],
          "department": "Stelle Digitale Stadt"}},
        {"kind": "journalEntry", "document": {"title": "Ortstermin mit Fahrradverband", "kind": "step", "about": ["B-1"], "date": "{{day-60}}", "done": true,
          "text": "Engste Stelle 1,20 m; Lieferwagen zwischen 8 und 11 Uhr.", "department": "{{roads}}"}},
        {"kind": "journalEntry", "document": {"title": "Ladezonen fehlten im ersten Entwurf", "kind": "hurdle", "about": ["M-1", "M-2"], "date": "{{day-30}}", "done": true,
          "text": "Ohne Ersatz für Lieferungen lehnen die Betriebe den Versuch ab. Lehre: vor dem Entwurf fragen.", "department": "{{roads}}"}},
        {"kind": "journalEntry", "document": {"title": "Zweite Befragung vorbereiten", "kind": "step", "about": ["K-2", "M-2"], "due": "{{day10}}", "department": "{{roads}}"}},
        {"kind": "journalEntry", "document": {"title": "Kämmerei um Stellungnahme bitten", "kind": "step", "about": ["M-1"], "due": "{{day-7}}", "department": "{{roads}}"}},
        {"kind": "staffPlan", "document": {"title": "Verkehrsplanung", "posts": [{"year": {{year}}, "fullTimeEquivalents": 0.4}], "source": "Stellenplan zum Haushalt (Beispiel)", "department": "{{roads}}"}},
        {"kind": "staffPlan", "document": {"title": "IT-Betrieb", "posts": [{"year": {{year}}, "fullTimeEquivalents": 0.3}], "source": "Stellenplan zum Haushalt (Beispiel)", "department": "Stelle Digitale Stadt"}}
        ]
        """#

    static let deciding = #"""
        [
        {"kind": "assessment", "document": {"title": "Was hilft auf dem Radweg {{street}}?", "candidates": ["M-1", "M-2", "M-3"], "weighting": "swing",
          "criteria": [{"criterion": "A1", "order": 1}, {"criterion": "A2", "order": 2}, {"criterion": "B1", "order": 3}, {"criterion": "B4", "order": 5}, {"criterion": "D1", "order": 4}],
          "weights": [
            {"assessor": "Verkehrsplanung", "criterion": "A1", "points": 100}, {"assessor": "Verkehrsplanung", "criterion": "A2", "points": 80},
            {"assessor": "Verkehrsplanung", "criterion": "B1", "points": 50}, {"assessor": "Verkehrsplanung", "criterion": "B4", "points": 30},
            {"assessor": "Verkehrsplanung", "criterion": "D1", "points": 60},
            {"assessor": "Kämmerei", "criterion": "A1", "points": 80}, {"assessor": "Kämmerei", "criterion": "A2", "points": 50},
            {"assessor": "Kämmerei", "criterion": "B1", "points": 100}, {"assessor": "Kämmerei", "criterion": "B4", "points": 40},
            {"assessor": "Kämmerei", "criterion": "D1", "points": 70}],
          "ratings": [
            {"candidate": "M-1", "criterion": "A1", "value": 95, "evidence": "E3", "assessor": "Verkehrsplanung", "note": "bauliche Trennung wirkt sofort"},
            {"candidate": "M-2", "criterion": "A1", "value": 75, "evidence": "E2", "assessor": "Verkehrsplanung"},
            {"candidate": "M-3", "criterion": "A1", "value": 15, "evidence": "E1", "assessor": "Verkehrsplanung", "note": "zählt, schützt aber nicht"},
            {"candidate": "M-1", "criterion": "A2", "value": 80, "evidence": "E1", "assessor": "Verkehrsplanung"},
            {"candidate": "M-2", "criterion": "A2", "value": 70, "evidence": "E1", "assessor": "Verkehrsplanung"},
            {"candidate": "M-3", "criterion": "A2", "value": 30, "evidence": "E0", "assessor": "Verkehrsplanung"},
            {"candidate": "M-1", "criterion": "B1", "value": 45, "evidence": "E1", "assessor": "Kämmerei"},
            {"candidate": "M-2", "criterion": "B1", "value": 85, "evidence": "E1", "assessor": "Kämmerei"},
            {"candidate": "M-3", "criterion": "B1", "value": 75, "evidence": "E0", "assessor": "Kämmerei"},
            {"candidate": "M-1", "criterion": "B4", "value": 60, "evidence": "E1", "assessor": "Verkehrsplanung"},
            {"candidate": "M-2", "criterion": "B4", "value": 70, "evidence": "E1", "assessor": "Verkehrsplanung"},
            {"candidate": "M-3", "criterion": "B4", "value": 90, "evidence": "E2", "assessor": "Verkehrsplanung"},
            {"candidate": "M-1", "criterion": "D1", "value": 40, "evidence": "E1", "assessor": "Verkehrsplanung"},
            {"candidate": "M-2", "criterion": "D1", "value": 95, "evidence": "E2", "assessor": "Verkehrsplanung"},
            {"candidate": "M-1", "criterion": "A1", "value": 85, "evidence": "E1", "assessor": "Kämmerei"},
            {"candidate": "M-2", "criterion": "A1", "value": 65, "evidence": "E0", "assessor": "Kämmerei"}],
          "department": "{{roads}}"}},
        {"kind": "portfolio", "document": {"title": "Haushalt Smart City, erstes Jahr", "measures": ["M-1", "M-2", "M-3", "M-4", "M-5", "M-6"], "firstYear": {{year}},
          "limits": [{"kind": "investment", "year": 0, "money": 17500000, "source": "Finanzplan der Kämmerei, Investitionen des Jahres (Beispiel)"}, {"kind": "followOn", "year": 1, "money": 6500000, "source": "Rahmen der Fachämter (Beispiel)"}, {"kind": "staff", "skill": "IT-Betrieb", "year": 1, "posts": 0.5, "source": "Vorschlag der Stelle Digitale Stadt (Beispiel)"}],
          "coverage": [{"goal": "Z-1", "minimum": 1}], "department": "Stelle Digitale Stadt"}},
        {"kind": "decision", "document": {"title": "Verkehrsversuch {{street}}", "body": "committee", "date": "{{day-7}}", "outcome": "approved",
          "text": "Der Ausschuss beschließt den Verkehrsversuch für sechs Monate und erwartet einen Bericht anhand der Kennzahlen. (Beispiel)", "paper": "V/0000/Beispiel", "about": ["M-2", "K-1", "K-2", "B-1"]}},
        {"kind": "comment", "document": {"title": "Bitte auch an Lastenräder denken", "text": "Mit dem Anhänger komme ich an der Engstelle nicht vorbei.", "about": "B-1"}},
        {"kind": "need", "state": "submitted", "document": {"title": "Am Bahnhof fehlen Bänke im Schatten", "description": "Im Sommer steht man dort in der prallen Sonne.", "groups": ["older", "publicTransport"]}}
        ]
        """#
}
