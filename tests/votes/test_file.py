"""The file of a record: what is refused in its place, and that a stop at any point loses no vote."""

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
    """Why a record is refused."""
    return refusal(path, read)[0]


def refusal(path, read=votes.read):
    """Why a record is refused, what to do instead, and which file it is about."""
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
    """It is a plain file that git and everybody else can read."""
    appended = cast(path)
    assert (appended.line.number, appended.set_aside, appended.torn) == (1, "", None)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o666 & ~_umask()
    assert votes.read(path).lines == (appended.line,)


def _umask():
    """What new files are not allowed."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def test_name_of_a_new_record_is_on_the_disk_too(path, monkeypatch):
    """The folder is synced once, when the file is new."""
    synced = []
    monkeypatch.setattr(file, "_sync_folder", synced.append)
    cast(path)
    cast(path)
    assert synced == [path]


@pytest.mark.parametrize(
    ("code", "is_fine"), [(errno.EINVAL, True), (errno.ENOTSUP, True), (errno.EIO, False)]
)
def test_folder_that_cannot_be_synced_is_no_error_but_a_broken_disk_is(path, monkeypatch, code, is_fine):
    """Not every file system needs it."""
    real = os.open

    def fail(name, *rest):
        if str(name).endswith(".jsonl"):
            return real(name, *rest)
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", fail)
    if is_fine:
        assert cast(path).line.number == 1
    else:
        assert refused(path, cast) == f"the record cannot be used: '{os.strerror(code)}'"
    monkeypatch.undo()
    assert len(votes.read(path).lines) == is_fine


def test_record_in_the_folder_where_one_is(tmp_path, monkeypatch):
    """A bare name stands in the current folder, which is synced."""
    monkeypatch.chdir(tmp_path)
    opened = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda name, *rest: opened.append(name) or real(name, *rest))
    cast("launch.votes.jsonl")
    assert opened == ["launch.votes.jsonl", os.curdir]


def test_absent_file_is_an_empty_record_to_read_but_not_to_verify(path):
    """Who asks whether a record is whole is told that there is none."""
    assert votes.read(path).lines == ()
    assert refused(path, votes.verify) == "there is no record of votes here"


def test_folder_that_is_not_there_is_said(tmp_path):
    """A vote makes no folders."""
    assert refused(str(tmp_path / "no" / "votes"), cast) == "there is no record of votes here"


@pytest.mark.parametrize("act", [votes.read, cast])
@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "link", "dangling link", "null"])
def test_what_is_no_file_is_refused_at_once(kind, act, tmp_path):
    """Nothing hangs, nothing is followed, and nothing is written to."""
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


def test_file_without_bound_is_refused(path, monkeypatch):
    """What is far too large for a record is not read to its end."""
    cast(path)
    monkeypatch.setattr(file, "MOST_BYTES", 1024 * 1024)
    put(path, b"\n" * (2 * 1024 * 1024))
    assert refusal(path) == ("the file is larger than 1 MiB", "", path)
    assert refusal(path, cast) == ("the file is larger than 1 MiB", "", path)


def test_file_that_may_not_be_written_is_said(path, monkeypatch):
    """What the system says is passed on."""
    monkeypatch.setattr(os, "open", _failing(PermissionError(errno.EACCES, "Permission denied")))
    assert refused(path, cast) == "the record cannot be used: 'Permission denied'"


def _failing(problem):
    def fail(*_args, **_more):
        raise problem

    return fail


def test_damaged_record_takes_no_vote(path):
    """What cannot be verified is not built upon."""
    put(path, LINES[1])
    assert refused(path, cast).endswith("is missing: it was removed or changed")
    assert content(path) == LINES[1]


def test_torn_bytes_are_set_aside_and_the_vote_goes_on(path):
    """Nothing is dropped in silence: the caller is told where the bytes are."""
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


def test_line_without_its_end_alone_is_torn_too(path):
    """A line counts once its end is written, and not before."""
    cast(path)
    put(path, content(path)[:-1])
    assert votes.read(path).lines == ()
    appended = cast(path, note="again")
    assert (appended.torn.number, appended.set_aside) == (1, f"{path}.torn-1")


def test_system_without_locks_reads_and_does_not_write(path, monkeypatch):
    """Two writers without a lock could lose a vote."""
    cast(path)
    monkeypatch.setattr(file, "fcntl", None)
    assert len(votes.read(path).lines) == 1
    assert refusal(path, cast) == (
        "votes cannot be recorded on this system: it has no file locks that launchcheck supports",
        "vote on Linux or macOS, or in the Windows Subsystem for Linux",
        (),
    )


def test_reader_without_a_lock_reads_all_the_same(path, monkeypatch):
    """Some network file systems have no locks."""
    cast(path)
    monkeypatch.setattr(file.fcntl, "flock", _failing(OSError(errno.ENOLCK, "No locks available")))
    assert len(votes.read(path).lines) == 1
    assert refused(path, cast) == "the record cannot be used: 'No locks available'"


def test_vote_lands_in_the_file_that_git_put_there_meanwhile(path, monkeypatch):
    """A file that was replaced while the lock was waited for is opened anew."""
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


def test_vote_in_a_file_that_git_replaced_while_it_was_written_is_given_again(path, monkeypatch):
    """The line may be in a file that nobody will see any more."""
    cast(path)
    answers = iter([True, False])
    monkeypatch.setattr(file, "_is_at", lambda _fd, _path: next(answers, True))
    assert cast(path, note="again").line.number == 3


def test_link_or_nothing_at_the_path_is_not_the_file(path):
    """A link that was put there meanwhile is another thing, even one to the same file."""
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


def test_file_that_is_always_replaced_is_given_up(path, monkeypatch):
    """At some point the person has to know."""
    monkeypatch.setattr(file, "_is_at", lambda _fd, _path: False)
    assert refusal(path, cast) == (
        "the file keeps being replaced while the vote is written",
        "vote again when git has finished",
        path,
    )


def test_two_writers_wait_for_each_other(path):
    """A lock on the file holds the second back until the first is done."""
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
    """The module `os`, one of whose calls fails once."""

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
def test_every_call_that_fails_leaves_the_record_whole(name, begins, tmp_path, monkeypatch):
    """Each call of an append fails in turn; the vote is then there whole or not at all, and so is the next."""
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
    """Whether a vote was recorded."""
    try:
        cast(path, note="mine")
    except (LaunchcheckError, KeyboardInterrupt):
        return False
    return True


def _whole_after(path, begins, done, name):
    """Look at what a failed or saved vote left, and vote once more."""
    before = 0 if begins == "absent" else 1
    lines = votes.read(path).lines
    # Ctrl-C at the very end, while the file is closed, comes too late to take the vote back.
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


def test_votes_and_the_decision_stand_in_one_record(path):
    """The decision follows all that was said before it."""
    poll(path)
    decided = decide(path, note="All aboard")
    lines = votes.verify(path).lines
    assert [line.entry.kind for line in lines] == ["vote"] * 6 + ["decision"]
    assert decided.line.after == (lines[5].digest,)


def test_vote_on_another_plan_has_another_digest(path):
    """A vote is a vote on this content."""
    one = cast(path).line.facts_digest
    assert cast(path).line.facts_digest == one
    assert cast(path, of=plan(launch__date="2027-02-23")).line.facts_digest != one


def test_record_that_is_replaced_while_votes_are_counted_is_refused(path):
    """The facts of a vote are read when they are needed, and are those of no other vote."""
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
    """Wherever a piece ends, the lines are the same."""
    for number in range(3):
        cast(path, note=f"{number}")
    whole = votes.read(path)
    for length in (1, 2, 7, len(content(path)) // 3, len(content(path))):
        monkeypatch.setattr(file, "_CHUNK", length)
        assert votes.read(path) == whole
        assert [whole.bytes_of(line) for line in whole.lines] == content(path).splitlines()
