import { RECORD_WORDS } from "./layout.js";
import type { RecordView } from "./records.js";
import type { SideView } from "./side-view.js";

/**
 * What became of the connections of a device, a server at one distance, after it first answered one without a socket: a
 * window that is moved from record to record.
 */
export class DeviceView implements RecordView {
  words: Int32Array = new Int32Array(0);
  doubles: Float64Array = new Float64Array(0);
  at = 0;
  base = 0;

  /** Moves the window to the device of a side; where `device` is 0, it shows nothing of sense. */
  moveTo({ device }: SideView): void {
    this.at = this.base + (device - 1) * RECORD_WORDS;
  }

  /** Connections that it answered so. */
  get reset(): number {
    return this.words[this.at + 10] as number;
  }
}
