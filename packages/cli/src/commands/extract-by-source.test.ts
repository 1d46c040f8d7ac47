import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { inventedText, seededRandom } from "../../../../test/support/articles.ts";
import { extractCommand } from "./extract.ts";

const random = seededRandom(11);
const appeal =
  "Dear readers, a small newspaper lives from people who think that somebody should sit in the room when decisions are made.";

/** A page with a text of its own, and below it what all pages of its host have. */
function page(host: string, id: string, shared = appeal): Record<string, unknown> {
  const own = Array.from({ length: 5 }, () => `<p>${inventedText(random, 4).join(" ")}</p>`).join("");
  return {
    id,
    url: `https://${host}/news/${id}`,
    html: `<html lang="en"><title>${id}</title><body><article>${own}<p>${shared}</p></article></body></html>`,
  };
}

async function run(records: readonly (object | string)[], flags: readonly string[] = ["--by-source"]) {
  const output = new PassThrough();
  const answers = text(output);
  const lines = records.map((record) => `${typeof record === "string" ? record : JSON.stringify(record)}\n`);
  const exitCode = await extractCommand(Readable.from(lines), output, flags);
  output.end();
  const parsed = (await answers)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { exitCode, answers: parsed };
}

test("takes out what a host's pages have in common, of the first as of the last, in input order", async () => {
  const records = [
    page("a.example", "1"),
    page("b.example", "2"),
    page("www.a.example", "3"),
    page("b.example", "4"),
    page("a.example", "5"),
  ];
  const { exitCode, answers } = await run(records);
  expect(exitCode).toBe(0);
  expect(answers.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5"]);
  expect(answers.map((answer) => String(answer["text"]).includes(appeal))).toEqual([false, true, false, true, false]);
  expect(answers[0]?.["cut"]).toContainEqual({ text: appeal, reason: "template" });
});

test("has the fields of `extract` without it", async () => {
  const record = page("a.example", "1");
  const [[plain], [bySource]] = [(await run([record], [])).answers, (await run([record])).answers];
  expect({ ...bySource, ms: 0 }).toEqual({ ...plain, ms: 0 });
});

test("answers records that fail at their place", async () => {
  const { exitCode, answers } = await run([
    { id: "a", url: "https://a.example/", html: "<p>Log in</p>" },
    page("a.example", "b"),
  ]);
  expect(exitCode).toBe(0);
  expect(answers).toMatchObject([
    { id: "a", error: { code: "notArticle" } },
    { id: "b", title: "b" },
  ]);
});

test("input that is not JSON lines ends the run, after what was read before", async () => {
  const { exitCode, answers } = await run([page("a.example", "1"), "no JSON", page("a.example", "2")]);
  expect(exitCode).toBe(2);
  expect(answers).toMatchObject([{ id: "1" }, { id: null, error: { code: "notJsonLines" } }]);
  expect(answers).toHaveLength(2);
});
