import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const program = join(import.meta.dirname, "main.ts");
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "wirewatch-words-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Without a store: what is said here must not need one. */
function wirewatch(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const { DATABASE_URL: _, ...others } = process.env;
  const env = { ...others, WIREWATCH_HOME: home };
  return new Promise((resolve) =>
    execFile(process.execPath, [program, ...words], { env, cwd: home }, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    ),
  );
}

test.each([
  ["statsu", 'did you mean "wirewatch status"? "wirewatch help" lists them\n'],
  ["alert", 'did you mean "wirewatch alerts"?'],
  ["silences", 'did you mean "wirewatch silence"?'],
  ["prob", 'there is no command "prob"; "wirewatch help" lists them\n'],
  ["constructor", 'there is no command "constructor"; "wirewatch help" lists them\n'],
])("the word %s is no command; what was perhaps meant is said", async (word, said) => {
  const { code, out, err } = await wirewatch(word);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain(said);
});

test.each([
  [["alerts", "list", "--help"], /^wirewatch alerts list .*--since/u],
  [["help", "silence", "add"], /^wirewatch silence add .*--until/u],
  [["deliveries", "replay", "dl_1", "-h"], /^wirewatch deliveries replay .*--force/u],
  [["sources", "import", "list.opml", "--help"], /^wirewatch sources import .*--dry-run/u],
  [["topics", "backtest", "--help"], /^wirewatch topics backtest /u],
  [["routes", "test", "--help"], /^wirewatch routes test .*--severity/u],
  [["receivers", "test", "--help"], /^wirewatch receivers test /u],
  [["users", "add", "ada", "--help"], /^wirewatch users add .*--role/u],
  [["alerts", "--help"], /^wirewatch alerts list \| show <id>.*\nthe alerts/u],
  [["help", "drain"], /^wirewatch drain \[--end\]/u],
  [["help", "help"], /^Wirewatch watches/u],
  [["--help"], /"wirewatch help alerts list", for one, has the options of a command\.\n$/u],
])("%j says how it is written, and does nothing", async (words, said) => {
  const { code, out, err } = await wirewatch(...words);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(said);
});
