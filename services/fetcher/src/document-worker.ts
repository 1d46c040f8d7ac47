import type { MessagePort } from "node:worker_threads";
import { readSourceDocument } from "./read-document.ts";
import type { DocumentRead, DocumentTask } from "./read-document.ts";

/** What one run inside a thread is given. */
export interface WorkerTask {
  readonly task: DocumentTask;
  /** Told when the document's own time begins: a new thread loads its code first. */
  readonly begun: MessagePort;
}

/** What runs inside a thread of `document-reader.ts`. Takes and returns plain data. */
export function readInThread({ task, begun }: WorkerTask): Promise<DocumentRead> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
  begun.postMessage("begun");
  begun.close();
  return readSourceDocument(task);
}
