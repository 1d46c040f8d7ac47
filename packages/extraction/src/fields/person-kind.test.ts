import { expect, test } from "vitest";
import { isAgency, isPersonal, looksLikePerson } from "./person-kind.ts";

test.each(["Jane Doe", "신현주", "Иван Петров", "Ortega y Gasset", "DeskMan Smith", "Red Smith"])(
  "a person: %s",
  (name) => {
    expect(isPersonal(name)).toBe(true);
  },
);

test.each([
  "dpa",
  "Associated Press",
  "Редакция",
  "BR24 Redaktion",
  "staff reporter",
  "Rédaction",
  "Haber Merkezi",
  "courier.example",
  "편집국",
])("no person: %s", (name) => {
  expect(isPersonal(name)).toBe(false);
});

test("agencies are known by their names", () => {
  expect(["AFP", "Deutsche Presse-Agentur", "ТАСС"].map(isAgency)).toEqual([true, true, true]);
  expect(isAgency("Jane Doe")).toBe(false);
});

test("persons have two to five words with capitals, or a few letters in scripts without", () => {
  expect(["Jane Doe", "Ludwig van der Berg", "d’Artagnan Dupont", "松岡大地"].map(looksLikePerson)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(["Comments", "read more about this", "Jane 2", "All the News of This Week Now"].map(looksLikePerson)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
