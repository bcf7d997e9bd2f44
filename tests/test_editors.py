"""What an editor shows while a plan is typed: the language server that most editors use for YAML, with our schema.

It is an npm package: `npm install --no-save yaml-language-server@2.0.0` in the root of a clone.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from corpora import require

from launchcheck.cli.schemas import Draft, Subject, in_draft_07, schema

ROOT = Path(__file__).parent.parent
COMMAND = ROOT / "node_modules" / ".bin" / "yaml-language-server"
NODE = shutil.which("node")

pytestmark = pytest.mark.slow


class Server:
    """A language server that is spoken to over its standard input and output."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [str(COMMAND), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
        )
        self.uri = (folder / "launch.yaml").as_uri()
        self.asked = 0
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}})
        self.tell("initialized", {})
        off = {"schemaStore": {"enable": False}, "completion": True, "hover": True, "validate": True}
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": off}})

    def send(self, message: dict[str, Any]) -> None:
        """Write one message."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def heard(self) -> dict[str, Any]:
        """Read one message."""
        out = self.process.stdout
        assert out
        length = 0
        while line := out.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        return json.loads(out.read(length))

    def tell(self, method: str, what: Any) -> None:
        """Send a notification."""
        self.send({"method": method, "params": what})

    def ask(self, method: str, what: Any) -> Any:
        """Send a request, and wait for its answer; what the server asks meanwhile gets none."""
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": what})
        while True:
            message = self.heard()
            if "method" in message and "id" in message:
                wanted = message["params"].get("items", []) if isinstance(message["params"], dict) else []
                self.send({"id": message["id"], "result": [None for _ in wanted]})
            elif message.get("id") == self.asked:
                return message.get("result")

    def opened(self, text: str) -> list[str]:
        """Open a plan, and read what the server marks in it, each with its line."""
        what = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": what})
        while True:
            message = self.heard()
            if message.get("method") == "textDocument/publishDiagnostics":
                found = message["params"]["diagnostics"]
                return [f"{each['range']['start']['line'] + 1}: {each['message']}" for each in found]

    def at(self, method: str, line: int, character: int) -> Any:
        """Ask about a place, with lines and characters counted from 0."""
        place = {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": self.uri}, "position": place})


@pytest.fixture(params=Draft)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server in a folder with the schema, in each version of the language."""
    require(COMMAND.exists() and bool(NODE), "the npm package yaml-language-server is not installed")
    found = schema(Subject.PLAN)
    found = in_draft_07(found) if request.param is Draft.DRAFT_07 else found
    (tmp_path / "plan.schema.json").write_text(json.dumps(found), encoding="utf-8")
    started = Server(tmp_path)
    yield started
    started.process.kill()
    started.process.communicate()


HEAD = "# yaml-language-server: $schema=plan.schema.json\nlaunchcheck: 1\n"


def test_a_plan_without_mistakes_is_not_marked(server: Server) -> None:
    """The example that is ready has no marks."""
    text = (ROOT / "examples" / "ready.yaml").read_text(encoding="utf-8")
    assert server.opened(HEAD + text.partition("launchcheck: 1\n")[2]) == []


def test_mistakes_are_marked_where_they_are(server: Server) -> None:
    """A wrong key, a wrong tier and a missing name are marked at their lines."""
    marked = server.opened(f"{HEAD}launch:\n  date: 2027-02-16\n  tier: 4\n  staus: planned\n")
    assert sorted({each.partition(":")[0] for each in marked}) == ["3", "5", "6"]
    assert [each for each in marked if "staus" in each] == ["6: Property staus is not allowed."]


def test_keys_are_completed(server: Server) -> None:
    """After the name of a section the server offers its keys."""
    server.opened(f"{HEAD}launch:\n  name: Orbit\n  date: 2027-02-16\n  tier: 1\nsales:\n  \n")
    offered = server.at("completion", 7, 2)
    labels = {each["label"] for each in offered["items"]}
    assert {"touches", "kit", "demo"} <= labels


def test_words_are_completed(server: Server) -> None:
    """Where a field is a choice the server offers its words."""
    server.opened(f"{HEAD}launch:\n  name: Orbit\n  date: 2027-02-16\n  tier: 1\n  status: \n")
    offered = {each["label"] for each in server.at("completion", 6, 10)["items"]}
    assert "planned" in offered
    assert "null" not in offered


def test_a_key_is_explained(server: Server) -> None:
    """Hovering over a key shows what it means."""
    server.opened(f"{HEAD}launch:\n  name: Orbit\n  date: 2027-02-16\n  tier: 1\n")
    shown = server.at("hover", 5, 3)["contents"]["value"]
    assert "The launch tier: 1 everyone hears of it, 2 one audience does, 3 it ships quietly." in shown
