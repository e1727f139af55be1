"""A field controller with the register map 'hearthway-loop-1' on pymodbus: a peer that shares no code with the driver it tests.

Usage: pymodbus_controller.py PORT LOOPS STATE_FILE
Every block that changes what a loop does is also a line of STATE_FILE.effects, "loop sequence mode": written before the state, so that no kill hides one.
Prints one JSON object per line: {"ready": port}, {"block": [...], "loop": n, "carried": true|false}.
Reads one JSON object per line from stdin and merges it into its faults:
  exception   code to answer command blocks with (0 = none)
  carry       whether a block answered with an exception, or not at all, is carried out (default false)
  times       how many blocks the exception is for
  mute        command blocks are not answered
  limit_dC    largest set-point it takes, 0.1 degC
The state file outlives the process, as a controller's memory outlives its power supply.
"""
import asyncio
import json
import os
import sys
import threading
import time

from pymodbus.datastore import ModbusServerContext
from pymodbus.interfaces import IModbusSlaveContext
from pymodbus.register_write_message import WriteMultipleRegistersRequest
from pymodbus.server.async_io import ModbusConnectedRequestHandler, ModbusTcpServer

PORT, LOOPS, STATE = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
BASE, STRIDE, BLOCK = 100, 20, 5
faults = {"exception": 0, "carry": False, "times": 1 << 30, "mute": False, "limit_dC": 600}


def say(what):
    print(json.dumps(what), flush=True)


class Controller(IModbusSlaveContext):
    def __init__(self):
        self.heartbeat, self.period = 0, 10
        self.loops = [{"applied": 0, "seen": 0, "fence": 0, "reject": 0, "mode": 0, "setpoint": 0x8000, "ends": 0, "ended": 0, "holding": [0, 0, 0, 0x8000, 0]} for _ in range(LOOPS)]
        if os.path.exists(STATE):
            with open(STATE, encoding="utf8") as file:
                self.loops = json.load(file)

    def loop_of(self, address):
        index, offset = divmod(address - BASE, STRIDE)
        return index if offset == 0 and 0 <= index < LOOPS else None

    def validate(self, fc_as_hex, address, count=1):
        if address < BASE:
            return address + count <= (6 if fc_as_hex == 4 else 2)
        return address + count <= BASE + STRIDE * LOOPS

    def getValues(self, fc_as_hex, address, count=1):
        words = {}
        if fc_as_hex == 4:
            words.update(dict(enumerate([0x4857, 1, LOOPS, self.heartbeat, 0, 0])))
        else:
            words.update({0: self.heartbeat, 1: self.period})
        for index, loop in enumerate(self.loops):
            if loop["mode"] and time.time() >= loop["ends"]:
                loop.update(mode=0, setpoint=0x8000, ended=1)
            block = loop["holding"] if fc_as_hex != 4 else self.status(loop)
            words.update({BASE + STRIDE * index + i: word for i, word in enumerate(block)})
        return [words.get(address + i, 0) for i in range(count)]

    @staticmethod
    def status(loop):
        left = int(loop["ends"] - time.time()) + 1 if loop["mode"] else 0
        bits = (1 if loop["mode"] in (2, 3) else 0) | (16 if loop["ended"] else 0)
        return [loop["applied"] >> 16, loop["applied"] & 0xFFFF, loop["mode"], loop["setpoint"], left, 425, 381, 352, 0xFFFB, 800, 120, bits, loop["reject"], loop["seen"] >> 16, loop["seen"] & 0xFFFF]

    def setValues(self, fc_as_hex, address, values):
        if address < BASE:
            self.heartbeat = values[0]
            return
        index = self.loop_of(address)
        self.receive(self.loops[index], list(values))
        if self.loops[index]["reject"] == 0:
            with open(STATE + ".effects", "a", encoding="utf8") as file:
                file.write(f"{index} {self.loops[index]['applied']} {self.loops[index]['mode']}\n")
        with open(STATE + ".part", "w", encoding="utf8") as file:
            json.dump(self.loops, file)
        os.replace(STATE + ".part", STATE)

    @staticmethod
    def receive(loop, words):
        sequence = words[0] << 16 | words[1]
        old = sequence <= loop["fence"]
        too_hot = words[3] != 0x8000 and words[3] < 0x8000 and words[3] > faults["limit_dC"]
        loop.update(seen=sequence, fence=max(loop["fence"], sequence), reject=1 if old else 2 if words[2] > 4 else 3 if too_hot else 0)
        if loop["reject"] == 0:
            loop.update(applied=sequence, mode=words[2], setpoint=words[3], ends=time.time() + words[4], ended=0, holding=words)


plain_execute = WriteMultipleRegistersRequest.execute


def execute(self, context):
    if self.address < BASE:
        return plain_execute(self, context)
    code = faults["exception"] if faults["times"] > 0 else 0
    carried = faults["carry"] if code or faults["mute"] else True
    if code:
        faults["times"] -= 1
    if carried:
        response = plain_execute(self, context)
    say({"block": list(self.values), "loop": context.loop_of(self.address), "carried": carried})
    return self.doException(code) if code else response if carried else self.doException(6)


WriteMultipleRegistersRequest.execute = execute


class Handler(ModbusConnectedRequestHandler):
    def send(self, message, *addr, **kwargs):
        if faults["mute"] and message.function_code & 0x7F == 16:
            return
        super().send(message, *addr, **kwargs)


def listen_to_orders():
    for line in sys.stdin:
        faults.update(json.loads(line))
        say({"faults": faults})
    os._exit(0)


async def main():
    server = ModbusTcpServer(ModbusServerContext(slaves=Controller(), single=True), handler=Handler, address=("127.0.0.1", PORT), allow_reuse_address=True)
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    say({"ready": server.server.sockets[0].getsockname()[1]})
    await serving


threading.Thread(target=listen_to_orders, daemon=True).start()
asyncio.run(main())
