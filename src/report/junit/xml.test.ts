import fc from "fast-check";
import { expect, it } from "vitest";
import { renderXml } from "./xml.js";

it("nests, indents and escapes", () => {
  const xml = renderXml({
    name: "a",
    attributes: { key: '<"&\t\n\r>' },
    children: [{ name: "b", text: "]]> & <b/>" }, { name: "c" }],
  });
  expect(xml).toBe(
    '<a key="&lt;&quot;&amp;&#9;&#10;&#13;&gt;">\n  <b>]]&gt; &amp; &lt;b/&gt;</b>\n  <c/>\n</a>\n',
  );
});

it("drops what XML 1.0 cannot carry, and nothing else", () => {
  const xml = renderXml({ name: "a", text: "\u0000\u0008a\tb\n\u001f\ufffe\uffff\ud800é😀\u007f" });
  expect(xml).toBe("<a>a\tb\né😀\u007f</a>\n");
  const named = renderXml({ name: "a", attributes: { key: "\u0000\u001b[2Jé\uffff" } });
  expect(named).toBe('<a key="[2Jé"/>\n');
});

it("never lets a text end its element or attribute", () => {
  const anything = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(anything, anything, (attribute, text) => {
      const xml = renderXml({ name: "a", attributes: { key: attribute }, text });
      expect(xml).toMatch(/^<a key="[^"<>\n\r\t]*">[^<>\r]*<\/a>\n$/);
      expect(xml.replace(/&(amp|lt|gt|quot|#9|#10|#13);/g, "")).not.toContain("&");
    }),
  );
});
