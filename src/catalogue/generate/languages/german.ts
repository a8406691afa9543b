import type { Language } from "./language.ts";

export const GERMAN: Language = {
  tag: "de",
  script: "Latn",
  share: 90,
  isbn: "3",
  openers: `die 120, der 110, das 48, ein 14, im 10, aus 8, eine 8, über die 5, von 5, aus dem 3, auf 4, zur 9, in 3,
    vom 3, nach 2, unter 2, aus der 2, was 3, des 2, am 2, wir 1, wie 4, mit 2, zum 3, ich 2`,
  linkers: `und 75, der 58, des 30, von 24, in 26, ein 12, eine 12, für 15, im 14, die 9, aus dem 5, eines 6, zur 9,
    aus 6, einer 6, nach 5, in der 9, zum 6, aus der 4, vom 5, auf 4, und der 5, und die 5, zu 4, über 4, mit 6,
    das 4, oder 3, aus den 2, durch 3, an 2, für die 3, bei 2, in den 4, am 2, über die 2, als 4, von der 2`,
  words: `Geschichte Leben Roman deutsche deutschen Welt Recht Werke Entwicklung Zeit Band neue Handbuch Deutschland
    Kunst Einführung Untersuchungen Buch Beiträge Theorie Erzählungen Liebe Jahrhundert Studien Menschen Gedichte
    Frau Wirtschaft Praxis Beispiel Grundlagen Kinder Tod Kirche Politik Literatur Philosophie Wissenschaft Briefe
    Jahre Stadt Reise Krieg Haus Weg Gesellschaft Bedeutung Analyse Sprache Berlin Bildung Natur Schule Geist Musik
    Mensch Staat Erinnerungen Wien Märchen kleine große Lehrbuch Festschrift Österreich Schriften Land Novellen
    Ausgewählte Bilder Probleme Verhältnis Frage Arbeit internationalen moderne Berücksichtigung besonderer Goethe
    Mann Nacht Freiheit Macht alte letzte Europa Jugend Religion Psychologie Ausgabe Gott Seele Kindern Frauen Medizin
    Untersuchung Wirkung Krise Zukunft politische Methoden Verfahren Gestaltung Schweiz Bayern Schatten Wald Berge
    Mörder Geheimnis Sommer Garten Himmel Wasser Feuer Freunde Familie Hund Katze Technik Chemie Physik Mathematik
    Landschaft Wörterbuch Reformation Mittelalter Denken Wahrheit Verwaltung Verfassung römische griechische`,
  brevity: 0.8,
  volume: "Bd. #",
  names: {
    given: `Hans Peter Karl Wolfgang Michael Klaus Thomas Johann Friedrich Heinrich Wilhelm Werner Andreas Martin
      Ernst Christian Otto Walter Helmut Georg Stefan Franz Ursula Paul Gerhard Günter Jürgen Dieter Josef Rudolf
      Manfred Horst Hermann Ludwig Herbert Eva Maria Anna Christa Renate Sabine Monika Ingrid Gisela Petra Barbara
      Katharina Johannes Max Alexander Robert Bernd Uwe Frank Ulrich Matthias Rainer Joachim Erich Kurt Alfred
      Christoph Susanne Angelika Brigitte Elisabeth Julia Claudia Heinz Rolf Jörg Volker Theodor August Gottfried`,
    surnames: `Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter
      Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier
      Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller
      Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke
      Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß
      Seidel Heinrich Brandt Haas Schreiber Graf Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas
      Voigt Sauer Arnold Wolff Pfeiffer Steiner Grimm Hesse Lessing Hölderlin Eichendorff Feuchtwanger Rosenzweig
      Grillparzer Nestroy Bachmann Enzensberger Kästner Zuckmayer Tieck Brentano Lichtenberg Hauptmann`,
    particles: "von 25, von der 3, zu 2",
  },
  bodies: [
    "Universität *",
    "Institut für *",
    "Gesellschaft für *",
    "Museum *",
    "Verein * Freunde",
    "Stadt *",
  ],
};
