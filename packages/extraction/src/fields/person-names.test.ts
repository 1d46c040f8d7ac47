import { expect, test } from "vitest";
import { splitNames } from "./person-names.ts";

test.each([
  ["By Jane Doe", ["Jane Doe"]],
  ["Written by: Jane Doe and John Roe", ["Jane Doe", "John Roe"]],
  ["Von Jana Muster, Jan Muster und Ida Beispiel", ["Jana Muster", "Jan Muster", "Ida Beispiel"]],
  ["Par Jeanne Dupont et Jean Dupond", ["Jeanne Dupont", "Jean Dupond"]],
  ["Texto: José Ortega y Gasset", ["José Ortega y Gasset"]],
  ["Ana García y Luis Pérez", ["Ana García", "Luis Pérez"]],
  ["Автор: Иван Петров и Анна Иванова", ["Иван Петров", "Анна Иванова"]],
  ["신현주 기자", ["신현주"]],
  ["山田太郎、鈴木花子記者", ["山田太郎", "鈴木花子"]],
  ["Jane Doe | John Roe; Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]],
  ["Jane Doe/dpa", ["Jane Doe", "dpa"]],
  ["srf/hosb;kesm", ["srf/hosb", "kesm"]],
  ["Jane Doe (AFP)", ["Jane Doe"]],
  ["Jane Doe in Berlin", ["Jane Doe"]],
  ["Jane Doe - 3 March 2025", ["Jane Doe"]],
  ["Jane Doe jane@courier.example @jane https://courier.example/jane", ["Jane Doe"]],
  ["Jane Doe, Photo: John Roe", ["Jane Doe"]],
  ["Doe, Jane", ["Jane Doe"]],
  ["Reuters, Bloomberg", ["Reuters", "Bloomberg"]],
  ["Jean-Luc O’Neill", ["Jean-Luc O’Neill"]],
  ["Byron Smith", ["Byron Smith"]],
  ["Vonda Parker", ["Vonda Parker"]],
  ["Xi Li", ["Xi Li"]],
  ["Da Silva", ["Da Silva"]],
  ["Von DPA", ["DPA"]],
  ["Di Jane Doe", ["Jane Doe"]],
  ["Текст: Иван Петров, фото: Анна Иванова", ["Иван Петров"]],
  ["By Jane Doe, November 18, 2019 at 3:48 PM - Updated November 19 at 1:00 AM", ["Jane Doe"]],
])("%s", (text, names) => {
  expect(splitNames(text)).toEqual(names);
});

test.each([
  "",
  "By",
  "admin",
  "siteadmin2",
  "undefined",
  "jane@courier.example",
  "2025",
  "-–|,;/",
  "x".repeat(301),
  `${"a ".repeat(20)}b`,
])("no name: %s", (text) => {
  expect(splitNames(text)).toEqual([]);
});
