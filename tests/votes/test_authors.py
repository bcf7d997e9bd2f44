"""Who committed a vote: the author of the commit, its signature, and what cannot be told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest
from test_merge import Repository

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

AUTHORS = ("votes", "launch.yaml", "--verify", "--authors")
OMAR, PRIYA = "omar@example.com", "1234567+priya@users.noreply.github.com"


def by(area, person, vote="go"):
    """The arguments of a vote."""
    return ("vote", "launch.yaml", "--area", area, "--vote", vote, "--as", person)


class Team(Repository):
    """A repository in which several people commit."""

    def __init__(self, folder):
        self.author = "t@example.com"
        super().__init__(folder)

    def git(self, *arguments, check=True, **more):
        """Run git as the author."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / ".home"),
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{role}_NAME": "Anyone" for role in ("AUTHOR", "COMMITTER")},
            "GIT_AUTHOR_EMAIL": self.author,
            "GIT_COMMITTER_EMAIL": "t@example.com",
        }
        return subprocess.run(
            ["git", *arguments],
            **{"cwd": self.folder, **more},
            env=environment,
            check=check,
            capture_output=True,
            text=True,
        )

    def commits(self, author, *options):
        """Commit everything, written by an address."""
        self.author = author
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "votes", *options)
        return self.git("rev-parse", "HEAD").stdout[:12]


@pytest.fixture
def team(tmp_path, change, monkeypatch):
    """A repository whose plan lists the addresses of Omar and Priya; git itself knows none."""
    monkeypatch.setenv("HOME", str(tmp_path / ".home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    change("omar: {name: Omar Haddad,", f"omar: {{git: [{OMAR}], name: Omar Haddad,")
    change("priya: {name: Priya Nair,", f'priya: {{git: [priya@example.com, "{PRIYA}"], name: Priya Nair,')
    (tmp_path / ".gitignore").write_text(".home\n")
    return Team(tmp_path)


def test_voters_who_commit_their_votes_are_checked(here, team):
    """Any of a person's addresses will do, in capitals or not."""
    here(*by("sales", "omar"))
    team.commits("Omar@Example.COM")
    here(*by("product", "priya"))
    team.commits(PRIYA)

    ended = here(*AUTHORS)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[1:] == ["launch.votes.jsonl: 2 of 2 lines committed by the voter"]


def test_vote_that_someone_else_committed_is_refused(here, team):
    """The error names the line, the voter and the author."""
    here(*by("sales", "omar"))
    id = team.commits("mallory@example.com")

    ended = here(*AUTHORS)

    assert ended.code == 1
    assert ended.out.endswith(
        "\nlaunch.votes.jsonl: 0 of 1 line committed by the voter; 1 committed by someone else\n"
    )
    assert ended.err == (
        f"error: omar did not commit this line: commit {id} is by 'mallory@example.com'\n"
        " --> launch.votes.jsonl:1:1\n"
        "help: omar votes again in a commit of their own, or lists the address under people.omar.git\n"
    )


def test_own_vote_replaces_one_that_someone_else_committed(here, team):
    """The record keeps the line, which no longer counts against it."""
    here(*by("sales", "omar"))
    team.commits("mallory@example.com")
    here(*by("sales", "omar", "no-go"))
    team.commits(OMAR)

    ended = here(*AUTHORS)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith(
        ": 1 of 2 lines committed by the voter; 1 committed by someone else; 1 of those replaced since\n"
    )


def test_vote_of_another_area_replaces_nothing(here, team):
    """Only a later vote for the same area is an answer to it."""
    here(*by("sales", "omar"))
    team.commits("mallory@example.com")
    here(*by("product", "priya"))
    team.commits(PRIYA)

    assert here(*AUTHORS).code == 1


def test_what_cannot_be_told_is_unchecked(here, team):
    """A squash has one author, some people list no address, and some lines are not committed: none is refused."""
    here(*by("sales", "omar"))
    here(*by("product", "priya"))
    id = team.commits(PRIYA)
    here(*by("goals", "dana"))
    team.commits("dana@example.com")
    here(*by("sales", "omar", "no-go"))

    ended = here(*AUTHORS)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[1:] == [
        "launch.votes.jsonl: 1 of 4 lines committed by the voter; 3 unchecked",
        f"  unchecked: line 1: commit {id} adds lines of several people, as a squash does",
        "  unchecked: line 3: the plan lists no address under people.dana.git",
        "  unchecked: line 4: not committed yet",
    ]


def test_strict_refuses_what_cannot_be_told_of_new_lines(here, team):
    """Two invented votes in one commit look like a squash; lines that the base has may be squashed."""
    here(*by("sales", "omar"))
    here(*by("product", "priya"))
    id = team.commits("mallory@example.com")
    strict = (*AUTHORS, "--strict", "--against")

    assert here(*AUTHORS).code == 0
    assert here(*strict, "HEAD").code == 0
    ended = here(*strict, "HEAD~1")
    why = f"commit {id} adds lines of several people, as a squash does"

    assert (ended.code, ended.first) == (
        1,
        f"launch.votes.jsonl:1:1: it is not known whether omar committed this line: {why}",
    )
    assert "unchecked: line" not in ended.out


def test_record_without_any_commit_is_unchecked(here, team):
    """The plan is committed, and the first vote is not."""
    here(*by("sales", "omar"))

    assert here(*AUTHORS).out.endswith("  unchecked: line 1: not committed yet\n")


def test_files_of_the_repository_cannot_lend_an_address(here, team, tmp_path):
    """Neither a `.mailmap` nor a list of commits that blame ignores makes the vote Omar's."""
    here(*by("sales", "omar"))
    team.commits(OMAR)
    here(*by("sales", "omar", "no-go"))
    id = team.commits("mallory@example.com")
    (tmp_path / ".mailmap").write_text(f"Omar <{OMAR}> <mallory@example.com>\n")
    (tmp_path / "ignored").write_text(f"{team.git('rev-parse', 'HEAD').stdout}")
    team.git("config", "blame.ignoreRevsFile", "ignored")
    team.git("config", "log.mailmap", "true")
    team.commits(OMAR)

    ended = here(*AUTHORS)

    assert (ended.code, ended.first) == (
        1,
        f"launch.votes.jsonl:2:1: omar did not commit this line: commit {id} is by 'mallory@example.com'",
    )


def test_addresses_of_the_base_count(here, team, change):
    """With a commit to compare with, a change that adds its own address does not help."""
    here(*by("sales", "omar"))
    change(f"git: [{OMAR}]", f"git: [{OMAR}, mallory@example.com]")
    team.commits("mallory@example.com")

    alone, against = here(*AUTHORS), here(*AUTHORS, "--against", "HEAD~1")

    assert (alone.code, against.code) == (0, 1)
    assert "; 1 committed by someone else, by the addresses that the plan lists at HEAD~1\n" in against.out
    assert here(*AUTHORS, "--against", "HEAD").code == 0


def test_votes_of_two_branches_keep_their_authors(here, team):
    """A merge, by whomever, adds no line."""
    team.branch("sales")
    here(*by("sales", "omar"))
    team.commits(OMAR)
    team.git("checkout", "-q", "main")
    here(*by("product", "priya"))
    team.commits(PRIYA)
    team.author = "mallory@example.com"
    team.merge("sales")

    ended = here(*AUTHORS)

    assert (ended.code, ended.out.splitlines()[1:]) == (
        0,
        ["launch.votes.jsonl: 2 of 2 lines committed by the voter"],
    )


def test_renamed_record_keeps_its_authors(here, team, tmp_path):
    """Git follows the file to its old name."""
    here(*by("sales", "omar"))
    team.commits(OMAR)
    for old in ("launch.yaml", "launch.votes.jsonl"):
        (tmp_path / old).rename(tmp_path / old.replace("launch", "orbit"))
    team.commits("mallory@example.com")

    ended = here("votes", "orbit.yaml", "--verify", "--authors")

    assert (ended.code, ended.err) == (0, "")


def test_clone_without_the_older_commits_is_unchecked(here, team, tmp_path, monkeypatch):
    """Git gives every line to the first commit of a shallow clone, whose author need not have added it."""
    here(*by("sales", "omar"))
    team.commits(OMAR)
    (tmp_path / "README").write_text("Changed.\n")
    team.commits("mallory@example.com")
    team.git("clone", "-q", "--depth=1", f"file://{tmp_path}", str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")

    ended = here(*AUTHORS)

    assert (ended.code, ended.err) == (0, "")
    assert "  unchecked: line 1: the clone is shallow and begins with commit " in ended.out


def test_damaged_record_has_no_authors(here, team, tmp_path):
    """What is damaged is named, and nothing is said of authors."""
    here(*by("sales", "omar"))
    team.commits(OMAR)
    record = tmp_path / "launch.votes.jsonl"
    record.write_bytes(record.read_bytes().replace(b'"go"', b'"no-go"'))

    ended = here(*AUTHORS)

    assert (ended.code, ended.out) == (1, "")
    assert "the line was changed after it was written" in ended.err


@pytest.fixture
def signs(team, tmp_path):
    """Make an SSH key for an address, which git signs with from now on; other keys may be unknown."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    home = tmp_path / ".home"
    home.mkdir()
    (home / "allowed").touch()
    team.git("config", "gpg.format", "ssh")
    team.git("config", "gpg.ssh.allowedSignersFile", str(home / "allowed"))

    def key(address, *, known=True):
        path = home / f"key-{address}"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
        team.git("config", "user.signingKey", str(path))
        if known:
            with (home / "allowed").open("a") as allowed:
                allowed.write(f"{address} {path.with_suffix(path.suffix + '.pub').read_text()}")

    return key


def test_signature_of_the_voter_is_good(here, team, signs):
    """The key is one that is known to be Omar's."""
    signs(OMAR)
    here(*by("sales", "omar"))
    team.commits(OMAR, "-S")

    ended = here(*AUTHORS, "--signed")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith(": 1 of 1 line committed by the voter, with a good signature\n")


@pytest.mark.parametrize(
    ("signer", "known", "wrong"),
    [
        (None, True, "has no signature"),
        ("mallory@example.com", True, "is signed by 'mallory@example.com'"),
        (OMAR, False, "has a signature by a key that is not trusted here"),
    ],
)
def test_signature_that_is_not_the_voters_is_refused(here, team, signs, signer, known, wrong):
    """Anyone can write Omar's address into a commit; only Omar can sign it."""
    if signer:
        signs(signer, known=known)
    here(*by("sales", "omar"))
    id = team.commits(OMAR, *(["-S"] if signer else []))

    assert here(*AUTHORS).code == 0
    ended = here(*AUTHORS, "--signed")

    assert (ended.code, ended.first) == (
        1,
        f"launch.votes.jsonl:1:1: omar did not commit this line: commit {id} {wrong}",
    )


def test_certificate_says_what_was_checked(here, team):
    """Names alone, or the authors of commits, with what is wrong or unknown."""
    here(*by("sales", "omar"))
    id = team.commits("mallory@example.com")
    here(*by("product", "priya"))

    names, authors = here("certificate", "launch.yaml"), here("certificate", "launch.yaml", "--authors")
    found = json.loads(here("certificate", "launch.yaml", "--authors", "--format", "json").out)

    assert "## Voters\n\nNames as recorded; not compared with the authors of commits.\n" in names.out
    assert authors.code == 0
    assert authors.out.partition("## Voters\n\n")[2].partition("\n\n## Digests")[0] == (
        "0 of 2 lines committed by the voter; 1 committed by someone else; 1 unchecked.\n"
        "\n"
        f"- Line 1: **omar did not commit it**: commit {id} is by 'mallory&#64;&#8203;example.com'\n"
        "- Line 2: priya, unchecked: not committed yet"
    )
    assert found["authors"] == {
        "signed": False,
        "lines": 2,
        "wrong": [{"line": 1, "by": "omar", "why": f"commit {id} is by 'mallory@example.com'"}],
        "replaced": [],
        "unchecked": [{"line": 2, "by": "priya", "why": "not committed yet"}],
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("votes", "launch.yaml", "--authors"), "--authors requires --verify"),
        (("votes", "launch.yaml", "--verify", "--signed"), "--signed requires --authors"),
        (("votes", "launch.yaml", "--verify", "--strict"), "--strict requires --authors"),
        (("certificate", "launch.yaml", "--signed"), "--signed requires --authors"),
    ],
)
def test_options_that_need_another_say_so(here, arguments, said):
    """An option that would do nothing is refused."""
    ended = here(*arguments)

    assert (ended.code, ended.first) == (2, f"{said}")


def test_without_a_repository_there_are_no_authors(here):
    """The record cannot be compared."""
    here(*by("sales", "omar"))

    ended = here(*AUTHORS)

    assert (ended.code, ended.err.splitlines()[0]) == (
        2,
        "error: the plan is not in a git repository, so it has no history",
    )


VOTE = ("vote", "launch.yaml", "--area", "sales", "--vote", "go")


def test_git_proposes_who_speaks(here, team):
    """Without a terminal to confirm it, git's address is a hint; --as decides."""
    team.git("config", "user.email", OMAR)

    for arguments in (VOTE, ("decide", "launch.yaml", "--decision", "go")):
        ended = here(*arguments)
        assert (ended.code, ended.err) == (
            2,
            "error: --as is missing: who speaks?\nhelp: git commits here as omar: add --as omar, or --yes\n",
        )
    assert here(*VOTE, "--as", "omar").err == ""
    assert here(*VOTE, "--yes").out.startswith("Recorded: Omar Haddad votes go for sales (line 2 of ")


@pytest.mark.parametrize(
    ("address", "hint"),
    [("", "set git's user.email"), ("new@example.com", "list new@example.com under people.ID.git")],
)
def test_unknown_address_proposes_no_one(here, team, address, hint):
    """The hint says how to be proposed next time."""
    if address:
        team.git("config", "user.email", address)

    ended = here(*VOTE)

    assert (ended.code, ended.err) == (
        2,
        f"error: --as is missing: who speaks?\nhelp: add --as ID, or {hint}\n",
    )


def test_terminal_confirms_who_git_proposes(here, team, monkeypatch):
    """Only yes records the vote."""
    from launchcheck.cli import prompts

    team.git("config", "user.email", OMAR)
    asked = []
    monkeypatch.setattr(prompts, "have_terminal", lambda: True)
    monkeypatch.setattr(prompts, "line", lambda prompt: asked.append(prompt) or answers.pop(0))

    answers = ["", "no"]
    refused = here(*VOTE)
    answers = ["yes"]
    recorded = here(*VOTE)

    assert (refused.code, refused.err.splitlines()[0]) == (2, "error: nothing was recorded")
    assert recorded.out.startswith("Recorded: Omar Haddad votes go for sales (line 1 of ")
    assert set(asked) == {"Vote go for sales as Omar Haddad (omar)? (yes or no): "}


def test_voting_for_another_is_noted(here, team):
    """The note comes before the commit, when it can still be avoided."""
    team.git("config", "user.email", OMAR)

    ended = here("vote", "launch.yaml", "--area", "product", "--vote", "go", "--as", "priya")

    assert (ended.code, ended.err) == (
        0,
        f"note: git commits here as omar ({OMAR}), not as priya; `votes --verify --authors` compares them\n",
    )


@pytest.mark.parametrize(
    ("git", "said"),
    [
        ("[omar@example.com, OMAR@example.com]", None),
        ("[Omar]", "'Omar' is not an email address"),
        ('["Omar <omar@example.com>"]', "'Omar <omar@example.com>' is not an email address"),
        ("omar@example.com", "people.lin.git must be a list, not the text 'omar@example.com'"),
        ("[Priya@example.com]", "'Priya@example.com' is already an address of 'priya'"),
    ],
)
def test_addresses_are_read(here, change, git, said):
    """Addresses are those that git prints, each for one person."""
    change("priya: {name: Priya Nair,", "priya: {git: [priya@example.com], name: Priya Nair,")
    change("lin: {name: Lin Chen,", f"lin: {{git: {git}, name: Lin Chen,")

    ended = here("votes", "launch.yaml")

    assert (ended.err.partition("\n")[0] or None) == (said and f"error: {said}")
