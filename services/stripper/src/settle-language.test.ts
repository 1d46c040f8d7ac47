import { expect, test } from "vitest";
import { extract } from "@wirewatch/extraction";
import type { PoolResult } from "./extract-pool.ts";
import { settleLanguage } from "./settle-language.ts";

const german =
  "Der Hafen bleibt nach dem Brand im Lagerhaus bis Freitag geschlossen, teilte die Verwaltung am Dienstag mit. Drei Fähren werden umgeleitet, und die Züge zum Kai fahren nicht.";

function read(attributes: string, text: string): PoolResult {
  const body = `<html ${attributes}><title>Hafen</title><article><h1>Hafen</h1><p>${text}</p><p>${text} (2)</p></article></html>`;
  return { ...extract({ url: "https://courier.example/a/quay", body }), ms: 3 };
}

test.each([
  ["no language declared", "", "de", undefined],
  ["the right one declared", 'lang="de-AT"', "de-AT", undefined],
  ["a wrong one declared", 'lang="en"', "de", "the page says en, its text is de"],
])("%s", (_, attributes, language, languageReason) => {
  const settled = settleLanguage(read(attributes, german));
  expect(settled).toMatchObject({ kind: "article", ms: 3, article: { language, title: "Hafen" } });
  expect(settled).toHaveProperty("notes", languageReason === undefined ? [] : [languageReason]);
  expect("languageReason" in settled ? settled.languageReason : undefined).toBe(languageReason);
});

test.each<PoolResult>([
  { kind: "failed", reason: "took too long" },
  { kind: "notArticle", reason: "a list", needsSecondOpinion: false, doubts: [], notes: [], ms: 1 },
])("leaves what is no article as it is: $kind", (result) => {
  expect(settleLanguage(result)).toBe(result);
});
