import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { bookOf, readAll, record } from "./marc-records.ts";

const TITLE = "245 10$aEmma.";
const with008 = (dates: string, language = "eng") => `008 020507${dates}enk           000 1 ${language} d`;

test("a record becomes a book with all that it tells", async () => {
  const book = await bookOf([
    "001 123",
    with008("s1990    "),
    "020   $a0192815148 (pbk.) :$c£4.95",
    "020   $a9780192815149",
    "020   $z0192815091",
    "100 1 $aMelville, Herman,$d1819-1891.",
    "245 10$aMoby Dick ;$bor, The whale /$cHerman Melville ; edited with an introduction by Tony Tanner.",
    "260   $aOxford :$bOxford University Press,$c1990.",
    "650  0$aWhaling$vFiction.",
    "651  0$aAtlantic Ocean$xHistory$y19th century$vFiction.",
    "700 1 $aTanner, Tony.",
    "830  0$aWorld's classics ;$vno. 12.",
    "852   $bMAIN",
    "852   $bANNEX",
  ]);
  expect(book).toEqual({
    title: "Moby Dick",
    subtitle: "or, The whale",
    series: "World's classics, 12",
    contributors: [
      { name: "Melville, Herman", role: "author" },
      { name: "Tanner, Tony", role: "editor" },
    ],
    isbns: ["9780192815149"],
    year: 1990,
    language: "en",
    subjects: ["Whaling -- Fiction", "Atlantic Ocean -- History -- 19th century -- Fiction"],
    price: 495,
    quantity: 0,
    standing: 2,
    work: null,
  });
});

test("the main title in its own script and its variants are other titles of the book", async () => {
  const book = await bookOf([
    "245 10$6880-01$aNihon no chasho.",
    "880 10$6245-01/$1$a日本の茶書.",
    "246 3 $aTea books of Japan",
    "246 3 $aNihon no chasho",
  ]);
  expect(book.editions?.map(({ title }) => title)).toEqual(["日本の茶書", "Tea books of Japan"]);
});

describe("the title", () => {
  test.each([
    ["$aEmma /$cJane Austen.", "Emma", null],
    [
      "$aPeter Pan :$bthe boy who would not grow up /$cby J.M. Barrie.",
      "Peter Pan",
      "the boy who would not grow up",
    ],
    ["$aFaust.$nPart 1,$pThe tragedy :$ba play /", "Faust. Part 1, The tragedy", "a play"],
    ["$aHistory :$ba study.$pOrigins.", "History. Origins", "a study"],
    ["$aThe bijou :$h[microform] ;$bor, Annual.", "The bijou", "or, Annual"],
    ["$aWar and peace =$bVoĭna i mir /", "War and peace", "Voĭna i mir"],
    ["$aPeter Pan : the boy who would not grow up", "Peter Pan", "the boy who would not grow up"],
    ["$aEtc. etc. etc.", "Etc. etc. etc.", null],
    ["$aThe A.B.C. of the U.S.A.", "The A.B.C. of the U.S.A.", null],
    ["$aTo be continued ...", "To be continued ...", null],
    ["$aWhat?", "What?", null],
    ["$kLetters,$f1801-1832.", "Letters", null],
    ["$pPattern and design.", "Pattern and design", null],
    ["$bNothing but a subtitle", "Nothing but a subtitle", null],
    ["$a\u0098The \u009cwhale", "The whale", null],
    ["$aOn the quiet [from old catalog]", "On the quiet", null],
    ["$a[Poems] :$b[a selection].", "Poems", "a selection"],
    ["$a[Ann] and [Bee]", "[Ann] and [Bee]", null],
    ["$aJugalbandi [sound recording] /$cVilayat Khan", "Jugalbandi", null],
    ["$a\u200f\u05d6\u05d4 \u05d2\u05d3\u05d5\u05dc\u060c", "\u05d6\u05d4 \u05d2\u05d3\u05d5\u05dc", null],
    ["$a日本の茶書　／$c林屋", "日本の茶書", null],
    ["$a  Two \n spaces ", "Two spaces", null],
  ])("in %j", async (field, title, subtitle) => {
    expect(await bookOf([`245 00${field}`])).toMatchObject({ title, subtitle });
  });

  test.each([
    ["no field 245", ["100 1 $aCongreve, William", "240 10$aPlays"]],
    ["an empty one", ["245 00$a"]],
    ["one of nothing but punctuation", ["245 00$a. /$cNobody"]],
  ])("is wanting with %s", async (_, fields) => {
    const { rejected } = await readAll(record(fields));
    expect(rejected).toMatchObject([
      { place: "record 1 at byte 0", reason: "without a title", detail: null },
    ]);
  });

  test("of a rejected record its fields are shown", async () => {
    const { rejected } = await readAll(record(["001 12", "100 1 $aCongreve, William,$d1670-1729."]));
    expect(rejected[0]?.fields.slice(1)).toEqual(["001 12", "100 1 $aCongreve, William,$d1670-1729."]);
  });
});

describe("who made it", () => {
  const contributors = async (...fields: string[]) => (await bookOf([TITLE, ...fields])).contributors;

  test.each([
    ["100 1 $aAusten, Jane,$d1775-1817.", "Austen, Jane", "author"],
    ["100 0 $aJohn Paul$bII,$cPope,$d1920-2005.", "John Paul II, Pope", "author"],
    ["100 0 $aChrétien,$cde Troyes,$dactive 12th century.", "Chrétien, de Troyes", "author"],
    ["100 1 $aKing, Martin Luther,$cJr.,$d1929-1968.", "King, Martin Luther, Jr.", "author"],
    ["100 1 $a[Villars, Pierre,$cmarquis de,$d1623-1698]", "Villars, Pierre, marquis de", "author"],
    ["100 0 $aHomer.", "Homer", "author"],
    ["100 1 $aTolkien, J. R. R.", "Tolkien, J. R. R.", "author"],
    ["100 1 $aBridgham, Gladys Ruth. [from old catalog]", "Bridgham, Gladys Ruth", "author"],
    ["110 1 $aUnited States.$bCongress.$bHouse.", "United States. Congress. House", "author"],
    ["110 2 $aRandom House, Inc.", "Random House, Inc.", "author"],
    [
      "110 2 $aBrookings Institution, Washington, D.C.$bPanel.",
      "Brookings Institution, Washington, D.C. Panel",
      "author",
    ],
    ["111 2 $aPerl Conference$n(4th :$d2000 :$cMonterey)$jsponsor.", "Perl Conference", "contributor"],
    ["700 1 $aTanner, Tony,$eeditor.", "Tanner, Tony", "editor"],
    ["700 1 $aTanner, Tony,$eauthor of introduction, etc.", "Tanner, Tony", "introduction"],
    ["700 1 $aPevear, Richard,$etr.", "Pevear, Richard", "translator"],
    ["700 1 $aGrandPré, Mary,$eill.", "GrandPré, Mary", "illustrator"],
    ["700 1 $aBunce, Tim,$ejoint author.", "Bunce, Tim", "author"],
    ["700 1 $aMüller, Ute$eHerausgeberIn$4edt", "Müller, Ute", "editor"],
    ["700 1 $aPevear, Richard$4trl", "Pevear, Richard", "translator"],
    ["700 1 $aPevear, Richard$4http://id.loc.gov/vocabulary/relators/trl", "Pevear, Richard", "translator"],
    ["700 1 $aVerdi, Giuseppe$4cmp", "Verdi, Giuseppe", "composer"],
    ["700 1 $aKubrick, Stanley$4fmd", "Kubrick, Stanley", "contributor"],
    ["700 1 $aSomebody, Else.", "Somebody, Else", "contributor"],
    ["720   $aSomebody Else$eillustrator", "Somebody Else", "illustrator"],
  ])("in %j", async (field, name, role) => {
    expect(await contributors(field)).toEqual([{ name, role }]);
  });

  test.each([
    ["700 1 $aJefferson, Thomas,$eformer owner."],
    ["700 1 $aJefferson, Thomas$4fmo"],
    ["710 2 $aRandom House$4pbl"],
    ["700 12$aCongreve, William.$tOld batchelour."],
    ["100 0 $bROBA$c1"],
    ["100 1 $a"],
    ["100 1 $a--"],
  ])("nobody in %j", async (field) => {
    expect(await contributors(field)).toEqual([]);
  });

  test.each([
    ["Terry Pratchett & Neil Gaiman.", "Gaiman, Neil", "author"],
    ["by Alligator Descartes and Tim Bunce", "Bunce, Tim", "author"],
    ["edited by Alex Martelli and David Ascher.", "Ascher, David", "editor"],
    ["A. Bee, C. Dee, editors.", "Dee, C.", "editor"],
    ["by Jules Verne ; illustrated by Léon Benett.", "Benett, Léon", "illustrator"],
    [
      "Fjodor Dostojewski ; aus dem Russischen übersetzt von Swetlana Geier.",
      "Geier, Swetlana",
      "translator",
    ],
    ["Voltaire ; traduit par Ann Bee", "Bee, Ann", "translator"],
    ["by A. Bee, illustrated by C. Dee with an introduction by E. Eff", "Dee, C.", "illustrator"],
    ["by A. Bee, illustrated by C. Dee with an introduction by E. Eff", "Eff, E.", "introduction"],
    ["translated with an introduction and notes by T. Buckley", "Buckley, T.", "translator"],
    ["[ed. by] Hermann Bee", "Bee, Hermann", "editor"],
    ["by Ann Bee", "Cal, Dee", "contributor"],
  ])("the title page tells: %j", async (statement, name, role) => {
    const book = await bookOf([`245 10$aA title /$c${statement}`, `700 1 $a${name}`]);
    expect(book.contributors).toEqual([{ name, role }]);
  });

  test("the main entry is first, and nobody comes twice", async () => {
    expect(
      await contributors("700 1 $aBee, Ann.", "100 1 $aDee, Cal,$d1901-", "700 1 $aDee, Cal.$eeditor"),
    ).toEqual([
      { name: "Dee, Cal", role: "author" },
      { name: "Bee, Ann", role: "contributor" },
    ]);
  });

  test("forenames written out are an alias", async () => {
    expect(await contributors("100 1 $aTolkien, J. R. R.$q(John Ronald Reuel),$d1892-1973.")).toEqual([
      { name: "Tolkien, J. R. R.", role: "author", aliases: ["Tolkien, John Ronald Reuel"] },
    ]);
  });

  test("names in another script are aliases of those that they are linked with", async () => {
    expect(
      await contributors(
        "100 1 $6880-01$aHayashiya, Tatsusaburō,$d1914-",
        "700 1 $6880-02$aYokoi, Kiyoshi.$eeditor",
        "700 1 $aNarabayashi, Tadao.",
        "880 1 $6100-01/(B$a林屋 辰三郎,$d1914-",
        "880 1 $6700-02/(B$a横井 清.",
        "880 1 $6700-00$a無関係",
      ),
    ).toEqual([
      { name: "Hayashiya, Tatsusaburō", role: "author", aliases: ["林屋 辰三郎"] },
      { name: "Yokoi, Kiyoshi", role: "editor", aliases: ["横井 清"] },
      { name: "Narabayashi, Tadao", role: "contributor" },
    ]);
  });
});

describe("the year", () => {
  test.each([
    ["s1990    ", "1985", 1990],
    ["t20021999", "", 2002],
    ["r19901851", "", 1851],
    ["r18511990", "", 1851],
    ["r1990uuuu", "", 1990],
    ["p19981960", "", 1960],
    ["m19801985", "", 1980],
    ["c19509999", "", 1950],
    ["s19uu    ", "[1923?]", 1923],
    ["n        ", "c1998.", 1998],
    ["s    9999", "1887]", 1887],
    ["|||||||||", "", null],
    ["s9999    ", "2003", 2003],
  ])("of %j and the imprint %j is %j", async (dates, imprint, year) => {
    expect((await bookOf([with008(dates), TITLE, `260   $aLondon,$c${imprint}`])).year).toBe(year);
  });

  test("of an imprint the year of publication comes before that of the copyright, and that before any other", async () => {
    const copyright = "264  4$c©2001";
    const published = "264  1$aLondon$c2002.";
    const printed = "264  3$c2003";
    expect((await bookOf([TITLE, printed, copyright, published])).year).toBe(2002);
    expect((await bookOf([TITLE, printed, copyright])).year).toBe(2001);
    expect((await bookOf([TITLE, printed])).year).toBe(2003);
  });
});

test.each([
  ["eng", "", "en"],
  ["fre", "", "fr"],
  ["ger", "eng", "de"],
  ["scr", "", "hr"],
  ["tag", "", "fil"],
  ["   ", "engfre", "en"],
  ["|||", "ita", "it"],
  ["mul", "ger", "de"],
  ["zxx", "", null],
  ["und", "", null],
  ["xx", "", null],
])("the language %j, and %j in field 041, is %j", async (coded, other, language) => {
  expect((await bookOf([with008("s1990    ", coded.padEnd(3)), `041 0 $a${other}`, TITLE])).language).toBe(
    language,
  );
});

test("ISBNs are 13 digits each, once, and no cancelled one is among them", async () => {
  const fields = [
    "020   $a0-19-281514-8$q(pbk.)",
    "020   $a9780192815149",
    "020   $z0471383147",
    "020   $anone",
  ];
  expect((await bookOf([...fields, TITLE])).isbns).toEqual(["9780192815149"]);
});

test.each([
  ["$c£4.95 (pbk.)", 495],
  ["$cDM 12,50 :", 1250],
  ["$cfree", null],
  ["", null],
])("the price in 020 %j is %j cents", async (price, cents) => {
  expect((await bookOf([`020   $a0192815148${price}`, TITLE])).price).toBe(cents);
});

describe("the series", () => {
  test.each([
    [["490 1 $aEconomics ;$v46", "830  0$aEconomic series (Tokyo) ;$vv. 46."], "Economic series (Tokyo), 46"],
    [["490 0 $aThe Folio library"], "The Folio library"],
    [["440  0$aSchott's series ;$vBd. 3"], "Schott's series, 3"],
    [["800 1 $aTolkien, J. R. R.$tLord of the rings ;$vpt. 1."], "Lord of the rings, 1"],
    [["830  0$aIFIP transactions.$nB,$pApplications ;$vB-5."], "IFIP transactions. B, Applications, B-5"],
    [["490 0 $aŚāradā-mālā ; 37"], "Śāradā-mālā, 37"],
    [["490 0 $a ;$v3"], null],
    [[], null],
  ])("of %j is %j", async (fields, series) => {
    expect((await bookOf([TITLE, ...fields])).series).toBe(series);
  });
});

describe("subjects", () => {
  test("are headings with their divisions, each once whatever its vocabulary", async () => {
    const { subjects } = await bookOf([
      TITLE,
      "600 10$aShakespeare, William,$d1564-1616.$tHamlet$vCriticism.",
      "600 00$aElizabeth$bI,$cQueen of England,$d1533-1603.",
      "610 20$aCatholic Church.$bPope$xHistory.",
      "650  0$aFinance, Personal.",
      "650  7$afinance, personal$2fast",
      "653   $aTechnik$aGeschichte.",
      "655  7$aNovels.$2lcgft",
      "650  0$xNothing but a division",
    ]);
    expect(subjects).toEqual([
      "Shakespeare, William. Hamlet -- Criticism",
      "Elizabeth I, Queen of England",
      "Catholic Church. Pope -- History",
      "Finance, Personal",
      "Technik",
      "Geschichte",
      "Novels",
    ]);
  });

  test("are twenty at most", async () => {
    const fields = Array.from({ length: 30 }, (_, i) => `650  0$aTopic ${i}`);
    expect((await bookOf([TITLE, ...fields])).subjects).toHaveLength(20);
  });
});

test.each([
  [["852   $bMAIN", "852   $bANNEX"], 2],
  [["952   $p1", "952   $p2", "952   $p3", "999   $c12$d12"], 3],
  [["949   $aX", "999   $i3-1001", "999   $i3-1002"], 2],
  [["999   $amugar"], 0],
  [[], 0],
])("the standing is the number of copies: %j", async (fields, standing) => {
  expect((await bookOf([TITLE, ...fields])).standing).toBe(standing);
});

describe("records of other kinds", () => {
  test.each([
    ["nz  a", "by its leader it is a record of an authority"],
    ["nx  a", "by its leader it is a record of holdings"],
    ["nw  a", "by its leader it is a record of a classification"],
  ])("%j is not bibliographic", async (kind, detail) => {
    const { books, rejected } = await readAll(
      record(["100 1 $aTwain, Mark.", "400 1 $aClemens, Samuel."], { kind }),
    );
    expect(books).toEqual([]);
    expect(rejected).toMatchObject([{ reason: "not bibliographic", detail }]);
  });

  test.each(["nam a", "njm a", "nas a", "nem a", "nx  a"])("%j with a title is kept", async (kind) => {
    expect((await readAll(record([TITLE], { kind }))).books).toHaveLength(1);
  });
});

describe("UNIMARC", () => {
  const FIELDS = [
    "001 1",
    "010   $a2-07-036024-5$dFRF 42,50",
    "100   $a19961119d1972    m  y0frey50      ba",
    "101 0 $afre",
    "200 1 $a\u0098Les \u009cmisérables$h2$iCosette$eroman$fVictor Hugo",
    "210   $aParis$cGallimard$d1973",
    "225 0 $aFolio$v349",
    "606   $aPauvres$yFrance$xRomans",
    "700  1$aHugo$bVictor$f1802-1885$4070",
    "702  1$aBee$bAnn$4730",
    "702  1$aDee$bCal",
    "702  1$aEff$bEve$4390",
    "710 02$aUniversité$bBibliothèque$4340",
  ];

  test("gives the book of its basic fields", async () => {
    const { books, repaired } = await readAll(record(FIELDS, { kind: "nam  " }));
    expect(repaired).toEqual({});
    expect(books).toEqual([
      {
        title: "Les misérables. 2, Cosette",
        subtitle: "roman",
        series: "Folio, 349",
        contributors: [
          { name: "Hugo, Victor", role: "author" },
          { name: "Bee, Ann", role: "translator" },
          { name: "Dee, Cal", role: "contributor" },
          { name: "Université. Bibliothèque", role: "editor" },
        ],
        isbns: ["9782070360246"],
        year: 1972,
        language: "fr",
        subjects: ["Pauvres -- France -- Romans"],
        price: 4250,
        quantity: 0,
        standing: 0,
        work: null,
      },
    ]);
  });

  test("may be in ISO 5426 or in the code page of its language", async () => {
    const french = record(["101 0 $afre", "200 1 $aLes mis\xc2erables"], {
      kind: "nam  ",
      encoding: "latin1",
    });
    const russian = record(["101 0 $arus", "200 1 $a\xc2\xee\xe9\xed\xe0 \xe8 \xec\xe8\xf0"], {
      kind: "nam  ",
      encoding: "latin1",
    });
    const { books, repaired } = await readAll(Buffer.concat([french, russian]));
    expect(books.map(({ title }) => title)).toEqual(["Les misérables", "Война и мир"]);
    expect(repaired).toEqual({ "wrong encoding": 1 });
  });
});
