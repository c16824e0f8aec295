// Reads files of RDF with readers of other makers, given as pairs of media type and path; writes sorted N-Quads of each as a JSON object by path.
const { readFileSync } = require("fs");
const { createRequire } = require("module");
const [home, ...pairs] = process.argv.slice(2);
const load = createRequire(home + "/");
const { Parser, Writer } = load("n3");

async function quads(kind, text) {
  if (kind === "application/ld+json")
    return load("jsonld").toRDF(JSON.parse(text), {
      format: "application/n-quads",
      documentLoader: (address) => Promise.reject(new Error("a remote context: " + address)),
    });
  const found = kind === "application/rdf+xml" ? await xml(text) : new Parser({ format: kind }).parse(text);
  return new Writer({ format: "application/n-quads" }).quadsToString(found);
}

function xml(text) {
  const { RdfXmlParser } = load("rdfxml-streaming-parser");
  return new Promise((resolve, reject) => {
    const found = [];
    const parser = new RdfXmlParser({ baseIRI: "https://example.org/" });
    parser.on("data", (quad) => found.push(quad)).on("error", reject).on("end", () => resolve(found));
    parser.write(text);
    parser.end();
  });
}

(async () => {
  const made = {};
  for (let at = 0; at < pairs.length; at += 2) made[pairs[at + 1]] = await quads(pairs[at], readFileSync(pairs[at + 1], "utf-8"));
  process.stdout.write(JSON.stringify(made));
})();
