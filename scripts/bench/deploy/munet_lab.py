"""Brings a lab up with munet and takes it down: munet_lab.py DESCRIPTION.json RUN_FOLDER.

Says `begin` when everything is imported, `up PID` with the process of the hop that is watched, and `down` at the end;
takes it down when standard input ends. The daemons are started by the same boot scripts as everywhere else.
"""

import asyncio
import json
import sys
from argparse import Namespace

from munet.parser import async_build_topology


def munet_config(lab, folder):
    nodes = []
    for node in lab["nodes"]:
        connections = [
            {"to": b["node"], "name": a["interface"], "remote-name": b["interface"]}
            for link in lab["links"]
            for a, b in (link, link[::-1])
            if a["node"] == node["name"]
        ]
        nodes.append(
            {
                "name": node["name"],
                "volumes": [f"{node['folder']}:/lab", "/run", "/var/log/nginx", "/var/lib/nginx", "/var/tmp"],
                "connections": connections,
                "cmd": "sysctl -q -p /lab/sysctl.conf && exec sh /lab/boot",
            }
        )
    topology = {"ipv6-enable": True, "nodes": nodes}
    # munet looks for more settings beside the file that a configuration comes from; here there is none.
    return {"version": 1, "config_pathname": f"{folder}/munet.yaml", "topology": topology}


async def main(lab, folder):
    print("begin", flush=True)
    # Without a namespace of its own around the lab: with one, munet enters process 1, which hosts may forbid.
    args = Namespace(host=True, rundir=folder, kinds_config=None)
    unet = await async_build_topology(munet_config(lab, folder), rundir=folder, args=args)
    await unet.run()
    print("up", unet.hosts[lab["hop"]].pid, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await unet.async_delete()
    print("down", flush=True)


with open(sys.argv[1], encoding="utf-8") as file:
    description = json.load(file)
asyncio.run(main(description, sys.argv[2]))
