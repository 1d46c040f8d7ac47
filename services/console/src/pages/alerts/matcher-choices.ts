import type { Config } from "@wirewatch/config";
import { severities } from "@wirewatch/model";
import { matcherText } from "./matcher-list.ts";

/** More would not be read. */
const maxChoices = 200;

/**
 * Matchers that fit something there is, for a field that proposes them: those that no choice of its own is made for come first (labels of
 * topics, tags, languages and countries of sources), then severities, topics and sources.
 */
export function matcherChoices({ topics, sources }: Config): readonly string[] {
  const all = [
    ...topics.flatMap(({ labels }) => Object.entries(labels).map(([label, value]) => matcherText(label, value))),
    ...sources.flatMap(({ tags }) => tags.map((tag) => matcherText("source_tag", tag))),
    ...sources.flatMap(({ language }) => (language === null ? [] : [matcherText("language", language)])),
    ...sources.flatMap(({ country }) => (country === null ? [] : [matcherText("country", country)])),
    ...severities.map((severity) => matcherText("severity", severity)),
    ...topics.map(({ id }) => matcherText("topic", id)),
    ...sources.map(({ id }) => matcherText("source", id)),
  ];
  return [...new Set(all)].slice(0, maxChoices);
}
