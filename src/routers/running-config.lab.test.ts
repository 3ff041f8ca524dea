import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { type Bgpd, bgpdMissing, startBgpd } from "../../tests/helpers/bgpd.js";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { nodeOf } from "../topology/index.js";
import { anycastLines, configure, prependTowards } from "./commands.js";
import { compareConfig } from "./compare.js";
import { frrConf } from "./frr-conf.js";

const SHIPPED = readdirSync("topologies").map((file) => basename(file, ".yaml"));
const missing = bgpdMissing();

function runningConfig(bgpd: Bgpd): Promise<string> {
  return bgpd.vtysh(["vtysh", "-d", "bgpd", "-c", "show running-config"]);
}

describe.skipIf(missing)(`what FRR makes of frr.conf${missing ? ` (${missing})` : ""}`, () => {
  it.each(SHIPPED)("is what was meant, at every router of %s", async (name) => {
    const lab = shippedLab(name, name === "fan" ? { origins: 1, devices: 2 } : {});
    for (const node of lab.nodes.filter(({ asn }) => asn !== 0)) {
      const conf = frrConf(lab, node);
      await using bgpd = await startBgpd(conf);
      expect(compareConfig(conf, await runningConfig(bgpd)), node.name).toEqual([]);
    }
  });

  it("lacks a line that FRR rejects", async () => {
    const lab = shippedLab("article");
    const line = " bgp bestpath as-path multipath-relaxed";
    const conf = frrConf(lab, nodeOf(lab, "hop2")).replace(
      " bgp bestpath as-path multipath-relax",
      line,
    );
    await using bgpd = await startBgpd(conf);
    expect(compareConfig(conf, await runningConfig(bgpd))).toEqual([
      `missing: router bgp 64514 /${line}`,
    ]);
  });

  it("follows a withdraw and an announcement, one family at a time", async () => {
    const lab = shippedLab("article");
    const device = nodeOf(lab, "dest1");
    const conf = frrConf(lab, device);
    await using bgpd = await startBgpd(conf);
    await bgpd.vtysh(configure(anycastLines(lab, device, 6, false)));
    expect(compareConfig(conf, await runningConfig(bgpd))).toEqual([
      `missing: router bgp ${device.asn} / address-family ipv6 unicast / network ${lab.vip[6]}/128`,
    ]);
    await bgpd.vtysh(configure(anycastLines(lab, device, 6, true)));
    expect(compareConfig(conf, await runningConfig(bgpd))).toEqual([]);
  });

  it("follows prepending, another count, and its end", async () => {
    const lab = shippedLab("fan");
    const core = nodeOf(lab, "core");
    const plain = frrConf(lab, core);
    await using bgpd = await startBgpd(plain);
    for (const count of [4, 1, 0]) {
      await bgpd.vtysh(configure(prependTowards(core, "first1", count)));
      const prepend = count === 0 ? [] : [{ towards: "first1", count }];
      const meant = frrConf(lab, { ...core, prepend });
      expect(compareConfig(meant, await runningConfig(bgpd)), `count ${count}`).toEqual([]);
    }
  });
});
