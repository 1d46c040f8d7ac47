import { expect, it } from "vitest";
import { isSameSite } from "./site.ts";

it.each([
  ["one host", "https://example.com/a", "https://example.com/b"],
  ["with and without www", "https://www.example.com/a", "http://example.com/b"],
  ["two sections", "https://sport.example.com/a", "https://edition.example.com/b"],
  ["below a registry's second level", "https://news.example.co.uk/a", "https://example.co.uk/b"],
  ["a registry's own site", "https://www.gov.uk/a", "https://gov.uk/b"],
  ["an address with the same port", "http://127.0.0.1:8001/a", "http://127.0.0.1:8001/b"],
])("is one site: %s", (_, a, b) => {
  expect(isSameSite(a, b)).toBe(true);
});

it.each([
  ["two publishers", "https://example.com/a", "https://example.org/a"],
  ["two publishers below co.uk", "https://one.co.uk/a", "https://two.co.uk/a"],
  ["two ministries", "https://interieur.gouv.fr/a", "https://defense.gouv.fr/a"],
  ["two blogs of one host", "https://one.wordpress.com/a", "https://two.wordpress.com/a"],
  ["a name inside a name", "https://notexample.com/a", "https://example.com/a"],
  ["two ports of one address", "http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a"],
  ["two addresses that end alike", "http://10.0.0.1/a", "http://10.1.0.1/a"],
  ["no URLs", "example", "example"],
  ["other schemes", "ftp://example.com/a", "ftp://example.com/a"],
])("is not one site: %s", (_, a, b) => {
  expect(isSameSite(a, b)).toBe(false);
});
