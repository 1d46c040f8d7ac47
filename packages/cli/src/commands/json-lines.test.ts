import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { CommandError, runJsonLines, type JsonRecord } from "./json-lines.ts";

test("answers in input order with the same id", async () => {
  const { code, answers } = await run(['{"id":"a","n":1}\n{"id":"b","n":2}\n'], async ({ n }) => ({
    twice: Number(n) * 2,
  }));
  expect(code).toBe(0);
  expect(answers).toEqual([
    { id: "a", twice: 2 },
    { id: "b", twice: 4 },
  ]);
});

test("keeps characters whole that a chunk border cuts, and accepts a last line without line feed", async () => {
  const bytes = Buffer.from('{"id":"é"}\n{"id":"zwölf"}');
  const chunks = Array.from(bytes, (byte) => Buffer.from([byte]));
  const { answers } = await run(chunks, () => ({}));
  expect(answers).toEqual([{ id: "é" }, { id: "zwölf" }]);
});

test("goes on after a line that fails", async () => {
  const { code, answers } = await run(['{"id":1}\n', '{"id":2}\n', '{"id":3}\n'], ({ id }) => {
    if (id === 1) throw new CommandError("notAFeed", "this is an HTML page, not a feed");
    if (id === 2) throw new Error("unforeseen");
    return { ok: true };
  });
  expect(code).toBe(0);
  expect(answers).toEqual([
    { id: 1, error: { code: "notAFeed", message: "this is an HTML page, not a feed" } },
    { id: 2, error: { code: "failed", message: "unforeseen" } },
    { id: 3, ok: true },
  ]);
});

test.each([
  ["no JSON", "id,title\n1,x\n"],
  ["a JSON value that is no object", "[1]\n"],
])("ends with exit code 2 on %s, naming the line", async (_, text) => {
  const { code, answers } = await run(['{"id":1}\n', text, '{"id":2}\n'], () => ({}));
  expect(code).toBe(2);
  expect(answers).toHaveLength(2);
  expect(answers[1]).toMatchObject({
    id: null,
    error: { code: "notJsonLines", message: expect.stringContaining("line 2") },
  });
});

test("refuses a line over 64 MB instead of collecting it", async () => {
  const chunk = Buffer.alloc(8 * 1024 * 1024, "x");
  const { code, answers } = await run(Array<Buffer>(9).fill(chunk), () => ({}));
  expect(code).toBe(2);
  expect(answers).toMatchObject([{ error: { code: "lineTooLong" } }]);
});

async function run(
  chunks: readonly (string | Buffer)[],
  handle: (record: JsonRecord) => Promise<object> | object,
): Promise<{ code: number; answers: unknown[] }> {
  async function* input(): AsyncGenerator<string | Buffer> {
    yield* chunks;
  }
  const output = new PassThrough();
  const text: Buffer[] = [];
  output.on("data", (data: Buffer) => text.push(data));
  const code = await runJsonLines(input(), output, handle);
  const answers = Buffer.concat(text)
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  return { code, answers };
}
