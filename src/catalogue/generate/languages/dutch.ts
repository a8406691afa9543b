import type { Language } from "./language.ts";

export const DUTCH: Language = {
  tag: "nl",
  script: "Latn",
  share: 18,
  isbn: "9",
  openers: `de 170, het 82, een 38, van 15, in het 6, in 7, uit 5, door 4, op 5, op de 3, in de 4, uit de 3, van de 3,
    bij de 2, aan de 2, over 3, op het 2, naar het 1, hoe 3, mijn 3, ik 2, met 3`,
  linkers: `van 80, en 75, de 46, in 38, het 14, een 24, van de 18, en de 9, der 8, voor 14, naar 6, in de 12, van het 10,
    uit 6, uit de 5, in het 9, door 5, of 4, uit het 2, te 4, met 8, op 8, van een 7, op de 5, en zijn 2, over 8, bij 3,
    bij de 2, voor de 3, en het 3, op het 3, aan 3, met de 2, als 4, tot 5, om te 2, zonder 1, tussen 2`,
  words: `geschiedenis leven Nederland Nederlandse boek wereld verhalen onderzoek kinderen tijd oorlog studie kunst man
    inleiding roman eeuw gedichten mens recht ontwikkeling stad school vrouw liefde Amsterdam onderwijs werk dood taal
    bijdrage handboek werken jaren vrouwen kleine grote nieuwe huis land water kerk God maatschappij politiek theorie
    praktijk natuur gids reis atlas beleid zorg gezondheid omgeving muziek beeld licht schaduw nacht dag zee eiland dorp
    Vlaanderen Vlaamse Holland Rotterdam Indië koning prinses meisje jongen hond kat paard vogels tuin keuken recepten
    geheim moord droom hart brieven herinneringen verleden toekomst economie bedrijf management arbeid samenleving
    psychologie filosofie godsdienst wetenschap techniek landschap architectuur schilderijen tentoonstelling verzameld`,
  brevity: 0.9,
  volume: "deel #",
  names: {
    given: `Jan Johannes Peter Hans Willem Pieter Cornelis Hendrik Kees Piet Henk Anna Maria Johan Gerard Frans Paul
      Marianne Anne Elisabeth Theo Erik Frank Robert Bert Wim Karel Jacob Dirk Arie Bart Jeroen Joost Maarten Martin
      Annie Margriet Ineke Els Joke Marijke Nel Tine Adriaan Gerrit Hugo Jaap Joris Koen Lodewijk Simon Thijs Herman`,
    surnames: `Jansen Bakker Visser Smit Meijer Boer Mulder Groot Bos Vos Peters Hendriks Dekker Leeuwen Brouwer Wit
      Dijkstra Smits Graaf Meer Linden Jacobs Haan Vermeulen Schouten Willems Hoekstra Koster Verhoeven Kok Prins Blom
      Huisman Postma Kuipers Veenstra Kramer Brink Timmermans Groen Gerritsen Jonker Koning Dijk Berg Scholten Claes
      Maes Goossens Mertens Wouters Peeters Janssens Desmet Vermeersch Couperus Multatuli Vondel Huizinga Mulisch`,
    particles: "van 50, de 70, van der 50, van den 30, van de 20, ter 5, ten 3",
  },
  bodies: ["Universiteit van *", "Instituut voor *", "Vereniging *", "Museum *", "Gemeente *", "Stichting *"],
};
