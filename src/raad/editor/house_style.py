"""The house style of curated YAML: two spaces, lists indented under their key, one line a value."""

from __future__ import annotations

from raad.editor.compaction import Bare


def yaml_text(value: object) -> str:
    """Return mappings, lists and texts as YAML; a text that a YAML reader could take for something else is in quotes."""
    import yaml

    class House(yaml.SafeDumper):
        """The dumper of PyYAML with lists indented under their key."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
            """Indent every list."""
            super().increase_indent(flow, indentless=False)

    def bare(dumper: yaml.SafeDumper, word: Bare) -> yaml.ScalarNode:
        return yaml.ScalarNode(dumper.resolve(yaml.ScalarNode, str(word), (True, False)), str(word))

    House.add_representer(Bare, bare)
    return yaml.dump(value, Dumper=House, sort_keys=False, allow_unicode=True, width=float("inf"))
