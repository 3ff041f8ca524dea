export { ShiftError } from "../core/index.js";
export {
  DECODED,
  FLAG,
  LINK,
  NO_ID,
  PCAP_FILE_HEADER,
  PCAP_RECORD_HEADER,
  Segment,
} from "../engine/index.js";
export { readCapture } from "./capture.js";
export { Decoder, type DecoderOptions } from "./decoder.js";
export {
  encodeFrame,
  encodePcapHeader,
  encodePcapRecord,
  MAX_FRAME_HEADER,
} from "./encode.js";
export type { Fault, PcapFormat, RecordSink } from "./records.js";
export { SKIP_NAMES } from "./skips.js";
export { type ByteSource, bytesSource, canReadAgain, openSource, streamSource } from "./source.js";
