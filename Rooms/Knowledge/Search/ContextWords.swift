// SPDX-License-Identifier: EUPL-1.2

/// Words of place, people, time and wish that stand in any need: they tell nothing of what would help.
enum ContextWords {
    /// Whether a word, folded as `Tokeniser` folds it, is one; in any inflection.
    static func contains(_ word: String) -> Bool {
        Tokeniser.stopWords.contains(word) || stems.contains(Stemmer.german.stem(word))
            || stems.contains(Stemmer.english.stem(word))
    }

    /// Two of them that tell something together, as one word: somebody wants to know a number.
    static let phrases: Set<String> = ["wieviel", "wieviele", "wievielen", "howmany"]

    /// The words of a text, each pair of `pairs` as one.
    static func words(_ text: String, joining pairs: Set<String> = phrases) -> [String] {
        var words: [String] = []
        for word in Tokeniser.words(text) {
            if let last = words.last, pairs.contains(last + word) {
                words[words.count - 1] = last + word
            } else {
                words.append(word)
            }
        }
        return words
    }

    private static let stems: Set<String> = {
        let words = Tokeniser.words(
            """
            ab abend abends allein alle allen aller alles allerdings alt ältere älteren alten amt an anbieter andere anderen anders
            anfang anlage anwohner anwohnende auto bald bauhof bedarf beide beim bekommen bekommt beim bereich bereits besser
            besten bestehend betrieb bevölkerung bildung bisher bitte bleiben bleibt bloß brauchen braucht bringen bringt bürger
            bürgerinnen bürgermeister da dabei dadurch dafür daheim damals damit danach daneben dann daran darauf darf daten davon
            dazu dein deren derzeit deshalb dienst dienste digital digitale doch dorf dort drei dreimal drin durch dürfen eben
            echtzeit egal eigene eigenes eigentlich einander einfach einige einmal einwohner einzelne elf eltern ende endlich
            energie erfahren erfassen erst erste etwa etwas euro ewig extra familie familien fast fehlen fehlt fest finden findet
            frau frauen frei freie früh früher frühzeitig fünf ganz ganze gar geben gebäude geht gehen geld gemeinde gemeinden
            gemeinsam genau genug gerade gern gestern gesundheit gibt gleich gleichen gleichzeitig grad groß große gut gute guten
            haben hab halb halbe haus häuser her herum heuer heute hier hin hinten hinter hoch hohe holen hört ihn ihnen ihre
            ihren immer innenstadt irgendwo jahr jahre jahren jede jedem jeden jeder jedes jemand jetzt jugendliche jung junge
            jungen kann kaum kein keine keinen keiner kennen kind kinder klar klein kleine kollegen kommen kommt kommune können
            könnte kosten kostet kreis kriegen kriegt lange langsam lassen lässt laufen läuft leben leider leute letzte letzten
            lieber liegen liegt machen macht mal man manche manchmal mann mein meine meinen meisten mensch menschen merken messen
            minuten mitten möchte möchten möglich monat monate monaten morgen morgens muss müssen musste müsste mutter nächste
            nachmittags nachts name natürlich neben nehmen nennen neu neue neuen nichts nie niemand niemanden nirgends nötig null
            nun nutzen nutzt nutzung ob oben obwohl oder öffentlich öffentliche oft ohne online ort orte ortsteil ortsteile paar
            platz plätze plattform problem problematisch rathaus rund sache sachen sagen sagt samstag samstags schlecht schlechte
            schnell schon schön schule schulen schüler schwer sehen sehr seine seinen seit selbe selben selber selbst senioren
            sensor sensoren server sicher sicherheit sieht sind sitzen smart sogar solche soll sollen sollte sollten sommer
            sondern sonntag sonst software spät später stadt städte stadtteil städtisch städtische stehen steht stelle stellen
            stimmen straße straßen strom stück stunde stunden suchen sucht system systeme tag tage tagen teuer tippen tippt tun
            tut überall überhaupt uhr umwelt umsonst unser unsere unserem unseren unten unterwegs verkehr verstehen verwaltung
            viel viele vielen vielleicht vier voll volle vollen von voraus vorher vorn wäre wann wars warten warum was wasser weg
            wegen wege weil weit weitere welchen wenig wenige weniger wenn werden wieder will winter wirklich wirtschaft wissen
            weiß woche wochen wochenende wochenlang wohin wohl wohnen wollen wünschen wurde wurden würde zahl zahlen zeigen zeigt
            zehn zeit zentral zentrum ziemlich zig zwanzig zwar zwei zweimal zwischen jahrelang darüber drüber raus rein rauf
            runter heim hause mehrere gesamt innerhalb außerhalb außerdem sowie statt trotz während bevor nachdem sobald solange
            denn dort hätte hätten wären sei habe hatte hatten waren gewesen geworden lag stand ging kam gab nahm sah lief fuhr
            kommune bund land deutsch hand arbeit arbeiten arbeitet lösung idee schaffen schafft sorgen verein vereine tür mir
            mich dich dir uns euch jed neulich ständig dauernd dauert dauern längst halt soviel je desto umso bzw usw etc
            aufs ans ums nimmt trägt sitzt hängt hilft ruft
            ich du ihr fahren fährt los per zusammen verschieden verschiedene egal dreißig halten hält stets draußen drüben
            fertig rechtzeitig merkt fällt führt führen bisschen
            our your my his her their town city village street school schools people citizens resident residents need needs lack
            want wants more less old new digital data nobody no none one two three four five every each all any some many much
            very too only just also even never always often again still yet already when while after before until because if
            they them he she you us me get gets got go goes going come comes came make makes take takes give gives see know
            knows like would could should must may might will day days week weeks month months year years time times morning
            evening night home house place places thing things way ways put puts use uses used up down out over under off then
            without cannot once whether were someone something somewhere everybody everyone everything nowhere anywhere
            together become becomes let far run runs lie lies did does done doing keep kept had being am says said tell told
            there here other others same own good bad big small long short first last next office
            """)
        return Set(words.flatMap { [Stemmer.german.stem($0), Stemmer.english.stem($0)] })
    }()
}
