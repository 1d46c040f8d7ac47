import type { SeenBlock } from "@wirewatch/model";

/** Key (8 bytes), words (2), figures (2), and one of: subject (1: off, 2: on), 4: early. */
const bytesPerBlock = 13;
const maxWords = 0xff_ff;

/** Blocks as bytes, for `source_page`. */
export function packBlocks(blocks: readonly SeenBlock[]): Buffer {
  const packed = Buffer.alloc(blocks.length * bytesPerBlock);
  for (const [at, { key, words, figures, isEarly, isOnTopic }] of blocks.entries()) {
    const offset = at * bytesPerBlock;
    packed.write(key, offset, 8, "hex");
    packed.writeUInt16BE(Math.min(words, maxWords), offset + 8);
    packed.writeUInt16BE(figures, offset + 10);
    packed.writeUInt8((isOnTopic === null ? 0 : isOnTopic ? 2 : 1) + (isEarly ? 4 : 0), offset + 12);
  }
  return packed;
}

/** @see packBlocks */
export function unpackBlocks(packed: Buffer): SeenBlock[] {
  return Array.from({ length: Math.floor(packed.length / bytesPerBlock) }, (_, at) => {
    const offset = at * bytesPerBlock;
    const flags = packed.readUInt8(offset + 12);
    const subject = flags % 4;
    return {
      key: packed.toString("hex", offset, offset + 8),
      words: packed.readUInt16BE(offset + 8),
      figures: packed.readUInt16BE(offset + 10),
      isEarly: flags >= 4,
      isOnTopic: subject === 0 ? null : subject === 2,
    };
  });
}
