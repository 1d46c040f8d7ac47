import type { Config, RefusedConfig } from "@wirewatch/config";
import { html, none, path } from "./html.ts";
import type { Html } from "./html.ts";
import { chip, count, notice } from "./parts.ts";

type Kind = RefusedConfig["kind"];

/** Objects of the console of one kind that the configuration in force goes without. */
export function refusedOf({ refused = [] }: Pick<Config, "refused">, kind: Kind): readonly RefusedConfig[] {
  return refused.filter((one) => one.kind === kind);
}

/** Why an object of the console is not in use; null when it is, or is no such object. */
export function refusalOf(config: Pick<Config, "refused">, kind: Kind, id: string): RefusedConfig | null {
  return refusedOf(config, kind).find((one) => one.id === id) ?? null;
}

/** On the page of the object. @param actions what can be done there */
export function refusalNotice({ kind, reason, remedy }: RefusedConfig, actions: Html = none): Html {
  return notice(
    "bad",
    html`${chip("bad", "not in use")} The ${kind} that was made in the console is <b>not in use</b>: ${reason}
      ${remedy}${actions}`,
  );
}

/** E.g. in a list: the object, and why it is not in use. */
export function refusalLine({ kind, id, reason, remedy }: RefusedConfig): Html {
  const href = kind === "topic" ? path`/topics/${id}` : path`/sources/${id}`;
  return html`<li class="bad">
    <a href="${href}">${kind} ${id}</a> of the console is not in use: ${reason} <span class="soft">${remedy}</span>
  </li>`;
}

/** Objects that are not in use, above a list; nothing when all are. */
export function refusalList(refused: readonly RefusedConfig[], what: string, most = 20): Html {
  if (refused.length === 0) return none;
  const more = refused.length - most;
  return html`<div class="notice bad" id="not-in-use">
    <p>
      <b>${count(refused.length, what)} not in use.</b> Everything else is used without
      ${refused.length === 1 ? "it" : "them"}.
    </p>
    <ul class="plain needs">
      ${refused.slice(0, most).map(refusalLine)}${more > 0 ? html`<li>and ${more} more</li>` : none}
    </ul>
  </div>`;
}
