import { describe, expect, it } from "vitest";
import { placedTokens } from "./blocks.ts";
import { fold } from "./characters.ts";
import { tokens } from "./tokens.ts";

const shown = (text: string): string =>
  tokens(text)
    .map((token) => `${fold(token.text)}[${token.from},${token.to}]`)
    .join(" ");

describe("tokens", () => {
  it.each([
    ["Ports re-open", "ports[0,5] re[6,8] open[9,13]"],
    ["D'Arcy's l’eau", "d[0,1] arcy[2,6] l[9,10] eau[11,14]"],
    ["s 's a's's", "s[0,1] s[3,4] a[5,6]"],
    ["12,500.75. 1,a", "12,500.75[0,9] 1[11,12] a[13,14]"],
    [
      "U.N. U.N.O E.ON А.Б.Ведов x.y.zz",
      "un[0,4] uno[5,10] e[11,12] on[13,15] аб[16,20] ведов[20,25] xy[26,30] zz[30,32]",
    ],
    ["東京タワーへ5", "東[0,1] 京[1,2] タワー[2,5] へ[5,6] 5[6,7]"],
    ["\u00ADwo\u00ADrd\u200B. \u200E", "word[1,6]"],
    ["ก้ข๕", "ก้[0,2] ข[2,3] 5[3,4]"],
    ["\u0301 — ❤️", ""],
    ["𝐀𝐁 𠮷野", "ab[0,4] 𠮷[5,7] 野[7,8]"],
  ])("%j is %s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each([
    ["Ёжик е\u0308ж й ї", "ежик еж й ї"],
    ["г\u0301 к\u0301 а\u0301 и\u0306", "ѓ ќ а й"],
    ["ÆØÅ Łódź ǅ ﬀ ẞ ΣΑΣ", "aeoa lodz dz ff ss σασ"],
    ["إِيران ٱلـكتاب ۴٥६৭๘", "ايران الكتاب 45678"],
  ])("%j folds to %j", (text, expected) => {
    expect(fold(text)).toBe(expected);
  });
});

describe("sentences and paragraphs", () => {
  const places = (text: string): string =>
    placedTokens(text)
      .map(({ paragraph, sentence }) => `${paragraph}${sentence}`)
      .join(" ");

  it.each([
    ["One. Two! three? Four", "00 01 01 02"],
    ["Mr. Ox in U.K. Then A. B", "00 00 00 00 00 00 00"],
    ["He went.) Then home’s. Yes", "00 00 01 01 02"],
    ["one.Two 3.5 a\nb", "00 00 00 00 00"],
    ["one\n \t\r\ntwo\n\n\nthree", "00 11 32"],
    ["2024. Now", "00 01"],
  ])("%j stands at %s", (text, expected) => {
    expect(places(text)).toBe(expected);
  });
});
