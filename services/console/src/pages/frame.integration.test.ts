import { expect, test } from "vitest";
import { useConsole } from "../../../../test/support/console-scene.ts";

const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });

test("nobody sees a page without a session, and is led to the log-in and back", async () => {
  const answer = await fetch(`${scene.url}/alerts?state=open`, {
    headers: { accept: "text/html" },
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe("/login?to=%2Falerts%3Fstate%3Dopen");
  expect((await fetch(`${scene.url}/alerts`)).status).toBe(401);
});

test("every section is there, marked in the rail, with headers that let nothing foreign in", async () => {
  const sections = [
    "",
    "alerts",
    "stories",
    "topics",
    "sources",
    "search",
    "explain",
    "pipeline",
    "deliveries",
    "silences",
    "settings",
  ];
  for (const section of sections) {
    const { status, headers, text } = await scene.get(`/${section}`);
    expect({ section, status }).toEqual({ section, status: 200 });
    expect(text).toContain(`href="/${section}"`);
    expect(text.match(/aria-current="page"/gu)).not.toBeNull();
    expect(headers.get("content-security-policy")).toContain("script-src 'self'; style-src 'self'");
    expect(text).not.toMatch(/<script(?![^>]* src=)|\son\w+=|style="/u);
  }
});

test("what pages load is there, may be kept for ever, and is packed", async () => {
  const { text } = await scene.get("/");
  const addresses = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/gu)].map(([, address]) => address ?? "");
  expect(addresses).toHaveLength(2);
  for (const address of [...addresses, addresses[0]?.replace("console.css", "live.ts") ?? ""]) {
    const { status, headers } = await fetch(`${scene.url}${address}`);
    expect({ address, status, cache: headers.get("cache-control") }).toMatchObject({
      status: 200,
      cache: /immutable/u,
    });
    expect(headers.get("content-encoding")).not.toBeNull();
  }
  expect((await fetch(`${scene.url}/assets/x/..%2fassets.ts`)).status).toBe(404);
});
