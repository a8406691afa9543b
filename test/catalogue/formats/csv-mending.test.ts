import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Mender } from "../../../src/catalogue/import/mend/mender.ts";
import { mendMojibake } from "../../../src/catalogue/import/mend/mojibake.ts";
import { readWindows1252, toWindows1252 } from "../../../src/catalogue/import/mend/windows-1252.ts";

/** A text that was written in UTF-8 and read as Windows-1252. */
const garble = (text: string) => readWindows1252(Buffer.from(text, "utf8").toString("latin1"));

describe("mendMojibake", () => {
  test.each([
    ["CharlottÃ« BrontÃ«", "Charlottë Brontë"],
    ["Lâ€™Ã‰tranger", "L’Étranger"],
    ["donâ€™t", "don’t"],
    ["â€œQuotedâ€\u009d â€“ so", "“Quoted” – so"],
    ["Ã…ngstrÃ¶m", "Ångström"],
    ["BolesÅ‚aw Prus", "Bolesław Prus"],
    ["Â£12", "£12"],
    [garble("Толстой"), "Толстой"],
    [garble("武内 直子"), "武内 直子"],
    [garble("Ροΐδης"), "Ροΐδης"],
    [garble(garble("Brontë")), "Brontë"],
    [garble("🐋"), "🐋"],
  ])("%j was %j", (text, mended) => {
    expect(mendMojibake(text)).toBe(mended);
  });

  test.each([
    ["Brontë"],
    ["Ã"],
    ["IRMÃ"],
    ["MANHÃ…"],
    ["“IRMÃ”"],
    ["JOSÉ’S WORLD"],
    ["CAFÉ…"],
    ["Spaß…"],
    ["„Spaß”"],
    ["voilà\u00a0!"],
    ["«FÉ»"],
    ["ÚŽITOK"],
    ["Lefèvre d’Étaples"],
    ["Ã© and é"],
    ["Ã© 本"],
    ["Ã\u00a0\u0081"],
    ["plain"],
    [""],
  ])("%j stays as it is", (text) => {
    expect(mendMojibake(text)).toBeNull();
  });

  test("words of many languages stay as they are", () => {
    const words = `À propos d’œuvres « naïves » – Ça dépend… Größe, Äpfel, „Übermut“, straße ‘so’ Ångström,
      smörgåsbord, æøå ÆØÅ, señor ¿qué? ¡sí!, coração, São João, MANHÃ, Žižek's šarm, œil, Ÿ, naïveté®, café™, 20 €`;
    for (const word of words.split(/\s+/)) expect(mendMojibake(word)).toBeNull();
    expect(mendMojibake(words)).toBeNull();
  });

  test("what it mends is what was garbled", () => {
    const text = fc.string({ unit: fc.constantFrom(..."aéßłЖ本’“€ñ -") });
    fc.assert(
      fc.property(text, (text) => {
        const mended = mendMojibake(garble(text));
        if (mended !== null && mendMojibake(text) === null) expect(mended).toBe(text);
      }),
    );
  });

  test("every byte of Windows-1252 is read and written", () => {
    const bytes = Buffer.from(Uint8Array.from({ length: 256 }, (_, i) => i));
    const text = readWindows1252(bytes.toString("latin1"));
    expect(new Set(text).size).toBe(256);
    expect(text.slice(0x80, 0x88)).toBe("€\u0081‚ƒ„…†‡");
    expect(toWindows1252(text)).toEqual(bytes);
    expect(toWindows1252("本")).toBeNull();
  });
});

describe("Mender", () => {
  const mend = (text: string) => {
    const mender = new Mender();
    const mended = mender.mend(text);
    mender.endRecord();
    return [mended, mender.takeCounts()];
  };

  test.each([
    ["Simon &amp; Schuster", "Simon & Schuster"],
    ["O&#39;Brien", "O'Brien"],
    ["O&#x27;Brien", "O'Brien"],
    ["Les Mis&eacute;rables", "Les Misérables"],
    ["Les Mis&amp;eacute;rables", "Les Misérables"],
    ["&lt;b&gt;", "<b>"],
  ])("decodes the entities of %j", (text, mended) => {
    expect(mend(text)).toEqual([mended, { "HTML entities": 1 }]);
  });

  test.each([
    ["AT&T"],
    ["R&D; a history"],
    ["Histories, &c; newly"],
    ["&"],
    ["&;"],
    ["&#;"],
    ["Tom & Jerry;"],
  ])("finds none in %j", (text) => {
    expect(mend(text)).toEqual([text, {}]);
  });

  test("an entity may hide mojibake", () => {
    expect(mend("Bront&Atilde;&laquo;")).toEqual(["Brontë", { "HTML entities": 1, mojibake: 1 }]);
  });

  test("a field that was quoted twice loses the quotes of once", () => {
    expect(mend('"A Cruise of the ""Isbjörn"" in 1879"')).toEqual([
      'A Cruise of the "Isbjörn" in 1879',
      { "doubled quotes": 1 },
    ]);
    for (const text of ['"Heroes"', '"a" and "b"', '"a ""b"" c', '"', '""', '"""']) {
      expect(mend(text)).toEqual([text, {}]);
    }
  });

  test("characters that are lost stay lost and are counted", () => {
    expect(mend("Bront\ufffd")).toEqual(["Bront\ufffd", { "damaged characters": 1 }]);
  });

  test("counts records and not texts, and each kind by itself", () => {
    const mender = new Mender();
    mender.mend("a &amp; b");
    mender.mend("c &amp; Ã©");
    mender.note("Windows-1252");
    mender.endRecord();
    mender.mend("plain");
    mender.endRecord();
    mender.mend("&amp;");
    mender.endRecord();
    expect(mender.takeCounts()).toEqual({ "HTML entities": 2, mojibake: 1, "Windows-1252": 1 });
    expect(mender.takeCounts()).toEqual({});
  });
});
