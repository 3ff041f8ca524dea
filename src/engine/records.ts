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

/** What shows views the records. */
export interface RecordSource {
  /** Shows a view the records for good. */
  attach<View extends RecordView>(view: View): View;
}

/** Where the records of an engine are, as plain data that another thread can be given. */
export interface RecordsPlace {
  memory: ArrayBufferLike;
  base: number;
}

/** The records of another thread's engine, which takes nothing in while they are looked at. */
export class ForeignRecords implements RecordSource {
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  readonly #base: number;

  constructor({ memory, base }: RecordsPlace) {
    this.#words = new Int32Array(memory);
    this.#doubles = new Float64Array(memory);
    this.#base = base;
  }

  attach<View extends RecordView>(view: View): View {
    view.base = this.#base;
    view.words = this.#words;
    view.doubles = this.#doubles;
    return view;
  }
}
