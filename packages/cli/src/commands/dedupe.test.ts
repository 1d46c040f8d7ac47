import { Readable, Writable } from "node:stream";
import { expect, it } from "vitest";
import { dedupe } from "./dedupe.ts";

const words = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `word${from + at}`).join(" ");
const long = words(0, 120);

async function run(...records: object[]): Promise<{ code: number; answers: Record<string, unknown>[] }> {
  const chunks: string[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  const code = await dedupe(Readable.from(records.map((record) => `${JSON.stringify(record)}\n`)), output);
  const lines = chunks.join("").split("\n").filter(Boolean);
  return { code, answers: lines.map((line): Record<string, unknown> => JSON.parse(line)) };
}

it("answers each article in order with its cluster, verdict and story", async () => {
  const { code, answers } = await run(
    {
      id: "a",
      url: "http://www.one.example/a?utm_source=x",
      title: "First",
      text: long,
      publishedAt: "2024-05-01T00:00:00Z",
    },
    {
      id: "b",
      url: "https://two.example/b",
      title: "Second",
      text: long.toUpperCase(),
      published: null,
      domain: "x",
      lang: "en",
    },
    { id: "c", url: "https://three.example/c", title: "First", text: words(0, 70) },
    { id: "d", url: "https://one.example/a#top", title: "First", text: `${long} and more` },
    { id: "e", url: "https://one.example/e", title: "Other", text: words(500, 600) },
    { id: "f", url: "https://blog.three.example/f", title: "First", text: words(0, 68) },
  );
  expect(code).toBe(0);
  const common = { cluster: "a", story: "a" };
  expect(answers).toMatchObject([
    {
      id: "a",
      canonicalUrl: "https://one.example/a",
      ...common,
      verdict: "unique",
      relation: "original",
      of: null,
      score: 1,
    },
    {
      id: "b",
      ...common,
      verdict: "duplicate",
      relation: "exact",
      of: "a",
      score: 1,
      sameSite: false,
    },
    { id: "c", ...common, verdict: "nearDuplicate", relation: "syndicated", sameSite: false },
    {
      id: "d",
      canonicalUrl: "https://one.example/a",
      ...common,
      verdict: "revision",
      relation: "revision",
      of: "a",
    },
    { id: "e", cluster: "e", story: "e", verdict: "unique", relation: "original", of: null },
    { id: "f", ...common, verdict: "nearDuplicate", of: "c", sameSite: true },
  ]);
  expect(answers[0]).not.toHaveProperty("sameSite");
  expect(answers.every(({ why }) => typeof why === "string" && why.endsWith("."))).toBe(true);
});

it("puts articles on one event into one story, though none is a copy of the other", async () => {
  const strike =
    "Dock workers at the port of Aldermouth walked out for an eighth day after talks with Selwyn Harbours failed.";
  const reaction =
    "Selwyn Harbours said its offer to the dock workers of Aldermouth stands. Retailers fear that the walked-out port stays closed.";
  const { answers } = await run(
    { id: "a", url: "https://one.example/a", title: "Strike closes Aldermouth", text: strike, published: "2024-05-01" },
    { id: "b", url: "https://two.example/b", title: "Orchards freeze", text: words(0, 90), published: "2024-05-01" },
    {
      id: "c",
      url: "https://two.example/c",
      title: "Aldermouth strike: operator stays firm",
      text: reaction,
      published: "2024-05-02",
    },
    { id: "d", url: "https://six.example/d", title: "Strike closes Aldermouth", text: strike, published: "2024-05-02" },
  );
  expect(answers.map(({ cluster, story }) => [cluster, story])).toEqual([
    ["a", "a"],
    ["b", "b"],
    ["c", "a"],
    ["a", "a"],
  ]);
  expect(answers[2]?.["why"]).toMatch(/ On the same event as its article \(similarity 0\.\d\d\): .*aldermouth.*\.$/u);
  const later = await run(
    { id: "a", url: "https://one.example/a", title: "Strike closes Aldermouth", text: strike, published: "2024-05-01" },
    {
      id: "c",
      url: "https://two.example/c",
      title: "Aldermouth strike: operator firm",
      text: reaction,
      published: "2024-05-05",
    },
  );
  expect(later.answers.map(({ story }) => story)).toEqual(["a", "c"]);
});

it("gives a numeric id back as it came", async () => {
  const { answers } = await run({ id: 7, url: "https://one.example/a", text: long });
  expect(answers[0]).toMatchObject({ id: 7, cluster: "7" });
});

it.each([null, undefined, "soon", 7])("takes %j for an unknown date", async (publishedAt) => {
  const dated = {
    id: "a",
    url: "https://one.example/a",
    title: "First",
    text: long,
    publishedAt: "2024-05-01T00:00:00Z",
  };
  const { answers } = await run(dated, {
    ...dated,
    id: "b",
    url: "https://two.example/b",
    text: words(0, 90),
    publishedAt,
  });
  expect(answers[1]).toMatchObject({ verdict: "nearDuplicate", of: "a" });
});

it("does not take articles for copies because of their publisher's furniture", async () => {
  const { answers } = await run(
    ...[1, 2, 3, 4, 5].map((at) => ({
      id: `a${at}`,
      url: `https://one.example/${at}`,
      title: `Headline${at} words${at}`,
      text: `${words(at * 1_000, at * 1_000 + 40)}\n\n${long}`,
    })),
  );
  expect(answers.slice(2).map(({ verdict }) => verdict)).toEqual(["unique", "unique", "unique"]);
});

it("reads `published` where `publishedAt` is absent", async () => {
  const dated = {
    id: "a",
    url: "https://one.example/a",
    title: "First",
    text: long,
    published: "2024-05-01T00:00:00Z",
  };
  const late = {
    ...dated,
    id: "b",
    url: "https://two.example/b",
    text: words(0, 90),
    published: "2024-06-01T00:00:00Z",
  };
  const { answers } = await run(dated, late);
  expect(answers[1]).toMatchObject({ verdict: "unique", of: null });
});

it.each([
  ["no URL", { id: "x", text: long }, "badUrl"],
  ["another scheme", { id: "x", url: "ftp://one.example/a", text: long }, "badUrl"],
  ["no text", { id: "x", url: "https://one.example/a" }, "badRecord"],
  ["a title that is no string", { id: "x", url: "https://one.example/a", title: 1, text: long }, "badRecord"],
  ["no id", { url: "https://one.example/a", text: long }, "badRecord"],
])("answers a line with %s by an error and goes on", async (_, record, code) => {
  const next = { id: "y", url: "https://two.example/b", text: long };
  const { code: exit, answers } = await run(record, next);
  expect(exit).toBe(0);
  expect(answers[0]).toMatchObject({ error: { code } });
  expect(answers[1]).toMatchObject({ id: "y", verdict: "unique" });
});
