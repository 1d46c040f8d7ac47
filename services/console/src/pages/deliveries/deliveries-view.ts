import type {
  ChannelTrouble,
  DeadGroup,
  DeliveryLine,
  DeliveryOverview,
  DeliveryTab,
  ReplayPreview,
} from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { flag, html, none, path, withQuery } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import {
  actionButton,
  chip,
  count,
  empty,
  figure,
  filterForm,
  form,
  input,
  more,
  notice,
  pageHead,
  panel,
  select,
  table,
  tabs,
} from "../../views/parts.ts";
import { ago, clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { answerWords, eventWords, stateWords } from "./delivery-words.ts";

/** What the address asks for. */
export interface DeliveriesQuery {
  readonly tab: DeliveryTab;
  /** Empty: all, like the others. */
  readonly receiver: string;
  /** `receiver channel`; empty: all. */
  readonly channel: string;
  readonly event: string;
  /** As messages name it; empty: all. */
  readonly alert: string;
}

export interface DeliveriesPage {
  readonly query: DeliveriesQuery;
  readonly overview: DeliveryOverview;
  readonly troubles: readonly ChannelTrouble[];
  readonly lines: readonly DeliveryLine[];
  readonly cursor: string | null;
  /** Of dead letters. */
  readonly groups: readonly DeadGroup[];
}

const tabNames = { sent: "Sent", retrying: "Retrying", dead: "Dead letters" } as const;

export function deliveriesView(page: DeliveriesPage, context: ViewContext): Html {
  const { query, overview, troubles, groups, lines, cursor } = page;
  const asked = {
    tab: query.tab,
    receiver: query.receiver,
    channel: query.channel,
    event: query.event,
    alert: query.alert,
  };
  return html`${pageHead("Deliveries", { lead: "Every message to every channel: what arrived, what is tried again, what was given up." })}
  ${troubles.map((trouble) => troubleNotice(trouble, context))}
  ${tabs(
    "Deliveries",
    (["sent", "retrying", "dead"] as const).map((tab) => ({
      name: tabNames[tab],
      href: withQuery("/deliveries", { ...asked, tab }),
      isHere: tab === query.tab,
      count: overview[tab],
    })),
  )}
  ${filters(query, overview)} ${query.tab === "dead" ? deadPart(groups, query, context) : none}
  ${lines.length === 0 ? nothing(query.tab) : html`${log(lines, context)}${more("/deliveries", asked, cursor)}`}`;
}

function troubleNotice(
  { receiver, channel, disabledAt, reason, failingSince, dead }: ChannelTrouble,
  context: ViewContext,
): Html {
  const name = `${receiver} ${channel}`;
  if (disabledAt === null)
    return notice(
      "warn",
      html`${name} has only failed since ${clock(failingSince, context)}; ${count(dead, "message was", "messages were")}
      given up.`,
    );
  const button = mayDo(context.viewer.role, "operator")
    ? actionButton(context, "/deliveries/enable", "Enable", { fields: { receiver, channel }, tone: "primary" })
    : none;
  return notice(
    "bad",
    html`${name} takes no message since ${clock(disabledAt, context)}: ${reason ?? "no reason is stored"}. ${button}`,
  );
}

function filters({ tab, receiver, channel, event, alert }: DeliveriesQuery, overview: DeliveryOverview): Html {
  const named = new Set([...overview.channels.map((one) => one.receiver), ...(receiver === "" ? [] : [receiver])]);
  const channels = overview.channels.map(({ receiver, channel: name }) => `${receiver} ${name}`);
  return filterForm(
    "/deliveries",
    html`<input type="hidden" name="tab" value="${tab}" />
      ${select("Receiver", "receiver", receiver, [["", "All receivers"], ...[...named].map((name) => [name, name] as const)])}
      ${select("Channel", "channel", channel, [["", "All channels"], ...channels.map((name) => [name, name] as const)])}
      ${select("Message", "event", event, [["", "All messages"], ...Object.entries(eventWords)])}
      ${input("Alert", "alert", alert, { type: "search", placeholder: "al_12" })}`,
  );
}

function nothing(tab: DeliveryTab): Html {
  if (tab === "sent")
    return empty(
      "Nothing was sent",
      "No message like this arrived. Messages come when a topic matches and a route sends it somewhere.",
      html`<a class="button" href="/settings">Try a receiver out</a>`,
    );
  if (tab === "retrying") return empty("Nothing is on its way", "Every message has arrived or ended.");
  return empty(
    "No dead letters",
    "Nothing was given up. What a channel does not take is tried again for hours before it lands here.",
  );
}

function log(lines: readonly DeliveryLine[], context: ViewContext): Html {
  return panel(
    "Log",
    table(
      "Deliveries",
      lines,
      [
        {
          head: "Message",
          kind: "main",
          cell: ({ title, event, topic }) =>
            html`${title === "" ? (eventWords[event] ?? event) : title} <span class="soft">${topic}</span>`,
        },
        { head: "State", cell: ({ state }) => chip(...stateWords[state]) },
        {
          head: "To",
          kind: "time",
          cell: ({ receiver, channel }) => html`${receiver} <span class="soft">${channel}</span>`,
        },
        {
          head: "About",
          cell: ({ alertId, event }) =>
            alertId === null
              ? (eventWords[event] ?? event)
              : html`<a href="${path`/alerts/${alertId}`}">${alertId}</a>
                  <span class="soft no-wrap">${eventWords[event] ?? event}</span>`,
        },
        { head: "When", kind: "time", cell: (line) => whenOf(line, context) },
        { head: "Attempts", kind: "number", cell: ({ attempts }) => figure(attempts) },
        { head: "Answer", cell: answer },
      ],
      { href: ({ id }) => path`/deliveries/${id}`, id: ({ id }) => id },
    ),
  );
}

function whenOf({ sentAt, nextTryAt, triedAt, createdAt }: DeliveryLine, context: ViewContext): Part {
  if (sentAt !== null) return clock(sentAt, context);
  if (nextTryAt !== null) return html`next try ${ago(nextTryAt, context)}`;
  return clock(triedAt ?? createdAt, context);
}

function answer({ status, latencyMs, reason, excerpt, state }: DeliveryLine): Part {
  const why = state === "sent" ? excerpt : (reason ?? excerpt);
  return html`<span class="no-wrap">${answerWords(status, latencyMs)}</span
    >${why === null ? none : html` <span class="soft">${why.slice(0, 160)}</span>`}`;
}

function deadPart(groups: readonly DeadGroup[], query: DeliveriesQuery, context: ViewContext): Html {
  if (groups.length === 0) return none;
  const isOperator = mayDo(context.viewer.role, "operator");
  const entries = groups.map(
    ({ error, count: many, channels, firstAt, lastAt, exampleId }) =>
      html`<article class="entry bad" id="group-${exampleId}">
        <h3>
          <a
            href="${withQuery("/deliveries/replay", { like: exampleId, receiver: query.receiver, channel: query.channel })}"
            >${count(many, "delivery", "deliveries")}: ${error}</a
          >
        </h3>
        <p class="soft">
          to ${channels.slice(0, 5).join(", ")}${channels.length > 5 ? " and more" : ""} · from
          ${clock(firstAt, context)} to ${clock(lastAt, context)}
        </p>
        ${isOperator ? html`<p><a class="button" href="${withQuery("/deliveries/replay", { like: exampleId, receiver: query.receiver, channel: query.channel })}">Send again…</a></p>` : none}
      </article>`,
  );
  const since = isOperator
    ? html`<form method="get" action="/deliveries/replay" class="filters">
        ${input("Send all again that were made since", "since", "", { type: "datetime-local", isRequired: true })}
        <button class="button">Show what would happen</button>
      </form>`
    : none;
  return panel(
    "By error",
    html`<div class="stack">${entries}</div>
      ${since}`,
    { id: "groups" },
  );
}

/** Which dead letters are meant by a replay. */
export interface ReplayChoice {
  readonly like: string;
  readonly receiver: string;
  readonly channel: string;
  /** As the form has it, local time; empty: any. */
  readonly since: string;
}

/** What a replay would do, and the button for it. */
export function replayView(
  choice: ReplayChoice,
  {
    preview,
    total,
    error,
    isNotifierRunning,
  }: {
    readonly preview: ReplayPreview;
    readonly total: number;
    readonly error: string | null;
    readonly isNotifierRunning: boolean;
  },
  context: ViewContext,
): Html {
  const { ready, sent, open, disabled, byChannel } = preview;
  const lines = [
    ready > 0 &&
      `${count(ready, "message is", "messages are")} sent again, under the same ids: receivers that keep ids see each once.`,
    disabled > 0 && `${count(disabled, "message waits", "messages wait")} for a channel that is disabled.`,
    sent > 0 && `${count(sent, "message", "messages")} arrived already and ${sent === 1 ? "is" : "are"} skipped.`,
    open > 0 &&
      `${count(open, "message is", "messages are")} on the way already and ${open === 1 ? "is" : "are"} skipped.`,
    !isNotifierRunning && "No notifier is running: they wait until one is.",
  ].filter((line) => line !== false);
  const button = form(
    context,
    "/deliveries/replay",
    html`<input type="hidden" name="like" value="${choice.like}" />
      <input type="hidden" name="receiver" value="${choice.receiver}" />
      <input type="hidden" name="channel" value="${choice.channel}" />
      <input type="hidden" name="since" value="${choice.since}" />
      ${disabled > 0 ? html`<label class="check"><input type="checkbox" name="enable" value="1" ${flag("checked", ready === 0)} /> Enable the disabled channels first</label>` : none}
      <button class="button primary">Send again</button> <a class="button" href="/deliveries?tab=dead">Leave it</a>`,
  );
  return html`${pageHead("Send again?", { lead: error ?? "Everything that was given up in this time." })}
  ${panel(
    "What will happen",
    html`<ul>
        ${lines.map((line) => html`<li>${line}</li>`)}
      </ul>
      ${
        byChannel.length === 0
          ? none
          : table("By channel", byChannel, [
              { head: "Channel", kind: "main", cell: ({ receiver, channel }) => `${receiver} ${channel}` },
              { head: "Messages", kind: "number", cell: ({ count: many }) => figure(many) },
              {
                head: "State",
                cell: ({ isDisabled }) => (isDisabled ? chip("bad", "disabled") : chip("good", "takes messages")),
              },
            ])
      }
      ${total === 0 ? empty("Nothing to send again", "It was sent again or forgotten meanwhile.") : button}`,
  )}`;
}
