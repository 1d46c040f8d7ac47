import { sql } from "@wirewatch/store";
import { beforeEach, describe, expect, test } from "vitest";
import { useConsole } from "../../../../../test/support/console-scene.ts";
import { addStory } from "../../../../../test/support/rows.ts";
import { addFindable } from "../../archive/archive-scene.ts";
import { clearTopics, topicFiles } from "./topics-scene.ts";

const scene = useConsole(topicFiles);
beforeEach(() => clearTopics(scene.db));

/** Markup without the spaces that make no difference. */
const flat = (markup: string): string => markup.replaceAll(/\s+/gu, " ").replaceAll(/ ?([<>]) ?/gu, "$1");

type Fields = Readonly<Record<string, string | readonly string[]>>;

const quay: Fields = { view: "fields", name: "Quay", any: ["quay", ""], range: "30d" };
const create = (fields: Fields, role: "analyst" | "viewer" = "analyst") =>
  scene.post("/topics/new", { ...quay, do: "save", ...fields }, role);
const preview = (fields: Fields) => scene.post("/topics/preview", { ...quay, ...fields }, "analyst");

async function article(title: string, text: string): Promise<string> {
  const row = await addFindable(scene.db, text, { title, story_id: await addStory(scene.db), source_id: "site" });
  return row.article_id;
}

const objects = () =>
  scene.db.selectFrom("console_object").select(["id", "content", "version", "updated_by"]).execute();

describe("saving", () => {
  test("makes a topic of the console, with its id of its name, and audits it with the difference", async () => {
    const { url, text } = await create({
      match: "A quay",
      labels: "desk: sea",
      raise_when: ["title:fire", "3 sources within 2h"],
      raise_to: ["critical", "high"],
    });
    expect(new URL(url).pathname).toBe("/topics/quay");
    expect(text).toContain("made in the console (version 1)");
    expect(await objects()).toEqual([
      {
        id: "quay",
        version: 1,
        updated_by: "analyst",
        content:
          "id: quay\nname: Quay\nany:\n  - 'quay'\nlabels:\n  desk: sea\nraise:\n  - when: 'title:fire'\n    to: critical\n  - when:\n      sources: 3\n      within: 2h\n    to: high\ntests:\n  match:\n    - A quay\n",
      },
    ]);
    const [entry] = await scene.db.selectFrom("audit").selectAll().execute();
    expect(entry).toMatchObject({
      action: "topic.made",
      target_id: "quay",
      detail: { version: 1, diff: expect.stringContaining("+id: quay") },
    });
  });

  test.each<[string, Fields, RegExp]>([
    [
      "a test fails, with the sentence",
      { no_match: "The quay is closed" },
      /It must not find<q>The quay is closed<\/q>/u,
    ],
    ["a query cannot be read", { any: ['"quay'] }, /Not saved: put right what is marked first/u],
    ["there is nothing to find", { any: [""] }, /has nothing to look for/u],
    ["it has no name", { name: "" }, /give it a name first/u],
    ["the id is one of a file", { id: "harbour" }, /is that of<a href="\/topics\/harbour">a topic<\/a>of a file/u],
    ["the id is an address of the console", { id: "new" }, /is an address of the console/u],
    ["a source is not there", { sources: "sitee" }, /Did you mean site/u],
    ["the YAML is broken", { view: "yaml", yaml: "id: [" }, /Not saved/u],
  ])("is refused when %s", async (_why, fields, message) => {
    const { status, text } = await create(fields);
    expect(status).toBe(200);
    expect(flat(text)).toMatch(message);
    expect(await objects()).toEqual([]);
  });

  test("is refused when somebody saved meanwhile; both are shown, and whoever saw them may save", async () => {
    await create({});
    const edit = (fields: Fields) =>
      scene.post("/topics/quay/edit", { ...quay, id: "quay", version: "1", do: "save", ...fields }, "analyst");
    await edit({ any: ["pier"] });
    const { text } = await edit({ any: ["dock"] });
    expect(flat(text)).toMatch(/analyst saved this topic[\s\S]*&#39;pier&#39;[\s\S]*&#39;dock&#39;/u);
    expect(text).toContain('name="version" value="2"');
    await edit({ any: ["dock"], version: "2" });
    expect(await objects()).toMatchObject([{ version: 3, content: expect.stringContaining("dock") }]);
  });

  test("keeps comments and order of the YAML where fields did not change", async () => {
    const yaml = "# ours\nid: quay\nany: [quay] # the place\n\n# why\nseverity: low\n";
    await create({ view: "yaml", yaml });
    await scene.post(
      "/topics/quay/edit",
      { ...quay, name: "", id: "quay", yaml, version: "1", severity: "high", do: "save" },
      "analyst",
    );
    expect((await objects())[0]?.content).toBe(yaml.replace("severity: low", "severity: high"));
  });

  test("does not give a topic another id", async () => {
    await create({});
    const yaml = "id: pier\nany: [quay]\n";
    const { text } = await scene.post("/topics/quay/edit", { view: "yaml", yaml, version: "1", do: "save" }, "analyst");
    expect(flat(text)).toContain("the id stays<code>quay</code>");
  });

  test("is for analysts", async () => {
    for (const path of ["/topics/new", "/topics/preview", "/topics/harbour/edit", "/topics/harbour/download"]) {
      expect((await scene.post(path, quay, "viewer")).status).toBe(403);
    }
    expect((await scene.get("/topics/new", "viewer")).status).toBe(403);
  });
});

describe("a topic of a file", () => {
  test("is not saved but given as a patch of its own lines", async () => {
    const written = {
      file: "/config/topics.yaml",
      line: 7,
      prefix: "  - ",
      text: "id: rates # ours\nname: Interest rates\nowner: money desk\nany: ['\"interest rate\"']\nnone: [fiction]\n",
    };
    await sql`update config set content = jsonb_set(content, '{writtenTopics}', ${JSON.stringify({ rates: written })}::jsonb)`.execute(
      scene.db,
    );
    const opened = await scene.get("/topics/rates/edit", "analyst");
    expect(opened.text).toContain("Make the patch");
    const fields = {
      view: "fields",
      id: "rates",
      name: "Interest rates",
      owner: "money desk",
      any: '"interest rate"',
      none: ["fiction", "novel"],
      yaml: written.text,
    };
    const { text } = await scene.post("/topics/rates/edit", { ...fields, do: "patch" }, "analyst");
    expect(text).toContain("@@ -8,4 +8,6 @@");
    expect(text).toContain("-    none: [fiction]");
    expect((await scene.post("/topics/rates/edit", { ...fields, do: "save" }, "analyst")).text).toContain(
      "this topic stands in a file",
    );
    expect(await objects()).toEqual([]);
  });

  test("is downloaded as a file that no browser runs", async () => {
    const { headers, text } = await scene.post(
      "/topics/rates/download",
      { kind: "patch", text: "<script>\r\n" },
      "analyst",
    );
    expect(text).toBe("<script>\n");
    expect(headers.get("content-disposition")).toBe('attachment; filename="rates.patch"');
    expect(headers.get("content-type")).toContain("text/x-diff");
    expect((await scene.post("/topics/rates/download", { kind: "html", text: "" }, "analyst")).status).toBe(400);
  });
});

describe("the two views", () => {
  test("are one topic: fields become YAML and YAML becomes fields", async () => {
    const asYaml = await scene.post(
      "/topics/new",
      { ...quay, none: "novel", languages: "en, de", do: "yaml" },
      "analyst",
    );
    expect(asYaml.text).toContain(
      "id: quay\nname: Quay\nany:\n  - &#39;quay&#39;\nnone:\n  - &#39;novel&#39;\nwhere: { languages: [ en, de ] }\n</textarea",
    );
    const yaml = "id: quay\nany: [quay, 'pier OR dock']\nstem: true\n";
    const asFields = await scene.post("/topics/new", { view: "yaml", yaml, do: "fields" }, "analyst");
    expect(asFields.text).toMatch(/name="any"[^>]*>\s*pier OR dock<\/textarea/u);
    expect(flat(asFields.text)).toMatch(/name="stem" value="yes" checked/u);
  });

  test("stay in the YAML while it has no fields", async () => {
    const { text } = await scene.post(
      "/topics/new",
      { view: "yaml", yaml: "id: quay\nanny: [x]\n", do: "fields" },
      "analyst",
    );
    expect(text).toContain("cannot be shown as fields before it is put right");
    expect(text).toContain("unknown key");
  });
});

describe("the preview", () => {
  test("counts, routes, marks and says which clause matched", async () => {
    await article("Fire at the quay", "Smoke rose over the quay on Monday.");
    await article("Nothing", "Nothing at all.");
    const { text } = await preview({ labels: "desk: corporate", any: ["quay", "pier"] });
    const shown = flat(text);
    expect(shown).toContain(
      "<strong>1</strong>article,<strong>1</strong>story,<span>≈ 1 alert a day to<strong>corporate</strong>",
    );
    expect(shown).toContain("held 19:00–07:00 (night, Europe/London)");
    expect(shown).toContain("Fire at the<mark>quay</mark>");
    expect(shown).toContain("one of these, 1st `quay`");
  });

  test("says what is more and what is less than in the saved version", async () => {
    await create({});
    await article("Quay", "The quay.");
    await article("Pier", "The pier.");
    const { text } = await preview({ topic: "quay", id: "quay", any: ["pier"] });
    expect(flat(text)).toMatch(/\+1<\/span>more than the saved version[\s\S]*Pier/u);
    expect(flat(text)).toMatch(/−1<\/span>not any more[\s\S]*Quay/u);
  });

  test("points at the character and proposes a fix that the form applies", async () => {
    const { text } = await preview({ any: ["pier", 'quay AND "dock'] });
    expect(flat(text)).toContain('data-field="any[1]" data-tone="bad" data-from="9"');
    expect(flat(text)).toContain('<span class="chip bad">one of these, 2nd</span>');
    const fix = /name="fix" value="([^"]*)"/u.exec(flat(text))?.[1]?.replaceAll("&quot;", '"') ?? "";
    expect(JSON.parse(fix)).toEqual(["any[1]", 'quay AND "dock"']);
    const fixed = await scene.post("/topics/new", { ...quay, any: ["pier", 'quay AND "dock'], fix }, "analyst");
    expect(fixed.text).toContain("quay AND &quot;dock&quot;</textarea");
  });

  test("without scripts is the same page with the same answer", async () => {
    await article("Quay", "The quay.");
    const { text } = await scene.post("/topics/new", { ...quay, do: "check" }, "analyst");
    expect(flat(text)).toContain("<strong>1</strong>article");
    expect(text).toMatch(/name="any"[^>]*>\s*quay<\/textarea/u);
  });

  test.each(["", "[", '"x"', '["any[0]"]', '["__proto__[0]","x"]', '["any[99]","x"]', "{}"])(
    "takes any fix: %s",
    async (fix) => {
      expect((await scene.post("/topics/new", { ...quay, fix }, "analyst")).status).toBe(200);
    },
  );
});

describe("tuning", () => {
  const about = (who: string, place: string): string => `On Sunday ${who} Jordan spoke in ${place}. It was warm.`;

  async function jordans() {
    const people = await Promise.all(
      ["Chicago", "Paris", "Rome"].map((place) => article(`Sport in ${place}`, about("Michael", place))),
    );
    const country = await article("Diplomacy", "The border of Jordan was closed. Ministers met.");
    return { people, country };
  }

  test("proposes one line after three hits that are not relevant, and adds it with those hits as tests", async () => {
    const { people, country } = await jordans();
    const fields = { ...quay, name: "Jordan", any: "jordan" };
    expect((await preview({ ...fields, no: people.slice(0, 2) })).text).toContain("1 more hit that is not relevant");
    const { text } = await preview({ ...fields, no: people, yes: [country] });
    expect(flat(text)).toMatch(/Leave out<code>&quot;[^<]*Michael[^<]*&quot;<\/code>/u);
    expect(flat(text)).toMatch(/−3<\/span>of 3 that are not relevant,<span class="chip good">−0<\/span>others/u);
    const proposed = /name="proposed" value="([^"]*)"/u.exec(flat(text))?.[1]?.replaceAll("&quot;", '"') ?? "";
    const accepted = await scene.post(
      "/topics/new",
      { ...fields, no: people, yes: [country], proposed, do: "accept" },
      "analyst",
    );
    expect(accepted.text).toMatch(/name="none"[^>]*>\s*&quot;[^<]*Michael/u);
    expect(accepted.text.match(/&quot;title&quot;:&quot;Sport in/gu)?.length).toBeGreaterThanOrEqual(3);
    expect(accepted.text).toContain("3 tests pass");
  });

  test("what was said of hits is kept with the matches when the topic is saved", async () => {
    await create({});
    const id = await article("Quay", "The quay.");
    await sql`insert into topic_match (article_id, revision, story_id, topic_id, topic_name, severity, config_version, units, spans, clauses, snippet, strength)
      values (${id}, 1, 0, 'quay', 'Quay', 'normal', 1, '[]', '{}', '[]', '{"text":"","marks":[]}', 1)`.execute(
      scene.db,
    );
    await scene.post("/topics/quay/edit", { ...quay, id: "quay", version: "1", no: id, do: "save" }, "analyst");
    expect(await scene.db.selectFrom("match_feedback").select("is_relevant").execute()).toEqual([
      { is_relevant: false },
    ]);
  });
});
