import { MissingSecretError } from "@wirewatch/config";
import type { SourceConfig } from "@wirewatch/config";
import { describe, expect, test } from "vitest";
import { sourceFrom } from "../../../test/support/config.ts";
import { credentialsFor, isOwnAddress } from "./credentials.ts";

const secrets: Readonly<Record<string, string>> = { TOKEN: "s3cret", SESSION: "abc" };

async function resolveSecrets(text: string): Promise<string> {
  return text.replaceAll(/\$\{env:(\w+)\}/g, (_whole, name: string) => {
    const value = secrets[name];
    if (value === undefined) throw new MissingSecretError(`the environment variable ${name} is not set`);
    return value;
  });
}

const sourceWith = (settings: object = {}): Promise<SourceConfig> =>
  sourceFrom({ id: "site", url: "https://news.site.example/rss", ...settings });

describe("the source's own addresses", () => {
  test.each([
    ["https://news.site.example/rss", "https://news.site.example/rss", true],
    ["https://news.site.example/rss", "https://www.site.example/1", true],
    ["https://news.site.example/rss", "https://cdn.example/1", false],
    ["https://news.site.example/rss", "http://news.site.example/1", false],
    ["http://news.site.example/rss", "https://news.site.example/1", true],
    ["http://news.site.example/rss", "http://news.site.example/1", true],
    ["https://a.github.io/rss", "https://b.github.io/1", false],
  ])("of %s: %s → %s", (url, asked, expected) => {
    expect(isOwnAddress(asked, { url, feeds: [] })).toBe(expected);
  });

  test("are the documents the operator listed, wherever they are", () => {
    const source = { url: "https://site.example/", feeds: ["https://feeds.example/site"] };
    expect(isOwnAddress("https://feeds.example/site", source)).toBe(true);
    expect(isOwnAddress("https://feeds.example/other", source)).toBe(false);
  });

  test("are none of a source that hands its articles in", () => {
    expect(isOwnAddress("https://site.example/1", { url: null, feeds: [] })).toBe(false);
  });
});

describe("what is sent along", () => {
  const settings = {
    headers: { Authorization: "Bearer ${env:TOKEN}" },
    cookies: { session: "${env:SESSION}", consent: "${env:TOKEN}" },
  };

  test("are headers and one Cookie header, with their secrets", async () => {
    const source = await sourceWith(settings);
    expect(await credentialsFor("https://news.site.example/1", source, resolveSecrets)).toEqual({
      headers: { Authorization: "Bearer s3cret", cookie: "session=abc; consent=s3cret" },
      proxy: null,
    });
  });

  test("is nothing to another site but the proxy in between", async () => {
    const source = await sourceWith({ ...settings, proxy: "http://user:${env:TOKEN}@proxy.example:3128" });
    expect(await credentialsFor("https://elsewhere.example/1", source, resolveSecrets)).toEqual({
      headers: {},
      proxy: "http://user:s3cret@proxy.example:3128",
    });
  });

  test("is asked for nothing when a secret is missing", async () => {
    const source = await sourceWith({ headers: { Authorization: "${env:ABSENT}" } });
    await expect(credentialsFor("https://news.site.example/1", source, resolveSecrets)).rejects.toThrow(
      "the environment variable ABSENT is not set",
    );
  });
});
