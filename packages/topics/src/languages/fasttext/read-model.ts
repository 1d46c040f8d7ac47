import { byteReader, type ByteReader } from "./byte-reader.ts";

/** A fastText classifier of texts whose input matrix is quantised and whose loss is the hierarchical softmax. */
export interface ModelFile {
  readonly dimensions: number;
  /** Lengths of character n-grams, in code points. */
  readonly minGram: number;
  readonly maxGram: number;
  /** Hash values of n-grams before pruning. */
  readonly buckets: number;
  /** Words by their row of the input matrix. */
  readonly words: readonly string[];
  /** Without `__label__`, in order of frequency. */
  readonly labels: readonly string[];
  /** Texts of the training set with the label. */
  readonly labelCounts: readonly number[];
  /** Rows of the n-grams that were kept, after those of the words, by their bucket. */
  readonly rowsOfBuckets: ReadonlyMap<number, number>;
  readonly input: QuantisedMatrix;
  /** A row for each inner node of the label tree. */
  readonly output: Float32Array;
}

/**
 * A matrix whose rows are cut in parts of `partLength` numbers, each part one of 256 in the codebook, with the row's length apart.
 *
 * @see Jégou, Douze, Schmid: Product quantization for nearest neighbor search, 2011; Joulin et al.: FastText.zip, 2016
 */
export interface QuantisedMatrix {
  readonly rows: number;
  readonly parts: number;
  readonly partLength: number;
  /** Number in the codebook by row and part. */
  readonly codes: Uint8Array;
  /** 256 vectors of `partLength` numbers for each part. */
  readonly codebook: Float32Array;
  /** Length of each row. */
  readonly norms: Float32Array;
}

const magic = 793_712_314;
const version = 12;
const hierarchicalSoftmax = 1;
const supervised = 3;
const codebookSize = 256;

/**
 * Reads a model as fastText's `quantize` writes it (`.ftz`).
 *
 * @throws {RangeError} for anything else, and for models of another kind than {@link ModelFile}
 * @see fastText 0.9.2: fasttext.cc `loadModel`, dictionary.cc `load`, quantmatrix.cc, productquantizer.cc
 */
export function readModel(file: Uint8Array): ModelFile {
  const from = byteReader(file);
  if (from.int32() !== magic || from.int32() !== version) throw new RangeError("not a fastText model of version 12");
  const options = readOptions(from);
  const dictionary = readDictionary(from);
  if (from.byte() !== 1) throw new RangeError("the model's input is not quantised");
  const input = readMatrix(from, options.dimensions);
  if (input.rows !== dictionary.words.length + dictionary.rowsOfBuckets.size)
    throw new RangeError("the model's dictionary and matrix differ in size");
  if (from.byte() !== 0) throw new RangeError("the model's output is quantised");
  const [rows, columns] = [from.int64(), from.int64()];
  if (rows !== dictionary.labels.length || columns !== options.dimensions)
    throw new RangeError("the model's labels and output differ in size");
  return { ...options, ...dictionary, input, output: from.float32s(rows * columns) };
}

function readOptions(from: ByteReader): Pick<ModelFile, "dimensions" | "minGram" | "maxGram" | "buckets"> {
  const dimensions = from.int32();
  from.skip(4 * 4); // window, epochs, least count, negative samples
  const wordGrams = from.int32();
  const loss = from.int32();
  const kind = from.int32();
  if (wordGrams !== 1 || loss !== hierarchicalSoftmax || kind !== supervised)
    throw new RangeError("a model of another kind: word n-grams, loss or purpose");
  const buckets = from.int32();
  const [minGram, maxGram] = [from.int32(), from.int32()];
  from.skip(4 + 8); // updates of the learning rate, sampling threshold
  return { dimensions, minGram, maxGram, buckets };
}

type Dictionary = Pick<ModelFile, "words" | "labels" | "labelCounts" | "rowsOfBuckets">;

function readDictionary(from: ByteReader): Dictionary {
  const entries = from.int32();
  from.skip(2 * 4 + 8); // words, labels, tokens of the training set
  const keptGrams = from.int64();
  const words: string[] = [];
  const labels: string[] = [];
  const labelCounts: number[] = [];
  for (let entry = 0; entry < entries; entry++) {
    const text = from.text();
    const count = from.int64();
    if (from.byte() === 0) words.push(text);
    else {
      labels.push(text.replace("__label__", ""));
      labelCounts.push(count);
    }
  }
  const pairs = from.int32s(2 * Math.max(0, keptGrams));
  const rowsOfBuckets = new Map<number, number>();
  for (let at = 0; at < pairs.length; at += 2) rowsOfBuckets.set(pairs[at] ?? 0, words.length + (pairs[at + 1] ?? 0));
  return { words, labels, labelCounts, rowsOfBuckets };
}

function readMatrix(from: ByteReader, dimensions: number): QuantisedMatrix {
  if (from.byte() !== 1) throw new RangeError("the model's rows have no lengths of their own");
  const [rows, columns] = [from.int64(), from.int64()];
  const codes = from.bytes(from.int32());
  const [width, parts, partLength, lastLength] = [from.int32(), from.int32(), from.int32(), from.int32()];
  if (columns !== dimensions || width !== dimensions || lastLength !== partLength || parts * partLength !== dimensions)
    throw new RangeError("the model's rows are cut in a way that is not known");
  if (codes.length !== rows * parts) throw new RangeError("the model's rows and codes differ in number");
  const codebook = from.float32s(codebookSize * dimensions);
  const normCodes = from.bytes(rows);
  from.skip(4 * 4); // the lengths' own codebook has one part of one number
  const normsOfCodes = from.float32s(codebookSize);
  return {
    rows,
    parts,
    partLength,
    codes,
    codebook,
    norms: Float32Array.from(normCodes, (code) => normsOfCodes[code] ?? 0),
  };
}
