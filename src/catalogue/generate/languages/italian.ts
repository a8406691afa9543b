import type { Language } from "./language.ts";

export const ITALIAN: Language = {
  tag: "it",
  script: "Latn",
  share: 35,
  isbn: "8",
  openers: `la 180, il 130, i 50, le 40, gli 14, un 12, una 8, della 6, dal 5, in 4, nel 4, nella 3, al 3, da 3, lo 4,
    a 3, non 2, che 2, dalla 2, alla 2, come 4, l'arte di 2, per 2`,
  linkers: `di 100, e 42, del 38, della 32, in 28, la 14, dei 17, nel 16, a 12, degli 9, al 7, dal 7, delle 10, il 7, le 4,
    da 5, che 4, alla 5, di un 5, con 5, e la 6, un 4, i 3, e i 3, e il 6, nella 9, per 8, di una 3, sul 3, sulla 3,
    o 2, e le 2, per la 3, tra 4, fra 2, per il 2, nei 2, una 4, sui 1, senza 1`,
  beforeVowel: {
    la: "l'",
    il: "l'",
    lo: "l'",
    una: "un'",
    del: "dell'",
    della: "dell'",
    dei: "degli",
    i: "gli",
    nel: "nell'",
    nella: "nell'",
    al: "all'",
    alla: "all'",
    dal: "dall'",
    dalla: "dall'",
    sul: "sull'",
    sulla: "sull'",
    "e la": "e l'",
    "e il": "e l'",
    "e i": "e gli",
    "di una": "di un'",
    "per la": "per l'",
    "per il": "per l'",
    e: "e",
  },
  words: `storia vita Italia arte secolo romanzo guida diritto italiana italiano teoria poesia mondo guerra Roma letteratura
    studi introduzione libro opere cultura saggi Milano politica amore filosofia critica lettere società lingua storie
    donna tempo racconti musica Firenze Venezia Napoli città poesie scuola manuale scienza memoria morte uomo viaggio
    teatro chiesa Torino ricerca analisi commedia ricordi problemi Dante economia religione architettura terra mare
    casa notte segreto donne bambini psicologia educazione corso dizionario elementi principi metodo sviluppo Europa
    medioevo rinascimento rivoluzione fascismo repubblica libertà giustizia stato impresa mercato lavoro codice
    pittura museo mostra immagini fotografie cucina giardino luce ombra sogno cuore sangue silenzio fuoco acqua sole
    luna stelle cielo montagna fiume isola Sicilia Toscana Lombardia antica antico moderna moderno nuovo nuova grande
    piccolo segreti misteri favole leggende avventure principe regina cavaliere`,
  brevity: 0.85,
  volume: "vol. #",
  names: {
    given: `Giovanni Giuseppe Giorgio Mario Antonio Carlo Paolo Luigi Francesco Maria Franco Pietro Roberto Andrea
      Alberto Sergio Massimo Marco Stefano Angelo Alessandro Anna Enrico Bruno Claudio Vincenzo Luciano Guido Maurizio
      Aldo Gianni Renato Laura Silvia Elena Paola Giulia Francesca Chiara Cristina Umberto Cesare Dario Emilio
      Fabio Federico Gabriele Giacomo Ignazio Leonardo Lorenzo Matteo Michele Nicola Piero Raffaele Riccardo Salvatore`,
    surnames: `Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa Giordano
      Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo
      Gentile Martinelli Vitale Lombardo Serra Coppola Marchetti Parisi Villa Conte Ferraro Ferri Fabbri Bianco Marini
      Grasso Valentini Messina Sala Gatti Pellegrini Palumbo Sanna Farina Rizzi Monti Cattaneo Morelli Amato Silvestri
      Mazza Testa Grassi Pellegrino Carbone Giuliani Benedetti Barone Rossetti Caputo Montanari Guerra Palmieri Bernardi
      Martino Fiore Ferretti Bellini Basile Riva Donati Piras Vitali Battaglia Sartori Neri Costantini Milani Pagano`,
    particles: "De 18, Di 16, D' 5, Della 3, Dal 3, Lo 3, La 3",
  },
  bodies: ["Università di *", "Istituto *", "Comune di *", "Museo *", "Accademia *", "Ministero di *"],
};
