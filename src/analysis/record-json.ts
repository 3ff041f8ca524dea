import { integerText, millisText } from "./digits.js";
import type { ConnectionRecord, Reset, Sign } from "./record.js";

/** Quotes, backslashes, control characters, and halves of surrogate pairs. */
const NEEDS_ESCAPES = /["\\\p{Cc}\p{Cs}]/u;

/**
 * The record as JSON, the same text that JSON.stringify gives (a test holds the two together) in a fraction of its time:
 * hundreds of thousands of records are printed, and most of their strings are made here and need no escapes.
 */
export function recordJson(record: ConnectionRecord): string {
  const { packets, bytes } = record;
  return (
    `{"client":"${record.client}","server":"${record.server}","opener":"${record.opener}",` +
    `"packets":{"client":${integerText(packets.client)},"server":${integerText(packets.server)}},` +
    `"bytes":{"client":${integerText(bytes.client)},"server":${integerText(bytes.server)}},` +
    `"start":"${record.start}","startNs":"${record.startNs}","durationMs":${millisText(record.durationMs)},` +
    `"sequence":"${record.sequence}","state":"${record.state}","history":"${record.history}",` +
    `"retransmissions":${integerText(record.retransmissions)},"gaps":${integerText(record.gaps)},` +
    `"outcome":"${record.outcome}","shifted":${shiftedJson(record.shifted)}` +
    `${record.reset === undefined ? "" : `,"reset":${resetJson(record.reset)}`}` +
    `${record.capture === undefined ? "" : `,"capture":${JSON.stringify(record.capture)}`}` +
    `${record.flags === undefined ? "" : `,"flags":${JSON.stringify(record.flags)}`}}`
  );
}

function shiftedJson({ grade, signs, reason }: ConnectionRecord["shifted"]): string {
  let list = "";
  for (const sign of signs) list += `${list === "" ? "" : ","}${signJson(sign)}`;
  return `{"grade":"${grade}","signs":[${list}],"reason":${quoted(reason)}}`;
}

function signJson(sign: Sign): string {
  return `{"id":"${sign.id}","for":${sign.for},"text":${quoted(sign.text)}}`;
}

/** A sentence that may name a file. */
function quoted(text: string): string {
  return NEEDS_ESCAPES.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function resetJson({ by, how, phase, afterMs, afterBytes }: Reset): string {
  return `{"by":"${by}","how":"${how}","phase":"${phase}","afterMs":${millisText(afterMs)},"afterBytes":${integerText(afterBytes)}}`;
}
