/*
 * A gateway on libmodbus with controllers of the model 'float-levels-1' at units 1 and 7: a peer that shares no code with the driver it tests.
 * Unit 9 is wired and dead (exception 0x0B), unit 10 has no line (0x0A), unit 11 is never answered. One connection at a time, as small gateways have it.
 * Usage: libmodbus-gateway PORT. Prints one JSON object per line: {"ready": port}, {"connection": n}, and per write what libmodbus reads in it.
 */
#include <errno.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <modbus.h>

#define LOOPS 2

static modbus_mapping_t *units[2];

/* Low word first. libmodbus 3.1.6 (Debian 12) swaps the bytes as well in its own modbus_set_float_cdab; what it reads with modbus_get_float_cdab is right. */
static void put_float(float value, uint16_t *words) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  words[0] = bits & 0xFFFF;
  words[1] = bits >> 16;
}

/* What a controller of this model does with its registers: it follows them while its coil is set. */
static void follow(modbus_mapping_t *m) {
  for (int i = 0; i < LOOPS; i++) {
    const uint16_t *held = m->tab_registers + 16 * i;
    uint16_t *says = m->tab_input_registers + 16 * i;
    int remote = m->tab_bits[4 * i];
    says[0] = remote ? held[4] : 0;
    if (remote) memcpy(says + 2, held, 8);
    put_float(33.3f, says + 6);
    put_float(27.1f, says + 8);
    put_float(says[0] == 11 ? 812.5f : 0.0f, says + 10);
    m->tab_input_bits[8 * i] = says[0] == 11 || says[0] == 12;
    m->tab_input_bits[8 * i + 1] = 1; /* the switch stands at remote */
  }
}

static void tell(int unit, const modbus_mapping_t *m, int function, int address) {
  if (address >= 900) printf("{\"unit\":%d,\"heartbeat\":%d}\n", unit, m->tab_registers[900]);
  else {
    int loop = function == 5 ? address / 4 : address / 16;
    const uint16_t *held = m->tab_registers + 16 * loop;
    printf("{\"unit\":%d,\"loop\":%d,\"setpoint\":%.2f,\"lease\":%u,\"mode\":%d,\"remote\":%d}\n", unit, loop, modbus_get_float_cdab(held), held[2] + ((unsigned)held[3] << 16), held[4], m->tab_bits[4 * loop]);
  }
  fflush(stdout);
}

static void answer(modbus_t *ctx, const uint8_t *query, int length) {
  int header = modbus_get_header_length(ctx), unit = query[header - 1], function = query[header];
  if (unit == 11) return;
  if (unit == 9 || unit == 10) {
    modbus_reply_exception(ctx, query, unit == 9 ? MODBUS_EXCEPTION_GATEWAY_TARGET : MODBUS_EXCEPTION_GATEWAY_PATH);
    return;
  }
  modbus_mapping_t *m = units[unit == 7];
  modbus_reply(ctx, query, length, m);
  if (function != 5 && function != 16) return;
  follow(m);
  tell(unit, m, function, (query[header + 1] << 8) + query[header + 2]);
}

int main(int argc, char **argv) {
  modbus_t *ctx = modbus_new_tcp("127.0.0.1", argc > 1 ? atoi(argv[1]) : 0);
  for (int i = 0; i < 2; i++) {
    units[i] = modbus_mapping_new(1000, 1000, 1100, 1100);
    units[i]->tab_input_registers[1000] = 4660;
    follow(units[i]);
  }
  int listening = modbus_tcp_listen(ctx, 1), connections = 0;
  struct sockaddr_in place;
  socklen_t size = sizeof place;
  if (listening < 0 || getsockname(listening, (struct sockaddr *)&place, &size) < 0) { perror("listen"); return 1; }
  printf("{\"ready\":%d}\n", ntohs(place.sin_port));
  fflush(stdout);
  for (;;) {
    if (modbus_tcp_accept(ctx, &listening) < 0) return 1;
    printf("{\"connection\":%d}\n", ++connections);
    fflush(stdout);
    for (;;) {
      uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
      int length = modbus_receive(ctx, query);
      if (length > 0) answer(ctx, query, length);
      else if (length < 0) break;
    }
    modbus_close(ctx);
  }
}
