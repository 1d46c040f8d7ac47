import { renderTerminal } from "@wirewatch/alerting";
import { attemptResult, stopped } from "./attempt.ts";
import type { Channel } from "./channel.ts";

/** Where messages are printed. */
export interface TerminalOutput {
  /** Resolves when the text is handed over; rejects when nobody takes it any more. */
  readonly write: (text: string) => void | Promise<void>;
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
}

/** Prints messages where Wirewatch runs. What nobody sees within half an hour is not printed late (class `push`). */
export function createTerminalChannel(output: TerminalOutput): Channel {
  return {
    kind: "terminal",
    channelClass: "push",
    async send(message, signal) {
      if (signal.aborted) return stopped(0);
      const facts = { status: null, latencyMs: 0, answerText: "", remoteId: null, secrets: [] };
      try {
        await output.write(renderTerminal(message, output));
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        return attemptResult(
          { kind: "retry", reason: `the terminal cannot be written to: ${cause}`, afterMs: null },
          facts,
        );
      }
      return attemptResult({ kind: "sent" }, facts);
    },
  };
}
