import { localTime, plainText } from "@wirewatch/alerting";
import type { ListedAlert } from "@wirewatch/store";
import { markup } from "./links-html.ts";
import type { Html } from "./links-html.ts";

/** A page that a link leads to. */
export interface LinkPage {
  readonly status: number;
  readonly title: string;
  readonly body: Html;
}

const maxTitle = 300;

/** An instant as clocks in the zone show it; say the zone beside it. */
export function localClock(timeZone: string, at: Date): string {
  const { year, month, day, hour, minute } = localTime(timeZone, at);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

/** An instant as clocks in the zone show it, with the zone. */
export function localInstant(timeZone: string, at: Date): string {
  return `${localClock(timeZone, at)} (${timeZone})`;
}

/** What an alert is about, at the head of every page. */
export function alertHead({ title, topicName, severity }: ListedAlert): Html {
  const story = plainText(title, maxTitle);
  return markup`<p class="kicker">${plainText(topicName, maxTitle)} · ${severity}</p>
    <h1>${story === "" ? "An article without a title" : story}</h1>`;
}

/** Asks before something is done; the button is a POST to the same address. */
export function questionPage(
  alert: ListedAlert,
  { title, text, button }: { readonly title: string; readonly text: string; readonly button: string },
): LinkPage {
  return {
    status: 200,
    title,
    body: markup`${alertHead(alert)}
      <p>${text}</p>
      <form method="post"><button type="submit">${button}</button></form>`,
  };
}

/** Says what was done, or that there is nothing to do. */
export function donePage(alert: ListedAlert, title: string, lines: readonly string[]): LinkPage {
  const [first = "", ...rest] = lines;
  return {
    status: 200,
    title,
    body: markup`${alertHead(alert)}
      <p><strong>${first}</strong></p>
      ${rest.map((line) => markup`<p class="soft">${line}</p>`)}`,
  };
}

/** How to get no more messages: receivers stand in a file, which no link can change. */
export function unsubscribePage(receiver: string): LinkPage {
  const title = "No more of these messages";
  return {
    status: 200,
    title,
    body: markup`<h1>${title}</h1>
      <p>
        This message came through the receiver <code>${receiver}</code> of Wirewatch. Its addresses stand in a file that
        only those who run Wirewatch can change, so nothing was changed now.
      </p>
      <p>
        Ask them to take your address out of the receiver <code>${receiver}</code> in <code>alerts.yaml</code>; a second
        after the file is saved, no more is sent to it.
      </p>
      <p class="soft">For a pause from one story, the link “Mute” in a message about it is enough.</p>`,
  };
}

/** Nothing is said about why a link is not ours. */
export const invalidPage: LinkPage = {
  status: 404,
  title: "This link does not work",
  body: markup`<h1>This link does not work</h1>
    <p>
      It was cut off or changed on its way, or Wirewatch has been set up anew since it was sent. Nothing was changed.
    </p>
    <p class="soft">Try the link in the message itself instead of a copied one.</p>`,
};

export function expiredPage(since: string): LinkPage {
  return {
    status: 410,
    title: "This link has expired",
    body: markup`<h1>This link has expired</h1>
      <p>It held until ${since}. Nothing was changed.</p>
      <p class="soft">
        A newer message about the story has new links; <code>wirewatch alerts list</code> shows all alerts.
      </p>`,
  };
}

export const goneAlertPage: LinkPage = {
  status: 404,
  title: "This alert is not there any more",
  body: markup`<h1>This alert is not there any more</h1>
    <p>It is older than what Wirewatch keeps. Nothing was changed.</p>`,
};

export function busyPage(seconds: number): LinkPage {
  return {
    status: 429,
    title: "A moment, please",
    body: markup`<h1>A moment, please</h1>
      <p>This link, or your network, was used very often just now. Try again in ${seconds} s. Nothing was changed.</p>`,
  };
}

export const brokenPage: LinkPage = {
  status: 503,
  title: "Not available now",
  body: markup`<h1>Not available now</h1>
    <p>Wirewatch cannot reach its store at the moment. Nothing was changed; try again in a minute.</p>`,
};
