/** What a column may hold, as the person at the command line names it. */
export const FIELDS = [
  "title",
  "subtitle",
  "series",
  "author",
  "isbn",
  "year",
  "language",
  "price",
  "quantity",
  "subjects",
  "standing",
  "work",
  "aliases",
  "key",
] as const;

/** One of them. */
export type Field = (typeof FIELDS)[number];

/**
 * The names that a field's column goes by, the better first, in lower case without spaces, marks and accents: those of
 * English, then those of other languages.
 */
export const COLUMN_NAMES: Readonly<Record<Field, readonly string[]>> = {
  title: [
    ...["title", "booktitle", "maintitle", "name", "bookname", "book", "originaltitle"],
    ...["titel", "buchtitel", "titre", "titulo", "titolo", "titol"],
  ],
  subtitle: [
    ...["subtitle", "booksubtitle"],
    ...["untertitel", "ondertitel", "soustitre", "subtitulo", "sottotitolo", "subtitol"],
  ],
  series: ["series", "seriestitle", "seriesname", "bookseries", "serie", "reihe", "coleccion", "colleccio"],
  author: [
    ...["authors", "author", "authornames", "authorname", "bookauthors", "bookauthor", "firstauthor"],
    ...["creators", "creator", "writers", "writer", "contributors", "contributor", "by"],
    ...["autoren", "autor", "autorin", "verfasser", "auteurs", "auteur"],
    ...["autores", "autora", "autori", "autore"],
  ],
  isbn: ["isbn13", "isbn", "isbn10", "isbns", "ean", "ean13"],
  // When the work first appeared is what a catalogue tells.
  year: [
    ...["originalpublicationyear", "originalyear", "firstpublished", "yearfirstpublished"],
    ...["publicationyear", "yearofpublication", "yearpublished", "publishedyear", "pubyear", "year"],
    ...["publicationdate", "dateofpublication", "publisheddate", "datepublished", "publishdate", "pubdate"],
    ...["published", "date", "erscheinungsjahr", "jahr", "jaar", "annee", "ano", "anno", "any"],
  ],
  language: [
    ...["language", "languagecode", "lang", "languages"],
    ...["sprache", "taal", "langue", "idioma", "lingua", "llengua"],
  ],
  price: [
    ...["price", "listprice", "retailprice", "saleprice", "unitprice", "cost"],
    ...["preis", "prijs", "prix", "precio", "preco", "prezzo", "preu"],
  ],
  quantity: [
    ...["quantity", "qty", "stock", "quantityinstock", "stockquantity", "instock", "copies"],
    ...["bestand", "anzahl", "menge", "quantite", "cantidad", "existencias", "quantita"],
  ],
  // Not "tags" and "bookshelves": people write anything there, and libraries their shelf marks.
  subjects: [
    ...["subjects", "subject", "subjectheadings", "subjectheading", "genres", "genre"],
    ...["categories", "category", "topics", "topic", "keywords"],
    ...["schlagworte", "schlagworter", "themen", "onderwerpen", "sujets", "materias", "temas"],
  ],
  // How many know the book, not how much they like it: an average rating says nothing of the kind.
  standing: [
    ...["ratingscount", "ratingcount", "numratings", "numberofratings", "workratingscount", "ratings"],
    ...["downloads", "downloadcount", "downloadscount", "numdownloads", "holdings", "holdingscount"],
    ...["librariesholding", "copiesinlibraries", "libraries", "checkouts", "loans", "popularity"],
    ...["popularityscore", "readers", "reviewscount", "reviewcount", "numreviews"],
  ],
  work: ["workid", "workkey", "workolid", "olworkid", "openlibraryworkid", "work"],
  aliases: ["authoraliases", "authoralias", "aliases", "alternatenames", "alternativenames"],
  key: ["gutenbergid"],
};
