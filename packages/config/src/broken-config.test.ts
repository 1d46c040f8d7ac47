import { describe, expect, it } from "vitest";
import { fakeFolder, goodAlerts, goodSecret, goodSources, goodTopics } from "./fake-files.ts";
import { loadConfig } from "./load-config.ts";
import type { Problem } from "./problem.ts";

/** Ways in which people break a configuration; each must be told once, at its place, in words that help. */
const cases: {
  name: string;
  folder: Parameters<typeof fakeFolder>[0];
  problem: Pick<Problem, "file" | "line" | "column" | "message"> & Partial<Problem>;
}[] = [
  {
    name: "a wrong key",
    folder: { alerts: goodAlerts.replace("  receiver: newsdesk", "  reciever: newsdesk") },
    problem: {
      file: "config/alerts.yaml",
      line: 3,
      column: 3,
      found: "reciever",
      suggestion: "receiver",
      message: "unknown key `reciever` in route. Did you mean receiver?",
    },
  },
  {
    name: "a bad duration",
    folder: { sources: `${goodSources}    timeout: 20 seconds\n` },
    problem: {
      file: "config/sources.yaml",
      line: 8,
      column: 14,
      found: '"20 seconds"',
      expected: "a duration such as 30s, 5m, 2h or 7d",
      suggestion: "20s",
      message: 'timeout: found "20 seconds", expected a duration such as 30s, 5m, 2h or 7d. Did you mean 20s?',
    },
  },
  {
    name: "an unknown receiver",
    folder: { alerts: goodAlerts.replace("receiver: duty-editor", "receiver: duty-editr") },
    problem: {
      file: "config/alerts.yaml",
      line: 7,
      column: 17,
      found: "duty-editr",
      expected: "one of newsdesk, duty-editor",
      suggestion: "duty-editor",
      message: "there is no receiver `duty-editr`. Did you mean duty-editor?",
    },
  },
  {
    name: "a bad query",
    folder: { topics: goodTopics.replace("(CEO OR factory)", "(CEO OR factory") },
    problem: {
      file: "config/topics.yaml",
      line: 6,
      column: 21,
      expected: "a WQL query",
      message: expect.stringMatching(/^the query cannot be read \(E_UNBALANCED_PAREN\): This .* is never closed/u),
    },
  },
  {
    name: "tab indentation",
    folder: { topics: goodTopics.replace("    any:", "\tany:") },
    problem: {
      file: "config/topics.yaml",
      line: 4,
      column: 1,
      found: "a tab",
      message: "the line is indented with a tab: YAML takes only spaces for indentation, two for each level.",
    },
  },
  {
    name: "a duplicate id",
    folder: { sources: goodSources.replace("id: ministry", "id: example-times") },
    problem: {
      file: "config/sources.yaml",
      line: 6,
      column: 9,
      found: "example-times",
      message: "two sources are named `example-times`: each needs a name of its own.",
    },
  },
  {
    name: "a YAML bomb",
    folder: { sources: `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n${"d: [*c, *c]\n".repeat(1_000)}` },
    problem: {
      file: "config/sources.yaml",
      line: 2,
      column: 8,
      found: "*a",
      message:
        "found the alias *a: aliases are not supported, write the value out. (Text that begins with * needs quotes.)",
    },
  },
  {
    name: "a missing secret",
    folder: { alerts: goodAlerts.replace("PARTNER_WEBHOOK", "PARTNER_HOOK") },
    problem: {
      file: "config/alerts.yaml",
      line: 15,
      column: 18,
      found: "${env:PARTNER_HOOK}",
      message: "${env:PARTNER_HOOK} cannot be resolved: the environment variable PARTNER_HOOK is not set.",
    },
  },
  {
    name: "a bad URL",
    folder: { sources: goodSources.replace("https://ministry", "htps:/ministry") },
    problem: {
      file: "config/sources.yaml",
      line: 7,
      column: 10,
      found: '"htps:/ministry.example.org/feed"',
      suggestion: "https://ministry.example.org/feed",
      message:
        'url: found "htps:/ministry.example.org/feed", expected an address that begins with http:// or https://. Did you mean https://ministry.example.org/feed?',
    },
  },
  {
    name: "a file that is not UTF-8",
    folder: { topics: Buffer.from(`${goodTopics}    name: Acme Z\u00fcrich\n`, "latin1") },
    problem: {
      file: "config/topics.yaml",
      line: 7,
      column: 17,
      found: "the byte 0xFC",
      message: "not UTF-8: found the byte 0xFC (byte 117 of the file), expected text in UTF-8. Save the file as UTF-8.",
    },
  },
  {
    name: "a bad CSS selector",
    folder: {
      sources: `${goodSources}    kind: listing\n    listing:\n      item: article.teaser\n      link: h2 a[href\n`,
    },
    problem: {
      file: "config/sources.yaml",
      line: 11,
      column: 17,
      found: '"h2 a[href"',
      expected: "a CSS selector such as article h2 a",
      message: `the CSS selector "h2 a[href" cannot be read: an attribute is written [name] or [name='value'].`,
    },
  },
  {
    name: "a setting of another kind of source",
    folder: { sources: `${goodSources}    page: { select: main }\n` },
    problem: {
      file: "config/sources.yaml",
      line: 8,
      column: 5,
      message: "`page` is read only with `kind: page`: add `kind: page`.",
    },
  },
  {
    name: "a setting one level too high",
    folder: { sources: `${goodSources}    silent_after: 3x\n` },
    problem: {
      file: "config/sources.yaml",
      line: 8,
      column: 5,
      suggestion: "health: { silent_after: … }",
      message: "`silent_after` does not stand in sources[1]. Write `health: { silent_after: … }`.",
    },
  },
];

describe("broken configuration", () => {
  it.each(cases)("says one thing about $name, with its place", async ({ folder, problem }) => {
    const env = { PARTNER_WEBHOOK: goodSecret };
    const loaded = await loadConfig("config", { readFile: fakeFolder(folder), env, checkSecrets: true });
    expect(loaded).toMatchObject({ ok: false, problems: [problem] });
  });
});
