import { loadConfig } from "@wirewatch/config";
import { expect, test } from "vitest";
import { receiverExample } from "./receivers-view.ts";

test("the example of a receiver can be taken over as it is", async () => {
  const files: Readonly<Record<string, string>> = {
    "sources.yaml": "sources: [{ id: site, url: https://site.example/rss }]",
    "topics.yaml": "topics: []",
    "alerts.yaml": receiverExample,
  };
  const readFile = async (path: string): Promise<Uint8Array> => Buffer.from(files[path] ?? "");
  const loaded = await loadConfig("", { env: {}, readFile, checkSecrets: false });
  expect(loaded).toMatchObject({ ok: true, config: { alerts: { receivers: [{ name: "newsdesk" }] } } });
  expect(receiverExample.trimEnd().split("\n")).toHaveLength(4);
});
