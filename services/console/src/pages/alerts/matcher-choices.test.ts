import { expect, test } from "vitest";
import { configFrom } from "../../../../../test/support/config.ts";
import { matcherChoices } from "./matcher-choices.ts";
import { readMatchers } from "./matcher-list.ts";

test("proposes what fits something there is, each once, and nothing that cannot be read", async () => {
  const config = await configFrom({
    sources: {
      sources: [
        { id: "wire", url: "https://wire.example/rss", tags: ["tier-1"], language: "de", country: "DE" },
        { id: "site", url: "https://site.example/rss", tags: ["tier-1"] },
      ],
    },
    topics: [{ id: "acme", name: "Acme", any: ["acme"], labels: { desk: 'the "sea" desk' } }],
  });
  const choices = matcherChoices(config);
  expect(choices.slice(0, 4)).toEqual([
    String.raw`desk="the \"sea\" desk"`,
    'source_tag="tier-1"',
    'language="de"',
    'country="DE"',
  ]);
  expect(choices).toEqual(expect.arrayContaining(['severity="critical"', 'topic="acme"', 'source="site"']));
  expect(readMatchers(choices.join("\n"))).toMatchObject({ texts: choices, problem: null });
});

test("of very many things some are proposed", async () => {
  const sources = Array.from({ length: 500 }, (_, at) => ({ id: `s${at}`, url: `https://s${at}.example/rss` }));
  expect(matcherChoices(await configFrom({ sources: { sources } }))).toHaveLength(200);
});
