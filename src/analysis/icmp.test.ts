import { describe, expect, test } from "vitest";
import { hex, join } from "../packet/fixtures/bytes.js";
import { pcapOf } from "../packet/fixtures/capture.js";
import { ethernet, ipv4, ipv6 } from "../packet/fixtures/frames.js";
import { bytesSource, encodeFrame, FLAG, MAX_FRAME_HEADER, Segment } from "../packet/index.js";
import { analyzeFiles } from "./analyze.js";

const ETHERNET_HEADER = 14;

/** An upload over IPv4 or IPv6: its frames, as it goes on. */
class Upload {
  readonly frames: Uint8Array[] = [];
  readonly #family: 4 | 6;

  constructor(family: 4 | 6) {
    this.#family = family;
    this.#send(true, FLAG.SYN, 0, 0, 0);
    this.#send(false, FLAG.SYN | FLAG.ACK, 0, 1, 0);
    this.#send(true, FLAG.ACK, 1, 1, 0);
  }

  /** The client sends payload. */
  sends(seq: number, length: number): this {
    return this.#send(true, FLAG.ACK, seq, 1, length);
  }

  /** The server acknowledges payload. */
  acks(ack: number): this {
    return this.#send(false, FLAG.ACK, 1, ack, 0);
  }

  /** A router refuses the last packet. */
  isRefused(mtu: number): this {
    return this.#isAnswered("0304 0000", "0200 0000", mtu);
  }

  /** A router has no way for the last packet. */
  isUnreachable(): this {
    return this.#isAnswered("0300 0000", "0100 0000", 0);
  }

  /** The last packet went round in a loop of routes. */
  expires(): this {
    return this.#isAnswered("0b00 0000", "0300 0000", 0);
  }

  /** An ICMP error quotes the last packet: its first word by family, and the second. */
  #isAnswered(first4: string, first6: string, second: number): this {
    const quoted = (this.frames.at(-1) as Uint8Array).subarray(ETHERNET_HEADER);
    const told = hex(second.toString(16).padStart(8, "0"));
    this.frames.push(
      this.#family === 4
        ? ethernet(0x0800, ipv4(1, join(hex(first4), told, quoted)))
        : ethernet(0x86dd, ipv6(58, join(hex(first6), told, quoted))),
    );
    return this;
  }

  #send(up: boolean, flags: number, seq: number, ack: number, length: number): this {
    const [client, server] = [0x0a000001, 0x0a000002];
    const segment = Object.assign(new Segment(), {
      family: this.#family,
      flags,
      src0: up ? client : server,
      dst0: up ? server : client,
      srcPort: up ? 40000 : 80,
      dstPort: up ? 80 : 40000,
      seq,
      ack,
      length,
      ttl: 64,
      window: 500,
      headerLength: 20,
    });
    const bytes = new Uint8Array(MAX_FRAME_HEADER);
    this.frames.push(bytes.subarray(0, encodeFrame(new DataView(bytes.buffer), 0, segment)));
    return this;
  }
}

function sourceOf({ frames }: Upload) {
  const capture = pcapOf(frames.map((bytes, sec) => ({ sec, nanos: 0, bytes })));
  return { name: "upload", source: bytesSource(capture) };
}

/** The grade of an upload and its signs. */
async function shiftOf(upload: Upload) {
  const { connections } = await analyzeFiles([sourceOf(upload)]);
  const { grade, signs } = connections[0]?.record.shifted ?? {};
  return { grade, signs: signs?.map(({ text }) => text) };
}

const ignores = (mtu: number) =>
  `a router said that packets above ${mtu} bytes do not pass, yet full-size segments were sent again`;

test.each([
  ["IPv4", 4, 1361, 1400, 1400],
  ["IPv6", 6, 1221, 1280, 1280],
  ["IPv4, by a router that tells no MTU", 4, 1400, 0, 1439],
] as const)("a too big message that is ignored over %s", async (_, family, length, told, mtu) => {
  const upload = new Upload(family).sends(1, length).isRefused(told).sends(1, length);
  expect(await shiftOf(upload)).toEqual({ grade: "possible", signs: [ignores(mtu)] });
});

test.each([
  ["smaller segments", new Upload(4).sends(1, 1361).isRefused(1400).sends(1, 1360)],
  ["smaller segments over IPv6", new Upload(6).sends(1, 1221).isRefused(1280).sends(1, 1220)],
  [
    "smaller segments after a router that tells no MTU",
    new Upload(4).sends(1, 1400).isRefused(0).sends(1, 500),
  ],
  [
    "what was acknowledged in the end",
    new Upload(4).sends(1, 1448).isRefused(1400).acks(1).sends(1, 1448).sends(1, 1000).acks(1001),
  ],
])("a too big message is not ignored by %s", async (_, upload) => {
  expect(await shiftOf(upload)).toEqual({ grade: "no", signs: [] });
});

describe("a client that sends the same segment again and again", () => {
  const again = (upload: Upload, isAnswered: boolean) => {
    for (let time = 0; time < 4; time++) {
      upload.sends(1, 100);
      if (isAnswered) upload.isUnreachable();
    }
    return upload;
  };
  const met = (what: string) => [`the client sent the same segment 4 times, and ${what} came back`];

  test.each([4, 6] as const)("met with ICMP errors, IPv%s", async (family) => {
    expect(await shiftOf(again(new Upload(family), true))).toEqual({
      grade: "possible",
      signs: met("only ICMP errors"),
    });
  });

  test("met with silence, where an error came before an ack", async () => {
    const upload = new Upload(4).sends(1, 100).isUnreachable().acks(1);
    const { connections } = await analyzeFiles([sourceOf(again(upload, false))]);
    expect(connections[0]?.record.shifted).toMatchObject({
      grade: "possible",
      reason: expect.stringContaining("it met with silence"),
    });
  });

  test("the reason names the errors", async () => {
    const { connections } = await analyzeFiles([sourceOf(again(new Upload(4), true))]);
    expect(connections[0]?.record.shifted.reason).toContain("only ICMP errors answered it");
  });
});

test.each([4, 6] as const)(
  "errors are left out under names that they have, too big messages are counted (IPv%s)",
  async (family) => {
    const upload = new Upload(family).sends(1, 100).isUnreachable().sends(1, 100).expires();
    const { totals } = await analyzeFiles([sourceOf(upload.sends(1, 100).isRefused(1280))]);
    expect(totals.skipped).toEqual({ "ICMP unreachable or time exceeded": 2 });
    expect(totals.tooBig).toBe(1);
  },
);
