import { diffLines } from "@wirewatch/config";
import { withQueryPlaces } from "@wirewatch/explain";
import { formTokenField } from "../../access/same-site.ts";
import { html, lines, none, path } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { notice } from "../../views/parts.ts";
import { ago } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { diffView } from "./diff-view.ts";
import type { SaveEnd } from "./save-topic.ts";
import type { TopicPatch } from "./topic-patch.ts";

/** Why a topic was not saved, and what to do. @param text YAML that was to be saved */
export function refusalView(end: Exclude<SaveEnd, { kind: "saved" }>, text: string, context: ViewContext): Html {
  switch (end.kind) {
    case "invalid":
      return notice("bad", "Not saved: put right what is marked first.");
    case "taken":
      return notice(
        "bad",
        html`Not saved: the id <code>${end.id}</code> is that of <a href="${path`/topics/${end.id}`}">a topic</a> of
          ${end.by}. Choose another one.`,
      );
    case "renamed":
      return notice(
        "bad",
        html`Not saved: the id stays <code>${end.id}</code>. For another id make a copy and delete this topic.`,
      );
    case "testFails": {
      const { text: sentence, expected, why } = end.test;
      const wanted = expected === "match" ? "It must find" : "It must not find";
      const more = end.more === 0 ? none : html` ${end.more} more ${end.more === 1 ? "test fails" : "tests fail"}.`;
      return notice(
        "bad",
        html`Not saved: a test fails. ${wanted} <q>${sentence.slice(0, 400)}</q>. ${withQueryPlaces(why)}${more}`,
      );
    }
    case "conflict":
      return conflictView(end, text, context);
  }
}

function conflictView({ current }: Extract<SaveEnd, { kind: "conflict" }>, text: string, context: ViewContext): Html {
  if (current === null) {
    return notice("bad", "Not saved: somebody deleted this topic meanwhile. Save again to make it anew.");
  }
  return notice(
    "bad",
    html`<p>
        Not saved: ${current.updatedBy} saved this topic ${ago(current.updatedAt, context)}. Below is what yours would
        change in it. Save again to put yours in its place, or
        <a href="${path`/topics/${current.id}/edit`}">take theirs</a>.
      </p>
      ${diffView(diffLines(current.content.trimEnd().split("\n"), text.trimEnd().split("\n")))}`,
  );
}

/** A change for a file, to be read and downloaded. Its forms are sent as they are, so that the browser saves what comes. */
export function patchView(
  { diff, entry, file }: TopicPatch,
  id: string,
  context: Pick<ViewContext, "formToken">,
): Html {
  const isChanged = diff !== "";
  const how = isChanged
    ? html`<p>
        In the folder with <code>${file}</code>: <code>patch -p1 &lt; ${id}.patch</code>. The console takes the file
        over within seconds.
      </p>`
    : html`<p>
        Nothing differs from what stands in the file, or its place in the file is not known. This is the whole entry.
      </p>`;
  return html`<section class="panel" id="patch">
    <header class="panel-head"><h2>The change for ${file}</h2></header>
    ${how} ${isChanged ? html`<pre tabindex="0">${lines(diff)}</pre>` : none}
    <details ${isChanged ? none : html`open`}>
      <summary>The whole entry</summary>
      <pre tabindex="0">${lines(entry)}</pre>
    </details>
    <p class="actions">
      ${isChanged ? download(id, "patch", diff, "Download the patch", context) : none}
      ${download(id, "yaml", entry, "Download the entry", context)}
    </p>
  </section>`;
}

function download(
  id: string,
  kind: "patch" | "yaml",
  text: string,
  label: string,
  context: Pick<ViewContext, "formToken">,
): Html {
  return html`<form method="post" action="${path`/topics/${id}/download`}" class="one-button">
    <input type="hidden" name="${formTokenField}" value="${context.formToken}" />
    <input type="hidden" name="kind" value="${kind}" />
    <textarea name="text" hidden aria-hidden="true" tabindex="-1">${lines(text)}</textarea>
    <button class="button">${label}</button>
  </form>`;
}
