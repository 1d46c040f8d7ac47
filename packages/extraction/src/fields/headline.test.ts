import { describe, expect, test } from "vitest";
import { linked, meta, read } from "./fixtures/page.ts";

const site = meta("og:site_name", "Courier");

describe("names are cut off", () => {
  test.each([
    ["site at the end", `<title>Quay opens | Courier</title>${site}`, "Quay opens"],
    [
      "section and site",
      `<title>Quay opens - World - Courier</title>${site}${meta("article:section", "World")}`,
      "Quay opens",
    ],
    ["site in front", `<title>Courier | Quay opens</title>${site}`, "Quay opens"],
    ["host as the name", "<title>Quay opens – courier.example</title>", "Quay opens"],
    [
      "name of the host in two words",
      "<title>Quay opens | The Port</title>",
      "Quay opens",
      "https://theport.example/a",
    ],
    ["edition of the site", `<title>Quay opens | Courier London</title>${site}`, "Quay opens"],
    [
      "what the heading shows not to belong",
      "<title>Quay opens: the port – a new era</title><h1>Quay opens: the port</h1>",
      "Quay opens: the port",
    ],
    [
      "site and author behind a shown headline",
      `<title>Quay opens * Courier * by A. Writer</title>${site}<h1>Quay opens</h1>`,
      "Quay opens",
    ],
    [
      "an undeclared section before the site",
      `<title>장동혁 제명했지만 절연 외연 확장 부담 커졌다-정치ㅣ한국신문</title>${meta("og:site_name", "한국신문")}`,
      "장동혁 제명했지만 절연 외연 확장 부담 커졌다",
    ],
    [
      "full-width colon",
      `<title>港で新しい岸壁が開通：毎日港湾</title>${meta("og:site_name", "毎日港湾")}`,
      "港で新しい岸壁が開通",
    ],
    ["site in JSON-LD", linked({ headline: "岸壁が開通 - 港湾新聞", publisher: { name: "港湾新聞" } }), "岸壁が開通"],
  ])("%s", (_, html, title, url?: string) => {
    expect(read(html, url).title).toBe(title);
  });

  test.each([
    [
      "a dash that belongs to the headline",
      "<title>Quay opens - and stays open</title>",
      "Quay opens - and stays open",
    ],
    ["a hyphen in a word", "<title>North-west quay opens</title>", "North-west quay opens"],
    [
      "a part that begins with the site's name",
      `<title>Quay opens – Courier reports heavy losses in its first year</title>${site}`,
      "Quay opens – Courier reports heavy losses in its first year",
    ],
    ["a kicker", `<title>Port: the quay opens</title>${site}`, "Port: the quay opens"],
    ["a title of very many parts", `<title>${"a | ".repeat(40)}b</title>`, `${"a | ".repeat(40)}b`],
  ])("but not %s", (_, html, title) => {
    expect(read(html).title).toBe(title);
  });
});

describe("choice", () => {
  test("JSON-LD comes before <title>", () => {
    expect(read(`${linked({})}<title>Everything about the quay</title>`).title).toBe("Quay opens");
  });

  test("a shown OpenGraph title replaces JSON-LD that repeats the title for search engines", () => {
    const html = `${linked({ headline: "Quay 2025: all facts" })}<title>Quay 2025: all facts | Courier</title>${site}${meta("og:title", "Quay opens")}<h1>Quay opens</h1>`;
    expect(read(html).title).toBe("Quay opens");
  });

  test("a shown OpenGraph title replaces JSON-LD that abridges it", () => {
    const html = `${linked({ headline: "Ships return to the quay" })}${meta("og:title", "Port / Ships return to the quay")}<h1>Port Ships return to the quay</h1>`;
    expect(read(html).title).toBe("Port / Ships return to the quay");
  });

  test("the title that the address spells out replaces JSON-LD", () => {
    const html = `${linked({ headline: "Quay drama: what is known" })}${meta("og:title", "Grüne Fähre kehrt zurück")}`;
    expect(read(html, "https://courier.example/hafen/gruene-faehre-kehrt-zurueck-10045.html").title).toBe(
      "Grüne Fähre kehrt zurück",
    );
    expect(read(html).title).toBe("Quay drama: what is known");
  });

  test("of two titles with different kickers the common headline is left", () => {
    const html = `${meta("og:title", "Port in trouble: «The quay has much to do with the tides»")}<h1>Storm - «The quay has much to do with the tides»</h1>`;
    expect(read(html).title).toBe("«The quay has much to do with the tides»");
  });

  test("a lone heading counts when nothing else is there", () => {
    expect(read("<h1>Quay opens</h1>").title).toBe("Quay opens");
    expect(read("<h1>Quay opens</h1><h1>Log in</h1>").title).toBeNull();
  });

  test("a title longer than 500 characters is none", () => {
    expect(read(`<title>${"long ".repeat(200)}</title>`).title).toBeNull();
  });

  test("the site's name alone is no title", () => {
    expect(read(`<title>Courier</title>${site}`).title).toBeNull();
  });
});

test.each([
  ["&amp;amp;quot;Quay&amp;amp;quot; opens", '"Quay" opens'],
  ["&quot;Quay&quot; &amp; port", '"Quay" & port'],
  ["Quay &lt;em&gt;opens&lt;/em&gt;", "Quay opens"],
  ["AT&amp;T opens quay", "AT&T opens quay"],
  ["Is 1 &lt; 2?", "Is 1 < 2?"],
  ["Quay\u00A0opens\0 \uFEFF", "Quay opens"],
])("entities and tags: %s", (content, title) => {
  expect(read(meta("og:title", content)).title).toBe(title);
});
