import { suggestId, topicText } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import { listConsoleObjectVersions } from "@wirewatch/store";
import { Problem } from "../../problem.ts";
import { html, none } from "../../views/html.ts";
import type { Part } from "../../views/html.ts";
import { notice } from "../../views/parts.ts";
import type { PageView } from "../../views/view.ts";
import type { PageAnswer, PageRequest, Pages } from "../page-routes.ts";
import { inView, openDraft, readDraft, withFields, withQuery } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { editorView } from "./editor-view.ts";
import { exampleLines } from "./example-lines.ts";
import { allSaid, examine, rangeOf, saidOf } from "./examine.ts";
import type { Range, Said } from "./examine.ts";
import { openTopic } from "./known-topics.ts";
import type { OpenedTopic } from "./known-topics.ts";
import { previewView } from "./preview-view.ts";
import { patchView, refusalView } from "./refusal-view.ts";
import { saveTopic } from "./save-topic.ts";
import { topicOf } from "./topic-pages.ts";
import { topicPatch } from "./topic-patch.ts";
import { examplesFor } from "./tuning.ts";

/** The editor of topics: `do` of its form says what the button that was pressed wants. */
export function editorPages(pages: Pages): void {
  pages.get("/topics/new", "analyst", (page) => newTopic(page));
  pages.post("/topics/new", "analyst", (page) => edited(page, null));
  pages.post("/topics/preview", "analyst", (page) => preview(page));
  pages.get("/topics/:id/edit", "analyst", (page) => editTopic(page));
  pages.post("/topics/:id/edit", "analyst", async (page) => edited(page, await topicOf(page)));
}

const nothingSaid: Said = { notRelevant: [], relevant: [] };

/** A new topic: empty, a copy (`from`), or made of a search (`query`, `dialect`). */
async function newTopic(page: PageRequest): Promise<PageView> {
  const { db, config, query } = page;
  const from = query.get("from");
  const source = from === null ? null : await openTopic(db, config, from);
  const searched = query.get("query")?.slice(0, 32_768) ?? "";
  const blank = openDraft("", config);
  const change = withFields(blank, config, (fields) => ({
    ...fields,
    any: [searched],
    dialect: query.get("dialect") ?? "wql",
  }));
  const copied =
    source === null
      ? null
      : openDraft(topicText({ ...source.topic, id: "copy", name: `${source.topic.name} (copy)` }), config);
  const copy = copied === null ? null : withFields(copied, config, (fields) => ({ ...fields, id: "" }));
  const draft = copy ?? (searched === "" ? blank : (change ?? blank));
  return editorPage(page, { opened: null, draft, basedOn: null, range: "30d", said: nothingSaid, note: none });
}

/** The editor of what is saved; `version` opens an earlier version, to be saved as a new one. */
async function editTopic(page: PageRequest): Promise<PageView> {
  const opened = await topicOf(page);
  const wanted = page.query.get("version");
  const versions = wanted === null ? [] : await listConsoleObjectVersions(page.db, "topic", opened.topic.id, 500);
  const version = versions.find((one) => String(one.version) === wanted);
  const draft = openDraft(version?.content ?? opened.text, page.config);
  const shown = draft.fields === null ? inView(draft, "yaml") : draft;
  const note =
    version === undefined
      ? none
      : notice("info", `This is version ${version.version}. Saving makes it the newest one.`);
  return editorPage(page, {
    opened,
    draft: shown,
    basedOn: opened.object?.version ?? null,
    range: "30d",
    said: nothingSaid,
    note,
  });
}

async function preview(page: PageRequest): Promise<PageAnswer> {
  const { db, config, form, now, viewer } = page;
  const id = form.get("topic") ?? "";
  const opened = id === "" ? null : await openTopic(db, config, id);
  const draft = readDraft(form, config);
  const examination = await examine({ db, config }, withId(draft, config, opened), {
    saved: opened?.topic ?? null,
    range: rangeOf(form.get("range")),
    said: saidOf(form),
    now,
    asker: viewer.id,
  });
  // A newer question of the same person is on its way, whose answer is the one that is shown.
  if (examination === null) throw new Problem(409, "something newer was asked for");
  return { fragment: previewView(examination, page) };
}

async function edited(page: PageRequest, opened: OpenedTopic | null): Promise<PageAnswer> {
  const { config, form } = page;
  const sent = readDraft(form, config);
  const [range, said] = [rangeOf(form.get("range")), saidOf(form)];
  const basedOn = /^[1-9]\d{0,8}$/u.test(form.get("version") ?? "") ? Number(form.get("version")) : null;
  const show = (draft: Draft, note: Part = none, based = basedOn, below: Part = none): Promise<PageView> =>
    editorPage(page, { opened, draft, basedOn: based, range, said, note, below });

  const fixed = fixOf(form.get("fix"));
  if (fixed !== null) return show(withQuery(sent, config, fixed.field, fixed.query) ?? sent);
  switch (form.get("do")) {
    case "fields":
    case "yaml":
      return show(...otherView(withId(sent, config, opened), form.get("do") === "yaml" ? "yaml" : "fields"));
    case "accept":
      return show(await accepted(page, sent, opened, said));
    case "patch": {
      if (opened === null || opened.object !== null) return show(sent);
      if (!sent.checked.ok) return show(sent, refusalView({ kind: "invalid" }, sent.text, page));
      const patch = patchView(topicPatch(opened, sent.text), opened.topic.id, page);
      return show(sent, notice("info", html`The change is <a href="#patch">below</a>.`), basedOn, patch);
    }
    case "save": {
      if (opened !== null && opened.object === null && basedOn === null) {
        return show(sent, notice("bad", "Not saved: this topic stands in a file. Make the patch instead."));
      }
      if (isNameless(sent, opened)) return show(sent, notice("bad", "Not saved: give it a name first."));
      const end = await saveTopic(page, withId(sent, config, opened), { opened, basedOn, said });
      if (end.kind === "saved") {
        return {
          to: `/topics/${encodeURIComponent(end.topic.id)}`,
          note: `${end.topic.name} is saved as version ${end.version}, in force within seconds.`,
        };
      }
      // Whoever has seen the other version may save over it.
      const seen = end.kind === "conflict" ? (end.current?.version ?? null) : basedOn;
      return show(sent, refusalView(end, sent.text, page), seen);
    }
    default:
      return show(sent);
  }
}

function otherView(draft: Draft, view: Draft["view"]): readonly [Draft, Part] {
  const other = inView(draft, view);
  if (other.view === view) return [other, none];
  return [other, notice("bad", "The YAML cannot be shown as fields before it is put right.")];
}

/** The proposed line, with the hits it takes away as tests. */
async function accepted(page: PageRequest, draft: Draft, opened: OpenedTopic | null, said: Said): Promise<Draft> {
  const { db, config, form } = page;
  const line = form.get("proposed") ?? "";
  const { checked } = withId(draft, config, opened);
  if (!checked.ok || line === "" || line.length > 1000) return draft;
  const { topic } = checked;
  const all = await allSaid(db, said, opened?.topic.id ?? null);
  const examples = await examplesFor(db, topic, line, all.notRelevant, config);
  const tests = exampleLines(examples);
  const changed = withFields(draft, config, (fields) => ({
    ...fields,
    none: [...fields.none, line],
    noMatch: [fields.noMatch, tests].filter((text) => text !== "").join("\n"),
  }));
  return changed ?? draft;
}

/** Stands for the id of a topic that has no name yet. */
const nameless = "new-topic";

/** A new topic whose id was left empty gets it of its name. The form stays as it is, so that it follows the name while somebody types. */
function withId(draft: Draft, config: Config, opened: OpenedTopic | null): Draft {
  const { fields, view } = draft;
  if (opened !== null || view === "yaml" || fields === null || fields.id !== "") return draft;
  const id = suggestId(fields.name) ?? nameless;
  return withFields(draft, config, (before) => ({ ...before, id })) ?? draft;
}

function isNameless({ fields, view }: Draft, opened: OpenedTopic | null): boolean {
  return opened === null && view === "fields" && fields !== null && fields.id === "" && suggestId(fields.name) === null;
}

async function editorPage(
  page: PageRequest,
  facts: {
    readonly opened: OpenedTopic | null;
    readonly draft: Draft;
    readonly basedOn: number | null;
    readonly range: Range;
    readonly said: Said;
    readonly note: Part;
    readonly below?: Part;
  },
): Promise<PageView> {
  const { db, config, now, viewer } = page;
  const { opened, draft, basedOn, range, said, note, below = none } = facts;
  const isUntouched = draft.text === "";
  const examination = isUntouched
    ? { marks: [], found: null, range, said }
    : await examine({ db, config }, withId(draft, config, opened), {
        saved: opened?.topic ?? null,
        range,
        said,
        now,
        asker: viewer.id,
      });
  const title = opened === null ? "New topic" : `Edit ${opened.topic.name}`;
  const body = editorView({ opened, draft, examination, basedOn, said: note, below }, page);
  return { title, section: "topics", body };
}

/** A fix as its button names it: JSON of field and query. */
function fixOf(text: string | null): { readonly field: string; readonly query: string } | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return null;
    const [field, query]: unknown[] = value;
    return typeof field === "string" && typeof query === "string" ? { field, query } : null;
  } catch {
    return null;
  }
}
