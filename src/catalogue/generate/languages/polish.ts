import type { Language } from "./language.ts";

export const POLISH: Language = {
  tag: "pl",
  script: "Latn",
  share: 17,
  isbn: "8",
  openers: `o 14, z 20, w 18, na 14, od 6, do 3, jak 5, nie 4, po 3, za 3, pod 4, moje 2, dla 1, przez 2`,
  linkers: `i 90, w 80, na 26, z 24, do 16, o 10, dla 10, od 7, a 6, nad 4, po 5, oraz 6, za 4, przez 3, w latach 8, ze 4,
    jako 5, pod 3, przed 2, bez 2, nie 3, czyli 3, się 3`,
  words: `historia Polska dzieje życie Polski Polsce prawo polskiej literatura wybór świat studia pisma wojna sztuka dzieła
    poezje wstęp szkice ludzie opowiadania polskie polska polityka społeczne problemy kultura miłość miasto listy życia
    świata wojny ziemia czas dom człowiek wspomnienia teatr podstawy wprowadzenie teoria badania rozwój słownik język
    Warszawa Kraków wieku państwo kościół społeczeństwo gospodarka edukacja szkoła muzyka powieść bajki dziecko kobieta
    król królowa zamek noc dzień śmierć morze rzeka góry las droga podróż tajemnica serce dusza wolność walka powstanie
    naród pamięć atlas przewodnik kuchnia zdrowie psychologia filozofia matematyka chemia nauka technika zarządzanie
    analiza metody materiały zbiór wiersze dramaty księga nowa nowe stary wielki wielka mały ostatni czarny biały`,
  brevity: 0.7,
  volume: "t. #",
  names: {
    given: `Jan Stanisław Andrzej Józef Jerzy Zbigniew Krzysztof Henryk Ryszard Tadeusz Kazimierz Marian Piotr Janusz
      Władysław Adam Wiesław Zdzisław Edward Mieczysław Roman Mirosław Grzegorz Czesław Dariusz Wojciech Jacek Tomasz
      Maria Anna Krystyna Barbara Teresa Elżbieta Zofia Ewa Danuta Halina Irena Jolanta Małgorzata Agnieszka Bolesław`,
    surnames: `Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski
      Kozłowski Jankowski Mazur Wojciechowski Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski
      Michalski Król Wieczorek Jabłoński Wróbel Nowakowski Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek
      Nowicki Pawlak Górski Witkowski Walczak Sikora Baran Rutkowski Michalak Szewczyk Ostrowski Tomaszewski Pietrzak
      Zalewski Wróblewski Sienkiewicz Mickiewicz Słowacki Kraszewski Orzeszkowa Konopnicka Szymborska Miłosz Herbert`,
  },
  bodies: ["Uniwersytet *", "Instytut *", "Muzeum *", "Towarzystwo *", "Polska Akademia *"],
};
