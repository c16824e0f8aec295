"""Proof of the guide in a browser: no page wider than the screen, and no serious fault that axe-core finds."""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from raad import compare
from raad.graph.cache import Graph
from raad.guide.guide import guide
from raad.guide.typeset import typeset

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--virtual-time-budget=60000", "--dump-dom",
)  # fmt: skip
WIDTHS = (390, 1280)
HARNESS = """<!DOCTYPE html><title>harness</title>{frames}<pre id="told"></pre><script>
const axe = {axe};
async function look(frame, last) {{
  const page = frame.contentDocument, view = frame.contentWindow, script = page.createElement("script");
  const wide = page.documentElement.scrollWidth;
  if (!last) return {{wide, found: []}};
  script.textContent = axe;
  page.head.append(script);
  const found = await view.axe.run(page, {{resultTypes: ["violations"]}});
  return {{wide, found: found.violations.map(v => [v.impact, v.id, v.nodes[0].html.slice(0, 200)])}};
}}
addEventListener("load", async () => {{
  const told = [];
  const frames = [...document.querySelectorAll("iframe")];
  for (const frame of frames) told.push(await look(frame, frame === frames.at(-1)));
  document.getElementById("told").textContent = JSON.stringify(told);
}});
</script>"""


def axe_core() -> Path | None:
    """Return the file of axe-core: where AXE_CORE says, in NODE_PATH, or in a node_modules of the checkout or above."""
    named = os.environ.get("AXE_CORE")
    folders = [Path(folder) for folder in os.environ.get("NODE_PATH", "").split(os.pathsep) if folder]
    folders += [folder / "node_modules" for folder in Path(__file__).resolve().parents]
    places = ([Path(named)] if named else []) + [folder / "axe-core" / "axe.min.js" for folder in folders]
    return next((place for place in places if place.is_file()), None)


pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no chromium is on PATH"),
    pytest.mark.skipif(axe_core() is None, reason="no axe-core: name its axe.min.js in AXE_CORE, or put it into node_modules"),
]


@pytest.mark.parametrize("pair", [("rapastinel", "ketamine"), ("strychnine", "dizocilpine")], ids="-".join)
def test_guide_fits_a_phone_and_a_desk_and_axe_finds_nothing_serious(graph: Graph, tmp_path: Path, pair: tuple[str, str]) -> None:
    page = html.escape(typeset(guide(graph, compare(graph, *pair)).document, "html"))
    frames = "".join(f'<iframe width="{width}" height="900" srcdoc="{page}"></iframe>' for width in WIDTHS)
    axe = json.dumps(axe_core().read_text(encoding="utf-8")).replace("</", "<\\/")
    harness = tmp_path / "harness.html"
    harness.write_text(HARNESS.format(frames=frames, axe=axe), encoding="utf-8")
    command = [BROWSER, *QUIET, f"--user-data-dir={tmp_path / 'profile'}", harness.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=300).stdout
    told = json.loads(html.unescape(shown.partition('<pre id="told">')[2].partition("</pre>")[0]))
    for width, seen in zip(WIDTHS, told, strict=True):
        assert seen["wide"] <= width
        assert [fault for fault in seen["found"] if fault[0] in ("serious", "critical")] == []
