"""A Modbus TCP client nobody here wrote (pymodbus) against a controller of the twin.

usage: peer-modbus-client.py PORT; prints one JSON object of what it saw.
Register numbers are written out on purpose: they are the documented map, not the project's tables.
"""
import json
import sys

try:
    from pymodbus.client import ModbusTcpClient
except ImportError:
    try:
        from pymodbus.client.sync import ModbusTcpClient
    except ImportError:
        sys.exit("pymodbus is missing: apt-get install python3-pymodbus")

client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]), timeout=5)
assert client.connect(), "no connection"
seen = {}
seen["head"] = client.read_input_registers(0, 6, slave=1).registers
seen["write_beat"] = client.write_register(0, 41, slave=1).isError()
seen["write_period"] = client.write_register(1, 20, slave=1).isError()
seen["holding_head"] = client.read_holding_registers(0, 2, slave=1).registers
seen["write_block"] = client.write_registers(120, [1, 2, 2, 385, 1800], slave=1).isError()
seen["block"] = client.read_holding_registers(120, 5, slave=1).registers
seen["status"] = client.read_input_registers(120, 15, slave=1).registers
client.write_registers(120, [1, 2, 1, 0x8000, 1800], slave=1)
seen["status_after_old"] = client.read_input_registers(120, 15, slave=1).registers
seen["half_block"] = client.write_registers(120, [1, 3], slave=1).exception_code
seen["outside"] = client.read_input_registers(4000, 1, slave=1).exception_code
seen["coils"] = client.read_coils(0, 1, slave=1).exception_code
seen["other_unit"] = client.read_input_registers(0, 1, slave=9).exception_code
client.close()
print(json.dumps(seen))
