"""Brings a lab up with Mininet and takes it down: mininet_lab.py DESCRIPTION.json.

Says `begin` when everything is imported, `up PID` with the process of the hop that is watched, and `down` at the end;
takes it down when standard input ends. The daemons are started by the same boot scripts as everywhere else.
"""

import json
import os
import signal
import sys

from mininet.net import Mininet
from mininet.node import Node

PRIVATE = ["/run", "/var/log/nginx", "/var/lib/nginx", "/var/tmp"]


def build(lab):
    net = Mininet(controller=None)
    for node in lab["nodes"]:
        private = [("/lab", node["folder"]), *PRIVATE]
        host = net.addHost(node["name"], cls=Node, ip=None, privateDirs=private)
        host.cmd("sysctl -q -p /lab/sysctl.conf")
    macs = {(n["name"], i["name"]): i["mac"] for n in lab["nodes"] for i in n["interfaces"]}
    for a, b in lab["links"]:
        net.addLink(
            net[a["node"]],
            net[b["node"]],
            intfName1=a["interface"],
            intfName2=b["interface"],
            addr1=macs[a["node"], a["interface"]],
            addr2=macs[b["node"], b["interface"]],
        )
    net.start()
    for host in net.hosts:
        for interface in host.intfNames():
            host.cmd(f"ip link set {interface} up")
        host.cmd("sh /lab/boot </dev/null >/dev/null 2>&1 &")
    return net


def destroy(net):
    """Mininet ends its shells; what they started in a network namespace is ended here, or it would live on."""
    spaces = {os.readlink(f"/proc/{host.pid}/ns/net") for host in net.hosts}
    shells = {host.pid for host in net.hosts}
    for pid in (int(entry) for entry in os.listdir("/proc") if entry.isdigit()):
        try:
            if pid not in shells and os.readlink(f"/proc/{pid}/ns/net") in spaces:
                os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
    net.stop()


with open(sys.argv[1], encoding="utf-8") as file:
    description = json.load(file)
print("begin", flush=True)
network = build(description)
print("up", network[description["hop"]].pid, flush=True)
sys.stdin.read()
destroy(network)
print("down", flush=True)
