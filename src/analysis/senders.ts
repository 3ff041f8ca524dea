import { LINK, openSource, readCapture } from "../packet/index.js";

// Ethernet has it after the destination, a cooked header after its length (tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html).
const SENDER_AT = 6;
const MAC_BYTES = 6;

/**
 * The MAC addresses that sent the frames of a capture, written as the kernel does (02:a5:00:00:01:01): they tell its link.
 * None of captures of other forms than Ethernet and LINUX_SLL.
 * @throws ShiftError E_FILE or E_CAPTURE_FORMAT when it is none
 */
export async function readSenders(path: string): Promise<string[]> {
  const senders = new Set<number>();
  await readCapture(path, await openSource(path), {
    record(view, at, captured, _original, linkType) {
      if (linkType !== LINK.ETHERNET && linkType !== LINK.LINUX_SLL) return;
      if (captured < SENDER_AT + MAC_BYTES) return;
      senders.add(view.getUint16(at + SENDER_AT) * 2 ** 32 + view.getUint32(at + SENDER_AT + 2));
    },
  });
  return [...senders].map(macText);
}

function macText(mac: number): string {
  const hex = mac.toString(16).padStart(2 * MAC_BYTES, "0");
  return hex.replace(/..(?=.)/g, "$&:");
}
