import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { indexWords, piecesOf } from "../../src/catalogue/folding.ts";
import { correctionsOf } from "../../src/catalogue/spelling/corrections.ts";
import { ListVocabulary } from "./spelling-vocabulary.ts";

const NAME = "goodbooks-10k.books.csv";
const source = process.env.PENNY_TEST_DATA && join(process.env.PENNY_TEST_DATA, NAME);
const reason = source ? "" : `, skipped: PENNY_TEST_DATA names no folder with ${NAME}`;

// Authors and words of titles, and what people type for them.
const MISSPELLINGS = `
  agatha: agetha
  alchemist: alchemst alchimist alkemist
  allende: alende allendy
  asimov: asimof assimov azimov
  atwood: atwod attwood
  austen: austeen
  borges: borgess
  bradbury: bradburry bradberry
  bronte: bronty brontee
  bulgakov: bulgakow
  calvino: calvno
  camus: camu
  catcher: cather
  catherine: catherin
  chekhov: checkov chekov tchekhov
  christie: cristie christy chrisite
  chronicles: chronicals cronicles
  coelho: coelo cohelo koelho
  confucius: confusious
  crusoe: crusoue
  dickens: dickins dikens dickons
  divergent: divergant devergent
  dostoyevsky: dostoevsky dostoevski dostoievski dostoyevski dostoefsky dostojewski
  dracula: dracla draculla
  eragon: aragon
  expectations: expectaions expectatons
  exupery: exupary exupry exuperry
  fahrenheit: fahrenhiet farenheit farenhite
  faulkner: faulkener falkner
  ferrante: ferante
  fitzgerald: fitzgerold fitzgerlad fitsgerald
  frankenstein: frankinstein frankenstien
  gaiman: gaimen gaimon
  garcia: gracia
  gatsby: gatsbey gatby gatsbi
  goethe: goeth gothe
  gulliver: guliver
  hamlet: hamlett
  harry: hary
  hemingway: hemmingway hemmingwey hemmingay hemingwy
  herbert: herbet
  hesse: hessa
  hitchhikers: hitchikers hitchhickers hichhikers
  hobbit: hobit hobbitt hobbet
  huckleberry: huckelberry huckleberrry
  huxley: huxly huxely
  iliad: illiad illyad
  inkheart: inkhart
  isabel: isabell
  ishiguro: ishigaro ishigoro
  joyce: joice
  kafka: kafca caffka
  karenina: karenena kareninna
  katherine: kathrine
  king: kinf
  kundera: kundara
  larsson: larson larrson
  macbeth: macbeath mackbeth
  machiavelli: machiaveli machivelli makiavelli
  mankell: mankel
  margaret: margret margeret
  marquez: marquex markez
  mccarthy: mccarthey macarthy
  metamorphosis: metamorphasis metamorfosis
  mistborn: mistbourne
  mockingbird: mockingbrid mokingbird mockinbird
  morrison: morison
  murakami: murikami murakamy
  nabokov: nabakov nobokov
  narnia: narina narnja
  nesbo: nesboe
  neverwhere: neverwere
  nietzsche: nietzche neitzsche nietsche nietzshe
  odyssey: odyssy oddyssey odissey
  orwell: orwel orwll
  othello: othelo
  philip: phillip
  potter: poter pottter potterr
  pratchett: pratchet prachett pratchit
  prejudice: prejudise predjudice prejidice
  punishment: punishmant
  quixote: quijote quixotte
  rowling: rowlings rowlin roweling
  salinger: sallinger salenger
  sanderson: sanderon sandersen
  saramago: saramego
  sartre: sarte sartr
  shakespeare: shakespear shakspeare shakesphere shakespere shakespare
  silmarillion: silmarilion simarillion
  slaughterhouse: slaughterhose slauterhouse
  solitude: solitute soltitude
  solzhenitsyn: solzhenitsin
  steinbeck: stienbeck steinbek stinebeck
  stephen: stefen
  tolkien: tolkein tolkeen tolkin
  tolstoy: tolstoi tolstoj tolsoy
  twilight: twighlight twlight
  ulysses: ulyses ulisses ullysses
  virginia: virgina
  voltaire: voltair volatire
  vonnegut: vonegut vonnegat vonneghut
  wuthering: wuthring wurthering withering
  zusak: zusac zuzak
`;

const CASES = MISSPELLINGS.trim()
  .split("\n")
  .flatMap((line) => {
    const [meant = "", ...typed] = line.trim().split(/:? /);
    return typed.map((word) => ({ typed: word, meant }));
  });

describe.skipIf(!source)(`misspelt words of goodbooks-10k${reason}`, () => {
  let vocabulary: ListVocabulary;

  beforeAll(() => {
    const books = new Map<string, number>();
    const rows: Record<string, string>[] = parse(readFileSync(source ?? ""), { columns: true });
    for (const { title, authors } of rows) {
      for (const word of new Set(indexWords(piecesOf(`${title} ${authors}`)))) {
        books.set(word, (books.get(word) ?? 0) + 1);
      }
    }
    vocabulary = new ListVocabulary(books);
  });

  test("are of words that are there", () => {
    expect(CASES.length).toBeGreaterThan(150);
    expect(CASES.filter(({ meant }) => !vocabulary.has(meant))).toEqual([]);
  });

  test("are corrected: nine of ten at once, nearly all among the first five", () => {
    const missed: string[] = [];
    let first = 0;
    for (const { typed, meant } of CASES) {
      const place = correctionsOf(typed, vocabulary, 5).findIndex(({ word }) => word === meant);
      if (place === 0) first++;
      if (place < 0) missed.push(`${typed} for ${meant}`);
    }
    expect(first / CASES.length).toBeGreaterThan(0.93);
    expect(missed.length / CASES.length, missed.join(", ")).toBeLessThan(0.01);
  });

  test.each([
    ["austin", "austen"],
    ["rolling", "rowling"],
    ["steven", "stephen"],
    ["wolf", "woolf"],
    ["withering", "wuthering"],
  ])("%j, which is a word elsewhere, may stand for %j", (typed, meant) => {
    expect(correctionsOf(typed, vocabulary, 5).map(({ word }) => word)).toContain(meant);
  });
});
