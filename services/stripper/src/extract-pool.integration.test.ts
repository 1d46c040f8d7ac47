import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hostilePages } from "../../../test/support/hostile-pages.ts";
import { createExtractPool, type ExtractPool, secondOpinionThreads } from "./extract-pool.ts";

const url = "https://courier.example/news/quay";
const sentence =
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs. ";
const article = `<html lang="en"><title>Quay opens</title><article>${`<p>${sentence.repeat(3)}</p>`.repeat(5)}</article></html>`;

let pool: ExtractPool;
beforeAll(() => {
  pool = createExtractPool({ threads: 1 });
});
afterAll(() => pool.close());

test("gives an article as plain data", async () => {
  const result = await pool.extract({
    url,
    body: Buffer.from(article),
    contentType: "text/html; charset=utf-8",
    selectors: null,
  });
  expect(result).toMatchObject({
    kind: "article",
    article: { title: "Quay opens", language: "en", method: "scorer" },
    ms: expect.any(Number),
  });
  expect(structuredClone(result)).toEqual(result);
});

test("counts the pages it has read", async () => {
  const before = pool.counts().pages;
  await pool.extract({ url, body: article });
  expect(pool.counts().pages).toBe(before + 1);
});

test("hostile pages end with a result within the limits", async () => {
  for (const { name, body, contentType = null } of hostilePages()) {
    const result = await pool.extract({ url, body, contentType });
    expect(["article", "notArticle"], name).toContain(result.kind);
  }
}, 120_000);

test("hostile pages end with a second opinion within the limits of its thread", async () => {
  const again = secondOpinionThreads();
  try {
    for (const { name, body, contentType = null } of hostilePages()) {
      const read = await again.read({ url, body, contentType });
      expect(read.kind, name).toBe("read");
    }
  } finally {
    await again.close();
  }
}, 120_000);

describe("jsdom", () => {
  const isLoaded = async (module: string): Promise<string> => {
    const look = `await import(${JSON.stringify(new URL(module, import.meta.url).href)});
      const { createRequire } = await import("node:module");
      console.log(Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes("/node_modules/jsdom/")));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", look]);
    return stdout.trim();
  };

  test.each(["./extract-pool.ts", "./extract-worker.ts"])("is not loaded with %s", async (module) => {
    expect(await isLoaded(module)).toBe("false");
  });

  test("is loaded with the second opinion", async () => {
    expect(await isLoaded("./second-opinion-worker.ts")).toBe("true");
  });
});
