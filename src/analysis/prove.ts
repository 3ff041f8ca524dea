import { groupBy } from "../core/index.js";
import { TOLD_AT_ONCE } from "./options.js";
import type { Point } from "./point.js";
import {
  ended,
  isHome,
  isMaker,
  isRejected,
  isSameMoment,
  isStray,
  mayBeProven,
  noteSharedDevices,
  overlaps,
  pairOf,
  ranBefore,
  ranOn,
  type Seen,
  type Shown,
  shownAt,
} from "./point-evidence.js";
import type { ConnectionListener, ConnectionRecord } from "./record.js";

/**
 * Tells the connections of several capture points, each with the name of its point. Where one point shows the handshake
 * of a connection and another one only its stray packets and the RST, the shift is proven and not inferred; where one at the
 * device that accepted it shows that the RST was made there, a shift is inferred no more.
 */
export async function proveByPoints(
  points: readonly Point[],
  ready: () => Promise<void>,
  listener: ConnectionListener,
): Promise<void> {
  const all: Shown[] = [];
  for (const point of points) all.push(await shownAt(point));
  const seen = all.flatMap((shown) =>
    shown.connections.map(({ record, resetTtl, serverTtl, serverIsn }): Seen => {
      record.capture = shown.file;
      return { record, resetTtl, serverTtl, serverIsn, shown };
    }),
  );
  noteSharedDevices(seen);
  const strays = groupBy(seen.filter(isStray), pairOf);
  const homes = groupBy(seen.filter(isHome), pairOf);
  const makers = groupBy(seen.filter(isMaker), pairOf);
  for (const one of seen.filter(mayBeProven)) {
    const pair = pairOf(one);
    const stray = strays.get(pair)?.find((other) => ended(one.record, other.record));
    if (stray !== undefined) prove(one, stray, homes.get(pair) ?? []);
    else refute(one, makers.get(pair) ?? []);
  }
  let told = 0;
  for (const { file, connections } of all) {
    for (const one of connections) {
      if (told++ % TOLD_AT_ONCE === 0) await ready();
      listener(one, file);
    }
  }
}

// A capture lacks packets that were dropped: a missing handshake proves nothing where no other device shows it. What rejects
// with the ACK flag may stand on the way of all: then only one that was captured there from the beginning tells.
function prove({ record, shown }: Seen, stray: Seen, homes: readonly Seen[]): void {
  const shows = homes.filter(
    (other) =>
      other.shown !== shown && other.shown !== stray.shown && overlaps(record, other.record),
  );
  const { sharesDeviceWith } = stray.shown;
  const home = shows.find((other) => !sharesDeviceWith.has(other.shown)) ?? shows[0];
  const sign = `${stray.shown.file} has no handshake of it and the RST`;
  if (home === undefined) {
    tell(record, `${sign}; no capture shows the device that accepted it, and this one may lack it`);
    return;
  }
  const both = `${sign}; ${home.shown.file} shows the device that accepted it`;
  if (sharesDeviceWith.has(home.shown)) {
    tell(
      record,
      `${both}; other connections show that both may be captures of one device, or of its way`,
    );
  } else if (ranBefore(record, stray) || (ranOn(record, home) && !isRejected(record))) {
    record.shifted.grade = "certain";
    record.shifted.reason = `its packets reached another device: ${stray.shown.file} shows them there, and the RST`;
    tell(record, both);
  } else {
    tell(record, `${both}; that capture may have begun after it, and proves nothing then`);
  }
}

// From farther away a RST may have come by a longer way, and nothing of it tells that.
function refute({ record, serverTtl, serverIsn }: Seen, makers: readonly Seen[]): void {
  const { shifted } = record;
  if (shifted.grade === "no" || serverIsn === undefined) return;
  const maker = makers.find(
    (other) =>
      other.serverTtl > serverTtl &&
      other.serverIsn === serverIsn &&
      isSameMoment(record, other.record),
  );
  if (maker === undefined) return;
  shifted.grade = "possible";
  shifted.reason = `the RST was made where the connection was accepted, as ${maker.shown.file} shows: the device had restarted or lost the socket, or another one stands right beside it`;
  tell(record, `${maker.shown.file} shows the handshake and the RST as they were made`, false);
}

function tell({ shifted }: ConnectionRecord, text: string, isFor = true): void {
  shifted.signs.push({ id: "seen-at-points", for: isFor, text });
}
