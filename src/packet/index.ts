export { readCapture } from "./capture.js";
export { Decoder, type DecoderOptions } from "./decoder.js";
export {
  encodeFrame,
  encodePcapHeader,
  encodePcapRecord,
  MAX_FRAME_HEADER,
  PCAP_FILE_HEADER,
  PCAP_RECORD_HEADER,
} from "./encode.js";
export { LINK } from "./link-types.js";
export type { Fault, RecordSink } from "./records.js";
export { FLAG, NO_ID, Segment } from "./segment.js";
export { DECODED, SKIP_NAMES } from "./skips.js";
export { type ByteSource, bytesSource, openSource, streamSource } from "./source.js";
