import type { Language } from "./language.ts";

export const ENGLISH: Language = {
  tag: "en",
  script: "Latn",
  share: 500,
  isbn: "01",
  openers: `the 270, a 90, in the 6, my 5, how to 6, our 3, in 3, on the 3, on 3, from 3, what 3, two 2, three 2,
    all the 2, under the 2, when 2, this 2, no 2, why 2, with 1, i 2, one 2, into the 2, the three 1, where the 1`,
  linkers: `of 95, and 62, of the 46, a 16, the 18, in 22, in the 12, to 12, for 11, and the 8, or 5, or the 5,
    to the 7, with 7, of a 5, from 6, on the 5, from the 4, on 6, by 5, at 4, for the 4, as 3, with the 2, with a 2,
    and his 2, by the 2, its 1, at the 1, and their 1, and its 1, in a 2, on a 1, through the 1, my 2, is 2, that 1,
    your 2, who 1, without 1, between 1, into 1, under the 1, against the 1, about 1, you 2, not 1`,
  beforeVowel: { a: "an", "of a": "of an", "with a": "with an", "in a": "in an", "on a": "on an" },
  words: `history life new world story book American great guide study stories introduction time art love war man
    English little theory social national John international science old years first people house development
    adventures letters journal poems works political literature young modern tales economic practice analysis report
    complete women health education law public London United States church England God philosophy essays handbook
    America other children research policy day work systems management power south French lost light state music
    city secret last night death king home part early black things river family dictionary white school notes studies
    girl collection sea German selected road century culture society heart country account language human good water
    future land general design Indian true red memoirs dark boys way body government dream politics religion
    natural William nature empire George mind two western north mystery garden dead men woman Henry
    thought revolution west father James ancient business making case reader understanding magic critical
    mathematics court game travel industrial green bible British Mary annual island royal space fire golden blue
    photographs east Charles journey Christmas lives Thomas end beginning long Paris computer summer winter spring
    Christian sketches blood reform Africa China India Canada California Irish Scottish military stone wild
    structure moon chemistry physics engineering medicine identity earth trade industry cooking romance ghost stars
    architecture painting psychology plays ideas planning market workers conference proceedings Shakespeare
    Australia York Washington Robert morning memory evolution change global historical horse dog bird
    fall rise rights lady soldier captain peace freedom crime murder biography survey edition
    silver castle mountain bridge ship sun flower forest hill valley Roman Greek Europe applied advanced
    learning teaching student methods principles elements foundations problems perspectives aspects approach
    environment energy information communication technology community gender race class labor poetry
    Elizabeth David Jack Alice Emma Peter Anne Virginia Lincoln Dickens Napoleon Jesus Japan Russia
    kingdom queen prince sword dragon shadow angel wind storm rain snow star sky dance song voice silence letter`,
  capitals: true,
  possessive: "'s",
  volume: "vol. #",
  names: {
    given: `John David Robert William James Michael Mary Richard George Charles Thomas Peter Paul Elizabeth Henry
      Mark Sarah Stephen Daniel Chris Anne Edward Susan Joseph Barbara Margaret Martin Jane Frank Kate Linda Andrew
      Patricia Karen Laura Jennifer Steven Helen Alan Arthur Ann Samuel Philip Lisa Brian Ruth Alice Kevin Donald
      Nancy Matthew Walter Julia Frederick Simon Anthony Jack Emily Carol Dorothy Benjamin Rachel Emma Edith Ellen
      Christopher Roger Francis Eric Rebecca Martha Albert Ian Howard Lucy Nicholas Tim Harriet Amy Louise Ralph
      Jonathan Virginia Ernest Harold Diana Claire Alexander Hugh Judith Theodore Florence Keith Eleanor Geoffrey`,
    surnames: `Smith Brown Jones Williams Wilson Johnson Taylor Miller Moore White Hall Adams Davis Thompson Harris
      Clark Martin Anderson Lewis Scott Robinson Allen Young Walker King Wright Hill Thomas Baker Green Campbell Lee
      Mitchell Roberts Carter Phillips Evans Turner Collins Edwards Stewart Murray Cook Morgan Bell Cooper Ward Gray
      Hamilton Bennett Wood Kelly Murphy Hughes Watson Russell Graham Simpson Fisher Fraser Marshall Stevens Palmer
      Butler Mason Foster Hunt Holmes Ross Barnes Henderson Grant Webb Gordon Chapman Elliott Fox Lawrence Hart Dixon
      Spencer Reynolds Burns Crawford Harrison Matthews Shaw Wallace Reid Cole McDonald O'Brien MacLeod O'Connor
      Armstrong Bailey Baldwin Ball Barton Benson Berry Brooks
      Buchanan Byrne Dale Daniels Davidson Dean Drake Dunn Dyer Vance Vernon Barker Bishop Blackwood Bradley Burton Chandler Coleman Cunningham Dawson Douglas Duncan
      Ellis Ferguson Fletcher Gardner Gibson Goodwin Griffith Hawkins Hayward Howard Hudson Irving Jenkins Kennedy
      Knight Lambert Lang Lloyd Mackenzie McCarthy Montgomery Nelson Newton Osborne Parker Pearson Perry Porter
      Pritchard Ramsay Richards Sanders Sherwood Stanley Sullivan Sutherland Tennant Thornton Tucker Underwood
      Vaughan Wells Wheeler Whitaker Winter York Goldstein Rosenberg Schwartz Weber Novak Rossi Singh Patel Chen
      Kim Nguyen Garcia Lopez Martinez`,
    particles: "de 5, von 4, van 4, St. 2",
  },
  bodies: [
    "University of *",
    "* Society",
    "Institute of *",
    "Department of *",
    "National * Association",
    "* Historical Society",
    "Museum of *",
    "Ministry of *",
    "Royal * Commission",
    "International * Council",
    "* Research Group",
  ],
};
