"""The record file: what is refused in its place, and that no interruption loses a vote."""

from __future__ import annotations

import errno
import os
import stat
import threading

import pytest
from polling import cast, decide, plan, poll, said
from test_integrity import LINES

from launchcheck import votes
from launchcheck.errors import LaunchcheckError
from launchcheck.votes import file

NO_FILE = "this is not a regular file, but a folder, a pipe or a device"
CALLS = ("open", "fstat", "lseek", "read", "write", "fsync", "ftruncate", "stat", "close")


def refused(path, read=votes.read):
    """The error for a record."""
    return refusal(path, read)[0]


def refusal(path, read=votes.read):
    """The error, the hint and the file for a record that is refused."""
    with pytest.raises(LaunchcheckError) as caught:
        read(path)
    error = caught.value
    return said(error)[0][1], error.hint, error.locations and error.locations[0].path


def content(path):
    """The bytes of a file."""
    with open(path, "rb") as opened:
        return opened.read()


def put(path, data):
    """Write bytes to a file."""
    with open(path, "wb") as opened:
        opened.write(data)


def test_first_vote_makes_the_file(path):
    """It is a plain file that git and other programs can read."""
    appended = cast(path)
    assert (appended.line.number, appended.set_aside, appended.torn) == (1, "", None)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o666 & ~_umask()
    assert votes.read(path).lines == (appended.line,)


def _umask():
    """The umask: the permissions that new files lack."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def test_folder_of_a_new_record_is_synced(path, monkeypatch):
    """The folder is synced once, when the file is created."""
    synced = []
    monkeypatch.setattr(file, "_sync_folder", synced.append)
    cast(path)
    cast(path)
    assert synced == [path]


@pytest.mark.parametrize(
    ("code", "is_fine"), [(errno.EINVAL, True), (errno.ENOTSUP, True), (errno.EIO, False)]
)
def test_unsupported_sync_is_ignored_but_a_disk_error_is_not(path, monkeypatch, code, is_fine):
    """Some file systems cannot sync a folder."""
    real = os.open

    def fail(name, *rest):
        if os.path.isdir(name):
            raise OSError(code, os.strerror(code))
        return real(name, *rest)

    monkeypatch.setattr(os, "open", fail)
    if is_fine:
        assert cast(path).line.number == 1
    else:
        assert refused(path, cast) == f"the record cannot be used: '{os.strerror(code)}'"
    monkeypatch.undo()
    assert len(votes.read(path).lines) == is_fine


def test_record_in_the_current_folder(tmp_path, monkeypatch):
    """A bare file name is in the current folder, which is synced."""
    monkeypatch.chdir(tmp_path)
    opened = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda name, *rest: opened.append(name) or real(name, *rest))
    cast("launch.votes.jsonl")
    in_folder = [name for name in opened if not os.path.isabs(name)]  # not the plan and the checklist
    assert in_folder == ["launch.votes.jsonl", os.curdir]


def test_missing_file_reads_as_empty_but_fails_verification(path):
    """Verification reports that there is no record."""
    assert votes.read(path).lines == ()
    assert refused(path, votes.verify) == "there is no record of votes here"


def test_missing_folder_is_reported(tmp_path):
    """A vote creates no folders."""
    assert refused(str(tmp_path / "no" / "votes"), cast) == "there is no record of votes here"


@pytest.mark.parametrize("act", [votes.read, cast])
@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "link", "dangling link", "null"])
def test_what_is_not_a_file_is_refused_at_once(kind, act, tmp_path):
    """Nothing blocks, no link is followed, and nothing is written."""
    path = str(tmp_path / "launch.votes.jsonl")
    target = tmp_path / "somebody else's"
    if kind == "folder":
        os.mkdir(path)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path = "/dev/zero"
    elif kind == "null":
        path += "\0"
    else:
        if kind == "link":
            target.write_bytes(b"")
        os.symlink(target, path)
    links = "this is a symbolic link, and links are not followed"
    expected = {
        "link": links,
        "dangling link": links,
        "null": "the record cannot be used: 'its name contains a NUL character'",
    }
    hint = "" if kind == "null" else "the record must be a regular file; move whatever is in its place"
    assert refusal(path, act) == (expected.get(kind, NO_FILE), hint, path)
    assert target.exists() == (kind == "link")


def test_oversized_file_is_refused(path, monkeypatch):
    """A file far too large for a record is not read to its end."""
    cast(path)
    monkeypatch.setattr(file, "MOST_BYTES", 1024 * 1024)
    put(path, (b" " * 1023 + b"\n") * 2048)
    assert refusal(path) == ("the file is larger than 1 MiB", "", path)
    assert refusal(path, cast) == ("the file is larger than 1 MiB", "", path)


def test_file_without_write_permission_is_reported(path, monkeypatch):
    """The system's message is passed on."""
    monkeypatch.setattr(os, "open", _failing(PermissionError(errno.EACCES, "Permission denied")))
    assert refused(path, cast) == "the record cannot be used: 'Permission denied'"


def _failing(problem):
    def fail(*_args, **_more):
        raise problem

    return fail


def test_damaged_record_accepts_no_vote(path):
    """Nothing is appended to a record that fails verification."""
    put(path, LINES[1])
    assert refused(path, cast).endswith("is missing: it was removed or changed")
    assert content(path) == LINES[1]


def test_torn_bytes_are_set_aside_and_the_vote_is_recorded(path):
    """Nothing is dropped silently: the caller learns where the bytes are."""
    put(path, LINES[0] + LINES[1][:50])
    put(f"{path}.torn-1", b"from last time")
    appended = cast(path)
    assert appended.set_aside == f"{path}.torn-2"
    assert stat.S_IMODE(os.stat(f"{path}.torn-2").st_mode) == 0o666 & ~_umask()
    assert (appended.torn.number, appended.torn.content) == (2, LINES[1][:50])
    assert content(f"{path}.torn-2") == LINES[1][:50]
    assert content(f"{path}.torn-1") == b"from last time"
    assert [line.number for line in votes.verify(path).lines] == [1, 2]
    assert cast(path).set_aside == ""


def test_line_without_its_line_end_is_torn(path):
    """A line counts once its line end is written."""
    cast(path)
    put(path, content(path)[:-1])
    assert votes.read(path).lines == ()
    appended = cast(path, note="again")
    assert (appended.torn.number, appended.set_aside) == (1, f"{path}.torn-1")


def test_system_without_locks_reads_but_does_not_write(path, monkeypatch):
    """Without a lock, two writers could lose a vote."""
    cast(path)
    monkeypatch.setattr(file, "fcntl", None)
    assert len(votes.read(path).lines) == 1
    assert refusal(path, cast) == (
        "votes cannot be recorded on this system: it has no file locks that launchcheck supports",
        "vote on Linux or macOS, or in the Windows Subsystem for Linux",
        (),
    )


def test_reading_works_without_a_lock(path, monkeypatch):
    """Some network file systems have no locks."""
    cast(path)
    monkeypatch.setattr(file.fcntl, "flock", _failing(OSError(errno.ENOLCK, "No locks available")))
    assert len(votes.read(path).lines) == 1
    assert refused(path, cast) == "the record cannot be used: 'No locks available'"


def test_vote_goes_into_the_file_that_git_put_there_meanwhile(path, monkeypatch):
    """A file that was replaced while waiting for the lock is opened again."""
    cast(path, note="old")
    real, replaced = file._lock, []

    def lock(fd, *, shared):
        real(fd, shared=shared)
        if not shared and not replaced:
            replaced.append(os.rename(path, f"{path}.old"))
            cast(path, note="from git")

    monkeypatch.setattr(file, "_lock", lock)
    cast(path, note="mine")
    assert [line.entry.note for line in votes.verify(path).lines] == ["from git", "mine"]


def test_vote_is_repeated_if_git_replaced_the_file_during_the_write(path, monkeypatch):
    """The line may be in a file that has been unlinked."""
    cast(path)
    answers = iter([True, False])
    monkeypatch.setattr(file, "_is_at", lambda _fd, _path: next(answers, True))
    assert cast(path, note="again").line.number == 3


def test_link_or_missing_file_at_the_path_is_refused(path):
    """A link that appeared meanwhile is not the file, even if it leads to it."""
    cast(path)
    fd = os.open(path, os.O_RDONLY)
    try:
        assert file._is_at(fd, path)
        os.rename(path, f"{path}.real")
        assert not file._is_at(fd, path)
        os.symlink(f"{path}.real", path)
        assert not file._is_at(fd, path)
    finally:
        os.close(fd)


def test_retries_are_limited(path, monkeypatch):
    """If the file keeps being replaced, the user has to know."""
    monkeypatch.setattr(file, "_is_at", lambda _fd, _path: False)
    assert refusal(path, cast) == (
        "the file keeps being replaced while the vote is written",
        "vote again when git has finished",
        path,
    )


def test_two_writers_take_turns(path):
    """The lock holds the second back until the first is done."""
    cast(path)
    fd = os.open(path, os.O_RDWR)
    file._lock(fd, shared=False)
    waiting = threading.Thread(target=cast, args=(path,))
    waiting.start()
    waiting.join(0.2)
    assert waiting.is_alive()
    os.close(fd)
    waiting.join(10)
    assert len(votes.verify(path).lines) == 2


class Faulty:
    """The module `os`, with one call that fails once."""

    def __init__(self, name, turn, problem):
        self.name, self.turn, self.problem, self.count = name, turn, problem, 0

    def __getattr__(self, name):
        real = getattr(os, name)
        if name != self.name:
            return real

        def call(*args, **more):
            self.count += 1
            if self.count != self.turn:
                return real(*args, **more)
            if self.problem == "short":
                return real(args[0], bytes(args[1])[:7])
            if self.problem == "half":
                real(args[0], bytes(args[1])[:100])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if name == "close":
                real(*args)
            raise self.problem

        return call


FAULTS = [
    OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
    OSError(errno.EIO, os.strerror(errno.EIO)),
    KeyboardInterrupt(),
]


@pytest.mark.parametrize("begins", ["absent", "whole", "torn"])
@pytest.mark.parametrize("name", CALLS)
def test_every_failing_call_leaves_the_record_intact(name, begins, tmp_path, monkeypatch):
    """Each call of an append fails in turn; the vote is then recorded in full or not at all, and so is the next."""
    problems = [*FAULTS, "short", "half"] if name == "write" else FAULTS
    failed = 0
    for index, problem in enumerate(problems):
        turn = 1
        while True:
            path = str(tmp_path / f"{index}-{turn}")
            put(path, LINES[0] if begins != "absent" else b"")
            if begins == "torn":
                put(path, LINES[0] + LINES[1][:50])
            elif begins == "absent":
                os.unlink(path)
            faulty = Faulty(name, turn, problem)
            with monkeypatch.context() as patched:
                patched.setattr(file, "os", faulty)
                done = _tried(path)
            if faulty.count < turn:
                break
            failed += not done
            _whole_after(path, begins, done, name)
            turn += 1
    assert failed or (name == "ftruncate" and begins != "torn")


def _tried(path):
    """Try to vote; return whether the vote was recorded."""
    try:
        cast(path, note="mine")
    except (LaunchcheckError, KeyboardInterrupt):
        return False
    return True


def _whole_after(path, begins, done, name):
    """Inspect the record after a failed or recorded vote, then vote once more."""
    before = 0 if begins == "absent" else 1
    lines = votes.read(path).lines
    # Ctrl-C at the very end, while the file is closed, comes too late to undo the vote.
    assert len(lines) == before + done or (name == "close" and len(lines) == before + 1)
    again = cast(path, note="again")
    assert len(votes.verify(path).lines) == len(lines) + 1
    aside = [
        each for each in os.listdir(os.path.dirname(path)) if each.startswith(f"{os.path.basename(path)}.")
    ]
    if begins == "torn":
        assert aside
        assert {content(os.path.join(os.path.dirname(path), each)) for each in aside} == {LINES[1][:50]}
    else:
        assert aside == []
        assert again.set_aside == ""


def test_votes_and_the_decision_share_one_record(path):
    """The decision comes after all earlier lines."""
    poll(path)
    decided = decide(path, note="All aboard")
    lines = votes.verify(path).lines
    assert [line.entry.kind for line in lines] == ["vote"] * 6 + ["decision"]
    assert decided.line.after == (lines[5].digest,)


def test_vote_on_another_plan_has_another_digest(path):
    """A vote is about the content of the plan."""
    one = cast(path).line.facts_digest
    assert cast(path).line.facts_digest == one
    assert cast(path, of=plan(launch__date="2027-02-23")).line.facts_digest != one


def test_record_replaced_while_votes_are_counted_is_refused(path):
    """The facts of a vote are read lazily, and must belong to that vote."""
    cast(path, note="mine")
    record = votes.read(path)
    assert b'"note":"mine"' in record.bytes_of(record.lines[0])
    put(path, content(path).replace(b"mine", b"gone"))
    assert refused(path, lambda _: record.bytes_of(record.lines[0])) == (
        "the record was replaced while it was read"
    )
    put(path, b"")
    assert refused(path, lambda _: record.bytes_of(record.lines[0])) == (
        "the record was replaced while it was read"
    )
    os.unlink(path)
    assert refused(path, lambda _: record.bytes_of(record.lines[0])) == "there is no record of votes here"


def test_record_is_read_in_pieces_of_any_length(path, monkeypatch):
    """Lines are the same wherever a piece ends."""
    for number in range(3):
        cast(path, note=f"{number}")
    whole = votes.read(path)
    for length in (1, 2, 7, len(content(path)) // 3, len(content(path))):
        monkeypatch.setattr(file, "_CHUNK", length)
        assert votes.read(path) == whole
        assert [whole.bytes_of(line) for line in whole.lines] == content(path).splitlines()
