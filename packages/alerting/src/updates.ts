import { severities } from "@wirewatch/model";
import type { Severity } from "@wirewatch/model";

/** What a route counts as worth a further message; `RouteConfig` of `@wirewatch/config` has it as `updates`. */
export interface UpdateRules {
  /** So many sources nobody was told of yet; at least 1. */
  readonly newSources: number;
  readonly severityRaised: boolean;
  readonly textChanged: "material" | "never";
}

/** What receivers of a group already know. */
export interface ToldSoFar {
  /** Highest severity of a message sent. */
  readonly severity: Severity;
  /** Sources named or counted in a message sent. */
  readonly sourceIds: readonly string[];
  /** Updates sent on this story in the last 24 hours. */
  readonly updatesToday: number;
}

/**
 * A match that joined the group after its last message.
 *
 * - `article`: the deduplicator calls it an original; `passageIsNew` when what matched was not sent before
 * - `revision`: a later text of an article in the group; `textIsMaterial` when the change is one
 * - `copy`: an exact or syndicated copy of an article in the group
 */
export type Newcomer = { readonly sourceId: string; readonly severity: Severity } & (
  | { readonly kind: "article"; readonly passageIsNew: boolean }
  | { readonly kind: "revision"; readonly textIsMaterial: boolean }
  | { readonly kind: "copy" }
);

/** `send`: tell it with the next interval. `join`: only the counters rise; the reason is stored. */
export type UpdateReason =
  | {
      readonly kind: "send";
      readonly why: "severityRaised" | "newPassage" | "textChanged" | "newSources";
    }
  | { readonly kind: "join"; readonly why: "notMaterial" | "dailyLimit" };

/** A story that changes all day stays readable: six updates and the first message. */
const maxUpdatesPerDay = 6;

/**
 * Whether newcomers are worth another message: severity rose above what was told (never for a downgrade), an
 * original brings a passage not sent before, a text changed materially, or enough sources are new. Copies alone only
 * count as sources. The strongest reason is named.
 */
export function updateReason(told: ToldSoFar, newcomers: readonly Newcomer[], rules: UpdateRules): UpdateReason {
  const why = materialChange(told, newcomers, rules);
  if (why === null) return { kind: "join", why: "notMaterial" };
  if (told.updatesToday >= maxUpdatesPerDay) return { kind: "join", why: "dailyLimit" };
  return { kind: "send", why };
}

type MaterialChange = Extract<UpdateReason, { kind: "send" }>["why"];

function materialChange(told: ToldSoFar, newcomers: readonly Newcomer[], rules: UpdateRules): MaterialChange | null {
  const isRaised = newcomers.some(({ severity }) => severities.indexOf(severity) > severities.indexOf(told.severity));
  if (rules.severityRaised && isRaised) return "severityRaised";
  if (newcomers.some((newcomer) => newcomer.kind === "article" && newcomer.passageIsNew)) return "newPassage";
  const isChanged = newcomers.some((newcomer) => newcomer.kind === "revision" && newcomer.textIsMaterial);
  if (rules.textChanged === "material" && isChanged) return "textChanged";
  const newSources = new Set(newcomers.map(({ sourceId }) => sourceId)).difference(new Set(told.sourceIds));
  if (newSources.size >= rules.newSources) return "newSources";
  return null;
}
