import { type ConnectionView, HISTORY_AT, HISTORY_BYTES } from "../engine/index.js";

function byteAt(connection: ConnectionView, index: number): number {
  const word = connection.words[connection.at + HISTORY_AT + (index >>> 2)] as number;
  return (word >>> ((index & 3) << 3)) & 0xff;
}

/** The history as Zeek logs it; one that is longer than HISTORY_BYTES ends in `…`. */
export function historyText(connection: ConnectionView): string {
  const length = Math.min(connection.histLength, HISTORY_BYTES);
  let text = "";
  for (let index = 0; index < length; index++) {
    text += String.fromCharCode(byteAt(connection, index));
  }
  return connection.histLength > HISTORY_BYTES ? `${text}…` : text;
}
