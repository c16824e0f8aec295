// A SPARQL endpoint on a free loopback port: Comunica over N3.js. Arguments: folder with node_modules, Turtle file.
const { createServer } = require("http");
const { readFileSync } = require("fs");
const { createRequire } = require("module");
const [, , home, file] = process.argv;
const installed = createRequire(`${home}/package.json`);
const { QueryEngine } = installed("@comunica/query-sparql-rdfjs-lite");
const { Parser, Store } = installed("n3");

const sources = [new Store(new Parser().parse(readFileSync(file, "utf8")))];
const engine = new QueryEngine();
const kinds = { NamedNode: "uri", Literal: "literal", BlankNode: "bnode" };

const json = (term) => {
  const made = { type: kinds[term.termType], value: term.value };
  if (term.language) made["xml:lang"] = term.language;
  else if (term.datatype && !term.datatype.value.endsWith("#string")) made.datatype = term.datatype.value;
  return made;
};

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    const found = await engine.query(new URLSearchParams(Buffer.concat(parts).toString()).get("query"), { sources });
    const bindings = await (await found.execute()).toArray();
    const rows = bindings.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, json(term)])));
    const vars = (await found.metadata()).variables.map((one) => (one.variable ?? one).value);
    response.setHeader("Content-Type", "application/sparql-results+json");
    response.end(JSON.stringify({ head: { vars }, results: { bindings: rows } }));
  } catch (error) {
    response.statusCode = 400;
    response.end(String(error));
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
