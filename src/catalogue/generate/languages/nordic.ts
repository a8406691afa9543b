import type { Language } from "./language.ts";

export const SWEDISH: Language = {
  tag: "sv",
  script: "Latn",
  share: 12,
  isbn: "9",
  openers:
    "den 50, om 24, en 26, i 22, det 14, ett 9, på 9, från 9, de 8, till 3, att 8, min 4, mitt 2, när 3, hur 3",
  linkers: `och 110, i 78, från 20, en 26, om 18, av 22, med 16, för 20, ur 6, på 14, ett 9, den 8, de 5, till 14, som 8,
    vid 6, och den 3, det 5, från den 2, i en 2, under 5, mellan 3, att 5, mot 3, utan 1, efter 3`,
  words: `svensk svenska historia liv Sverige bok studier berättelser värld konst roman svenskt barn dikter tid människor
    handbok resa natur utveckling rätt språk samhälle Stockholm kyrka politik skola krig litteratur forskning minnen
    gamla nya kvinnor mannen flickan pojken kärlek döden natten dagen havet skogen landet staden huset vägen drömmen
    hemligheten mördaren sommar vinter musik teater lärobok introduktion teori praktik ekonomi hälsa miljö arbete
    undervisning undersökning beskrivning bidrag anteckningar samlade skrifter brev sagor visor folk kungen drottningen
    Finland Norden Europa Göteborg Lund Uppsala filosofi psykologi religion vetenskap teknik byggnad trädgård hund katt`,
  brevity: 0.75,
  volume: "del #",
  names: {
    given: `Lars Anders Karl Erik Per Bengt Sven Gunnar Jan Nils Carl Bo Olof Göran Åke Johan Hans Ulf Stig Arne Maria
      Anna Margareta Elisabeth Eva Birgitta Kristina Karin Astrid Ingrid Christina Lena Kerstin Märta Selma August
      Gustaf Axel Henrik Magnus Mats Mikael Peter Stefan Thomas Torsten Viktor Inger Barbro Ulla Siv Britt Agneta`,
    surnames: `Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson
      Jansson Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson Lindström Olofsson Lindqvist Lindgren Axelsson Berg
      Bergström Lundberg Lind Lundgren Lundqvist Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg Sjöberg
      Wallin Engström Danielsson Håkansson Eklund Lundin Bergman Björk Fransson Holm Nyström Strindberg Lagerlöf Ekman`,
    particles: "af 6, von 8",
  },
  bodies: ["*s universitet", "Svenska *föreningen", "Institutet för *", "* museum"],
};

export const DANISH: Language = {
  tag: "da",
  script: "Latn",
  share: 8,
  isbn: "8",
  openers:
    "den 46, det 22, en 34, i 20, de 12, et 14, om 14, på 8, fra 10, til 4, at 4, min 6, når 3, hvad 2, da 3",
  linkers: `og 120, i 74, fra 18, en 26, om 16, af 30, med 16, for 22, på 14, et 12, den 8, de 6, til 20, som 8, ved 6, det 5,
    under 4, mellem 3, at 5, mod 3, uden 1, efter 3`,
  words: `dansk danske historie liv Danmark Danmarks bog bogen studier fortællinger verden kunst roman børn digte tid
    mennesker håndbog rejse natur udvikling ret sprog samfund København kirke politik skole krig litteratur forskning
    erindringer gamle nye kvinder manden pigen drengen kærlighed døden natten dagen havet skoven landet byen huset vejen
    drømmen hemmeligheden sommer vinter musik teater lærebog indledning teori praksis økonomi sundhed miljø arbejde
    undervisning undersøgelse beskrivelse bidrag samlede skrifter breve eventyr viser folk kongen dronningen Norge Island
    Grønland Jylland Sønderjylland filosofi psykologi religion videnskab teknik have hund kat krimi mord sagaer`,
  brevity: 0.75,
  volume: "bind #",
  names: {
    given: `Jens Hans Niels Peter Jørgen Poul Erik Ole Lars Henrik Anders Christian Knud Søren Svend Karl Morten Thomas
      Anne Kirsten Hanne Karen Inger Anna Marie Lise Birgit Bodil Dorthe Else Grethe Inge Jette Johanne Karin Lene Lone
      Mette Pia Susanne Tove Ulla Vibeke Aage Bent Bjarne Carl Finn Flemming Frederik Georg Harald Holger Ib Johannes`,
    surnames: `Jensen Nielsen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen
      Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Jakobsen Mikkelsen Frederiksen
      Laursen Lund Holm Schmidt Eriksen Clausen Kristiansen Simonsen Andreasen Henriksen Bech Dahl Friis Kjær Lauridsen
      Nørgaard Vestergaard Kierkegaard Oehlenschläger Ingemann Grundtvig Blicher Jacobsen Pontoppidan Brandes Bang`,
  },
  bodies: ["*s Universitet", "Dansk *forening", "Institut for *", "* Museum"],
};

export const FINNISH: Language = {
  tag: "fi",
  script: "Latn",
  share: 8,
  isbn: "9",
  openers: "ei 3, se 2, kun 4, minun 2",
  linkers: "ja 105, eli 7, on 6, tai 3, sekä 4, kuin 3, vai 2, ei 3, kun 3",
  words: `Suomen historia elämä kirja Suomi kertomuksia runoja romaani näytelmä maailma tutkimus kansan elämän novelleja
    satuja lauluja muistelmia opas Helsingin sodan kertomus tarina käsikirja lapsille johdatus suomalainen suomalaisia
    kuvauksia kehitys kuolema rakkaus aika matka vuodet maa kaupunki talo meri metsä yö päivä tyttö poika nainen mies
    äiti isä koti koulu kieli kirjallisuus taide musiikki teatteri kirkko oikeus yhteiskunta talous politiikka sota
    rauha vapaus muistoja kirjeitä valitut teokset seikkailut salaisuus murha uni sydän tuli vesi taivas tähti aurinko
    kuningas kuningatar prinsessa ritari koira kissa hevonen lintu kalastus metsästys luonto puutarha keittokirja terveys
    psykologia filosofia uskonto tiede tekniikka matematiikka kemia opetus kasvatus tutkimuksia Karjalan Pohjanmaan`,
  brevity: 0.55,
  volume: "osa #",
  names: {
    given: `Juhani Matti Pekka Kari Antti Heikki Jukka Timo Mikko Juha Seppo Hannu Eero Martti Erkki Markku Paavo Olli Jari
      Tapio Anna Maria Liisa Helena Marja Ritva Leena Eeva Kaarina Aino Kirsti Tuula Pirjo Anneli Hilja Aleksis Juho
      Eino Toivo Veikko Väinö Yrjö Kalle Kaarlo Lauri Tuomas Ville Sari Päivi Minna Elina Riitta Maija Sirkka`,
    surnames: `Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Lehtinen
      Saarinen Salminen Heinonen Niemi Heikkilä Kinnunen Salonen Turunen Salo Laitinen Tuominen Rantanen Karjalainen
      Jokinen Mattila Savolainen Lahtinen Ahonen Ojala Leppänen Väisänen Hiltunen Kallio Miettinen Leinonen Pitkänen
      Aaltonen Manninen Hakala Koivisto Anttila Laaksonen Hirvonen Lehto Räsänen Toivonen Kivi Waltari Linna Aho Canth`,
  },
  bodies: ["*n yliopisto", "Suomen *seura", "*n museo"],
};
