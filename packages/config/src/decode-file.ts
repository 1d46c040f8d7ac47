import { fileProblem, problemAt, type Problem } from "./problem.ts";
import { sourceText, type SourceText } from "./source-text.ts";

/** Largest configuration file, in bytes. */
const maxFileBytes = 1_000_000;

const expectedEncoding = "text in UTF-8";

/** The text of a configuration file, or the one problem that keeps it from being read as text. */
export function decodeFile(
  path: string,
  bytes: Uint8Array,
): { readonly ok: true; readonly source: SourceText } | { readonly ok: false; readonly problem: Problem } {
  if (bytes.length > maxFileBytes) {
    const found = `${(bytes.length / 1_000_000).toFixed(1)} MB`;
    return {
      ok: false,
      problem: fileProblem(path, {
        found,
        expected: "at most 1 MB",
        message: `the file is too large: found ${found}, expected at most 1 MB.`,
      }),
    };
  }
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) {
    return { ok: false, problem: wrongEncoding(path) };
  }
  const text = new TextDecoder().decode(bytes); // drops a byte order mark
  const source = sourceText(path, text);
  const wrongAt = firstWrongByte(text, bytes);
  if (wrongAt === null) return { ok: true, source };
  const found = `the byte 0x${wrongAt.byte.toString(16).toUpperCase().padStart(2, "0")}`;
  const message = `not UTF-8: found ${found} (byte ${wrongAt.byteOffset + 1} of the file), expected ${expectedEncoding}. Save the file as UTF-8.`;
  return { ok: false, problem: problemAt(source, wrongAt.offset, { found, expected: expectedEncoding, message }) };
}

function wrongEncoding(path: string): Problem {
  return fileProblem(path, {
    found: "UTF-16",
    expected: expectedEncoding,
    message: `not UTF-8: found UTF-16, expected ${expectedEncoding}. Save the file as UTF-8.`,
  });
}

interface WrongByte {
  /** Into the decoded text. */
  readonly offset: number;
  readonly byteOffset: number;
  readonly byte: number;
}

/** The decoder writes U+FFFD for bytes that are not UTF-8; the first one that the bytes do not hold is the place. */
function firstWrongByte(text: string, bytes: Uint8Array): WrongByte | null {
  let byteOffset = startsWith(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  let from = 0;
  for (let offset = text.indexOf("\uFFFD"); offset !== -1; offset = text.indexOf("\uFFFD", from)) {
    byteOffset += Buffer.byteLength(text.slice(from, offset));
    if (!startsWith(bytes.subarray(byteOffset, byteOffset + 3), [0xef, 0xbf, 0xbd])) {
      return { offset, byteOffset, byte: bytes[byteOffset] ?? 0 };
    }
    byteOffset += 3;
    from = offset + 1;
  }
  return null;
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}
