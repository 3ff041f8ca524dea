/** The records of all connections, as integers and as doubles over the same bytes. */
export interface Records {
  words: Int32Array;
  doubles: Float64Array;
}

/** Something that looks at one record after the other. */
export interface RecordView extends Records {
  /** Index of the first word of record 0. */
  base: number;
  /** Index of the first word that it looks at. */
  at: number;
}
