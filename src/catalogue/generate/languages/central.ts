import type { Language } from "./language.ts";

export const CZECH: Language = {
  tag: "cs",
  script: "Latn",
  share: 8,
  isbn: "8",
  openers: "o 12, z 16, v 12, na 12, od 5, do 4, jak 6, ve 3, po 4, za 4, pod 3, ze 4, kdo 1, když 2, u 2",
  linkers: `a 105, v 50, na 26, z 22, do 10, o 12, pro 22, od 6, k 8, ve 12, po 5, za 4, se 5, ze 6, s 10, jako 4, pod 3,
    před 2, bez 2, aneb 5, mezi 2, u 3`,
  words: `dějiny české život historie kniha svět česká Praha Čechách umění vybrané úvod literatura základy právo studie
    příběh příběhy román básně pohádky země město lidé láska válka člověk dům cesta čas smrt noc hora les moře řeka
    slovník jazyk škola kultura společnost politika hospodářství výzkum teorie metody praxe vývoj problémy analýza
    paměti dopisy vzpomínky pověsti divadlo hudba obrazy zámek hrad král královna děti žena dívka pes kočka zahrada
    kuchařka průvodce atlas příroda zdraví psychologie filozofie náboženství věda technika matematika fyzika chemie
    Morava Slovensko Evropa Brno revoluce svoboda národ stát církev tajemství vražda stín světlo srdce duše sen hvězda
    nová nové starý velký velká malý poslední černý bílá první druhý čtení výbor sborník příručka katalog`,
  brevity: 0.7,
  volume: "sv. #",
  names: {
    given: `Jan Josef Jiří Karel František Petr Pavel Jaroslav Václav Zdeněk Miroslav Vladimír Antonín Ladislav Milan
      Stanislav Martin Tomáš Bohumil Ivan Michal Oldřich Otakar Rudolf Alois Ludvík Vítězslav Eduard Marie Jana Eva Anna
      Hana Věra Alena Lenka Božena Ludmila Jarmila Helena Zdeňka Olga Milena Irena Dagmar Marcela Zuzana Kateřina`,
    surnames: `Novák Svoboda Novotný Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Marek Pospíšil Hájek Jelínek
      Král Růžička Beneš Fiala Sedláček Doležal Zeman Kolář Krejčí Navrátil Čermák Urban Vaněk Blažek Kříž Kopecký Kovář
      Bartoš Vlček Musil Šimek Polák Konečný Malý Čech Kadlec Štěpánek Holub Staněk Dostál Soukup Šťastný Mareš Moravec
      Sýkora Tichý Valenta Vávra Matoušek Říha Ševčík Bureš Hruška Mašek Dušek Havel Čapek Hrabal Seifert Neruda Vrchlický`,
  },
  bodies: ["Univerzita *", "Ústav *", "Muzeum *", "Společnost *"],
};

export const HUNGARIAN: Language = {
  tag: "hu",
  script: "Latn",
  share: 7,
  isbn: "9",
  openers: "a 235, az 9, egy 24, hogyan 2, így 1, ki 1, nem 2, mi 2",
  linkers: "a 60, és 75, egy 12, az 3, és a 5, vagy 2, nem 2, is 2, mint 3, meg 1, hogy 1",
  beforeVowel: { a: "az", "és a": "és az" },
  words: `magyar története élet világ könyv Magyarország válogatott irodalom elbeszélések versek regény szerelem történet
    tanulmányok bevezetés háború történelem művek jog ember gyermek város föld ház út idő halál éjszaka nap tenger erdő
    hegy folyó szótár nyelv iskola kultúra társadalom politika gazdaság kutatás elmélet gyakorlat fejlődés művészet zene
    színház levelek emlékek naplók mesék mondák kastély király királynő asszony férfi leány fiú kutya macska kert
    szakácskönyv útikalauz atlasz természet egészség lélektan filozófia vallás tudomány technika matematika fizika kémia
    Erdély Budapest Európa forradalom szabadság nemzet állam egyház titok gyilkosság árnyék fény szív lélek álom csillag
    új régi nagy kis utolsó fekete fehér első második arany ezüst kék piros vörös összes válogatás krónika kézikönyv`,
  brevity: 0.65,
  volume: "#. kötet",
  names: {
    given: `László István József János Zoltán Sándor Gábor Ferenc Attila Péter Tamás Zsolt Tibor András Csaba Imre Lajos
      György Balázs Gyula Mihály Károly Róbert Béla Dezső Dániel Miklós Mária Erzsébet Katalin Ilona Éva Anna Zsuzsanna
      Margit Judit Ágnes Julianna Andrea Ildikó Erika Krisztina Irén Magda Mór Kálmán Géza Endre Ottó Pál Magdolna`,
    surnames: `Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh Farkas Balogh Papp Takács Juhász Lakatos Mészáros
      Simon Rácz Fekete Szilágyi Török Fehér Balázs Gál Kis Szűcs Kocsis Orsós Pintér Fodor Szalai Sipos Magyar Lukács
      Gulyás Biró Király Balog László Bogdán Jakab Katona Sándor Váradi Boros Fazekas Kelemen Antal Somogyi Fülöp Orosz
      Vincze Veres Hegedüs Deák Budai Pap Bálint Pál Illés Szőke Jókai Mikszáth Móricz Petőfi Arany Vörösmarty Kosztolányi`,
  },
  bodies: ["* Egyetem", "Magyar * Társaság", "* Múzeum", "* Intézet"],
};

export const TURKISH: Language = {
  tag: "tr",
  script: "Latn",
  share: 6,
  isbn: "9",
  openers: "bir 24, bu 5, ben 3, her 3, en 3, iki 3",
  linkers:
    "ve 120, bir 16, ile 14, için 8, üzerine 8, ya da 2, olarak 6, da 2, göre 3, kadar 3, gibi 2, de 2",
  words: `Türk tarihi Türkiye hayatı edebiyatı dünya kitabı İslam hukuku Osmanlı romanı siyaset şiirler sanat hikayeler
    bilim eğitim toplum kültür Atatürk İstanbul dil felsefe aşk savaş insan zaman ekonomi din giriş devlet tarih kadın
    çocuk şehir gece gün deniz dağ yol ev ölüm rüya yürek ışık gölge sır ateş su gökyüzü yıldız güneş bahçe kuş at köpek
    kedi sözlük rehberi araştırma inceleme kuram yöntem uygulama gelişme sorunlar düşünce mektuplar anılar masallar
    halk millet cumhuriyet devrim özgürlük barış Anadolu Ankara İzmir Avrupa saray padişah kral prenses asker bütün
    eserleri seçme yeni eski büyük küçük son ilk kara beyaz kızıl altın gümüş mavi sağlık psikoloji matematik kimya`,
  brevity: 0.65,
  volume: "cilt #",
  names: {
    given: `Mehmet Ahmet Mustafa Ali Hüseyin Hasan İbrahim İsmail Osman Yusuf Murat Ömer Ramazan Halil Süleyman Abdullah
      Mahmut Recep Salih Fatih Kadir Emre Hakan Adem Kemal Yaşar Orhan Cemal Nazım Tarık Ayşe Fatma Emine Hatice Zeynep
      Elif Meryem Şerife Zehra Sultan Hanife Merve Havva Zeliha Esra Fadime Özlem Hacer Yasemin Leyla Nermin Sevgi`,
    surnames: `Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç
      Kurt Özkan Şimşek Polat Özcan Korkmaz Çakır Erdoğan Yavuz Can Acar Şen Aktaş Güler Yalçın Güneş Bozkurt Bulut
      Keskin Ünal Turan Gül Özer Işık Kaplan Avcı Sarı Tekin Taş Köse Yüksel Ateş Aksoy Pamuk Tanpınar Karay Güntekin`,
  },
  bodies: ["* Üniversitesi", "Türk * Kurumu", "* Müzesi", "* Enstitüsü"],
};

export const CATALAN: Language = {
  tag: "ca",
  script: "Latn",
  share: 6,
  isbn: "8",
  openers: `el 130, la 130, els 50, les 34, un 14, una 9, en 5, al 3, a 3, com 6, de 3, del 2, què 3, per 3, no 2, dins 1`,
  linkers: `de 96, del 42, i 46, de la 44, la 15, el 15, a 15, en 12, per 10, una 8, que 6, dels 16, un 7, al 8, els 5, de les 14,
    a la 9, amb 8, les 4, i la 5, i el 5, d'un 6, sobre 3, per a 12, o 3, sobre la 3, sobre el 3, d'una 5, i els 3, des de 2,
    entre 2, sense 2`,
  beforeVowel: {
    el: "l'",
    la: "l'",
    de: "d'",
    del: "de l'",
    "de la": "de l'",
    al: "a l'",
    "a la": "a l'",
    "i la": "i l'",
    "i el": "i l'",
    "sobre la": "sobre l'",
    "sobre el": "sobre l'",
  },
  silentH: true,
  words: `història Catalunya món llibre vida català contes literatura Barcelona guia catalana llengua art poesia obra
    introducció guerra casa temps estudis cultura teatre societat viatge amor dona home mort nit terra mar ciutat poble
    cuina novel·la poemes memòria memòries segle assaig ciència política economia educació escola infants diccionari
    gramàtica natura muntanya camins bosc riu jardí ocells gos gat cavall rei princesa drac castell secret misteri somni
    llum ombra cor foc aigua sol lluna estrelles cel música pintura arquitectura filosofia religió església psicologia
    salut medicina matemàtiques física química llegendes rondalles aventures cartes diari Mallorca València Girona
    Mediterrani Europa moderna contemporània nou nova gran petit petita vell antiga`,
  brevity: 0.95,
  volume: "vol. #",
  names: {
    given: `Josep Joan Jordi Antoni Francesc Jaume Miquel Pere Xavier Ramon Maria Montserrat Núria Carles Albert Lluís Manuel
      Marc Enric Salvador Joaquim Rafel Agustí Vicenç Gabriel Bartomeu Mercè Anna Marta Carme Rosa Teresa Imma Isabel
      Eulàlia Sílvia Laura Empar Blai Biel Damià Guillem Narcís Oriol Pau Quim Roger Sebastià Tomàs Víctor Àngel`,
    surnames: `Garcia Martí Ferrer Soler Puig Vila Roca Serra Font Bosch Vidal Costa Pons Riera Sala Casas Torres Rovira Mas
      Planas Coll Ribas Prat Camps Pujol Roig Sánchez López Fuster Estellés Rodoreda Espriu Pla Calders Verdaguer Maragall
      Guimerà Oller Monzó Moncada Carner Foix Riba Porcel Capmany Folch Benet Bonet Duran Esteve Ferran Grau Llorens`,
    particles: "de 6, i 8",
    twoSurnames: 0.3,
  },
  bodies: ["Universitat de *", "Institut *", "Ajuntament de *", "Museu *", "Associació *"],
};
