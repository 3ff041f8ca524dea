import fc from "fast-check";
import { expect, test } from "vitest";
import { formatEndpoint } from "../core/index.js";
import { ADDRESS_AT, CONNECTION, ConnectionView } from "../engine/index.js";
import { ipv4Text, ipv6Text } from "./address-text.js";
import { addressOf, EndpointText } from "./endpoint-text.js";

const word = fc.oneof(fc.constantFrom(0, 1, -1), fc.integer({ min: -0x80000000, max: 0x7fffffff }));
const address = fc.tuple(word, word, word, word);
const port = fc.integer({ min: 0, max: 0xffff });

test("endpoints are spelled anew whenever a word, the family or the port differs from what was spelled before", () => {
  const connection = new ConnectionView();
  connection.words = new Int32Array(16);
  const endpoints = new EndpointText();
  const one = fc.record({ ipv6: fc.boolean(), address, port });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 20 }), (all) => {
      for (const { ipv6, address: words, port: number } of all) {
        const text = ipv6 ? ipv6Text(...words) : ipv4Text(words[0]);
        for (const side of [0, 1]) {
          connection.words[0] = ipv6 ? CONNECTION.IPV6 : 0;
          connection.words[1] = side === 0 ? number << 16 : number;
          connection.words.set(words, ADDRESS_AT + side * words.length);
          expect(addressOf(connection, side)).toBe(text);
          expect(endpoints.client(connection, side)).toBe(formatEndpoint(text, number));
          expect(endpoints.server(connection, side)).toBe(formatEndpoint(text, number));
        }
      }
    }),
  );
});
