import { describe, expect, it } from "vitest";
import { checkSourceText } from "./check-source.ts";

const around = { allowPrivate: [], publicUrl: null };
const check = (text: string) => checkSourceText("herald", text, around);

describe("the text of a source of the console", () => {
  it("is read like an entry of the file, with its id or without", async () => {
    const source = { id: "herald", url: "https://herald.example/rss", tags: ["local"], name: "Herald" };
    const text = "name: Herald # ours\nurl: https://herald.example/rss\ntags: [local]\n";
    expect(await check(text)).toMatchObject({ ok: true, source });
    expect(await check(`id: herald\n${text}`)).toMatchObject({ ok: true, source });
    const push = 'kind: push\ningest: { token: "${env:NOT_HERE}" }\n';
    expect(await check(push)).toMatchObject({ ok: true });
  });

  it.each([
    ["", /url is missing/u],
    ["url: [", /^line 1, column \d+: /u],
    ["- a", /a mapping|url is missing/u],
    ["id: other\nurl: https://herald.example/rss", /keeps the id `herald`/u],
    ["id: 7\nurl: https://herald.example/rss", /keeps the id `herald`/u],
    ["url: http://127.0.0.1/", /cannot be fetched/u],
    ["urls: https://herald.example/", /unknown key `urls`/u],
    ["url: https://herald.example/\npush: websub", /needs `public_url`/u],
    ["url: &a https://herald.example/\nfeeds: [*a]", /alias/u],
    ["url: https://herald.example/\u0000", /\S/u],
    ["[".repeat(20_000), /\S/u],
  ])("is refused as %j", async (text, message) => {
    const checked = await check(text);
    expect(checked.ok ? "" : checked.problems.join("\n")).toMatch(message);
  });
});
