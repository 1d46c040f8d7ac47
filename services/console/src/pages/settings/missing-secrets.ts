import { secretReferences } from "@wirewatch/config";
import type { AlertsConfig, ChannelConfig } from "@wirewatch/config";

/**
 * What a channel refers to and is not there, in words; empty when all of it is. Looked up where the console runs, which is where
 * the notifier runs in all set-ups that we describe.
 */
export async function missingSecrets(
  channel: ChannelConfig,
  alerts: Pick<AlertsConfig, "smtp" | "appriseUrl">,
  resolveSecrets: (text: string) => Promise<string>,
): Promise<readonly string[]> {
  if (channel.kind === "email" && alerts.smtp === null) return ["there is no smtp in alerts.yaml to send mail with"];
  if (channel.kind === "apprise" && alerts.appriseUrl === null) return ["there is no apprise.url in alerts.yaml"];
  const read = [channel, channel.kind === "email" ? alerts.smtp?.password : null];
  const references = new Set(secretReferences(textsOf(read).join("\n")).map(({ text }) => text));
  const missing: string[] = [];
  for (const reference of references) {
    await resolveSecrets(reference).catch((error: unknown) => {
      missing.push(error instanceof Error ? error.message : `${reference} is missing`);
    });
  }
  return missing;
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
