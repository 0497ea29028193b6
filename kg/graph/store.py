"""The store on disk: published snapshots, of which one is current, and the lock of the one writer.

DIR/kg.json            version of the layout, base IRI
DIR/current            name of the published snapshot, replaced in one step
DIR/snapshots/000003/  graph/ (Oxigraph), papers.sqlite (papers and their Records), snapshot.json (counts),
                       curation.tsv (where there is one), catalogue.npz, answers/ (of the service: may be deleted)
DIR/cache.sqlite       Records by content and pipeline version
DIR/lock               held by the process that writes
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import StoreError, StoreFullError, StoreLockedError, StoreMissingError, StoreVersionError

#: Raised with every change to what the files hold.
STORE_VERSION = 1
CURATION_FILE = "curation.tsv"
_BUILDING = ".building"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published state of the graph, never changed again."""

    folder: Path
    papers: int
    quads: int
    entities: int
    corpus_hash: str
    pipeline: str

    @property
    def name(self) -> str:
        """The number under which it was published."""
        return self.folder.name

    @property
    def graph(self) -> Path:
        """The folder of the Oxigraph store."""
        return self.folder / "graph"

    @property
    def papers_file(self) -> Path:
        """The SQLite file of papers and Records."""
        return self.folder / "papers.sqlite"

    @property
    def curation_file(self) -> Path:
        """The curation file that it was made with; there may be none."""
        return self.folder / CURATION_FILE


def open_snapshot(folder: Path) -> Snapshot:
    """Return the snapshot in a folder; raises StoreError when it is damaged or none."""
    try:
        return Snapshot(folder, **json.loads((folder / "snapshot.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"the snapshot {folder} is damaged ({error}); build the store anew") from None


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """A store: where it is and the base of its IRIs."""

    path: Path
    base: str

    @classmethod
    def open(cls, path: Path) -> StoreFolder:
        """Return the store at a path.

        Raises StoreMissingError when there is none and StoreVersionError when another version of kg wrote it.
        """
        try:
            facts = json.loads((path / "kg.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            raise StoreMissingError(f"no store at {path}; make one with: kg build CORPUS --store {path}") from None
        except ValueError:
            raise StoreError(f"{path / 'kg.json'} is damaged; build the store anew in another folder") from None
        if facts.get("version") != STORE_VERSION:
            raise StoreVersionError(
                f"the store at {path} has layout version {facts.get('version')}, this kg reads {STORE_VERSION}; "
                "build it anew in another folder, or use the kg that made it"
            )
        return cls(path, facts["base"])

    @classmethod
    def create(cls, path: Path, base: str) -> StoreFolder:
        """Return the store at a path, made if there is none; a base that it already has stays."""
        if not (path / "kg.json").exists():
            if path.exists() and (not path.is_dir() or any(path.iterdir())):
                raise StoreError(f"{path} is not a store and not an empty folder; name another place with --store")
            path.mkdir(parents=True, exist_ok=True)
            (path / "snapshots").mkdir()
            replace_text(path / "kg.json", json.dumps({"version": STORE_VERSION, "base": base.rstrip("/")}) + "\n")
        return cls.open(path)

    def current(self) -> Snapshot:
        """Return the published snapshot; raises StoreMissingError before the first one."""
        snapshot = self.published()
        if snapshot is None:
            raise StoreMissingError(
                f"nothing has been published at {self.path}; run: kg build CORPUS --store {self.path}"
            )
        return snapshot

    def published(self) -> Snapshot | None:
        """Return the published snapshot, or None before the first one."""
        while name := self._current_name():
            try:
                return open_snapshot(self.path / "snapshots" / name)
            except StoreError:
                if name == self._current_name():  # else two builds have gone by meanwhile, and dropped this one
                    raise
        return None

    def snapshots(self) -> list[Snapshot]:
        """Return the snapshots that are kept, oldest first."""
        names = (folder.name for folder in (self.path / "snapshots").iterdir() if folder.suffix != _BUILDING)
        return [open_snapshot(self.path / "snapshots" / name) for name in sorted(names)]

    def _current_name(self) -> str | None:
        try:
            return (self.path / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock; the system gives it back when the process dies.

        Raises StoreLockedError when another process holds it, StoreFullError when the disk fills up meanwhile.
        """
        with (self.path / "lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise StoreLockedError(
                    f"process {holder} is writing to the store at {self.path}; wait for it to end, then try again"
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            try:
                with disk_full_as_error(self.path):
                    yield
            finally:  # not by closing alone: a process that is being started meanwhile has the file open as well
                fcntl.flock(lock, fcntl.LOCK_UN)

    def begin(self) -> Path:
        """Return a new snapshot folder to write to, a copy of the current one that shares its unchanging files."""
        folders = self.path / "snapshots"
        for stale in folders.glob(f"*{_BUILDING}"):
            shutil.rmtree(stale)
        previous = self.published()
        number = int(previous.name) + 1 if previous else 1
        building = folders / f"{number:06}{_BUILDING}"
        building.mkdir()
        if previous:
            _link_or_copy(previous.graph, building / "graph")
            shutil.copy2(previous.papers_file, building / "papers.sqlite")
            if previous.curation_file.exists():
                shutil.copy2(previous.curation_file, building / CURATION_FILE)
        return building

    def publish(self, building: Path, facts: Snapshot) -> Snapshot:
        """Make a finished snapshot the current one; drop all but it, the one before and those that a worker holds."""
        values = {key: value for key, value in asdict(facts).items() if key != "folder"}
        replace_text(building / "snapshot.json", json.dumps(values, indent=2) + "\n")
        final = building.with_name(building.name.removesuffix(_BUILDING))
        if final.exists():  # left by a build that was killed between the next two steps
            shutil.rmtree(final)
        building.rename(final)
        before = self.published()
        replace_text(self.path / "current", final.name + "\n")
        kept = {final.name, before.name if before else final.name}
        for old in (self.path / "snapshots").iterdir():
            if old.name not in kept and not _held(old):
                shutil.rmtree(old, ignore_errors=True)
        return self.current()

    def abandon(self, building: Path) -> None:
        """Drop a snapshot that will not be published."""
        shutil.rmtree(building, ignore_errors=True)


def _held(snapshot: Path) -> bool:
    """Say whether a query worker reads a snapshot: it holds its facts with a shared lock."""
    try:
        with (snapshot / "snapshot.json").open("rb") as facts:
            fcntl.flock(facts, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # it has none: what a build that was killed left behind
        return False
    return False


def replace_text(path: Path, text: str) -> None:
    """Write a file that is either the old one or the new one, whatever happens meanwhile."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


@contextmanager
def disk_full_as_error(path: Path) -> Iterator[None]:
    """Turn "no space left on device", from us or from the databases under us, into StoreFullError."""
    try:
        yield
    except Exception as error:
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        if full or "no space left" in str(error).lower() or "database or disk is full" in str(error):
            raise StoreFullError(
                f"the disk of {path} is full; free some space and run the command again, what was served is unharmed"
            ) from error
        raise


def _link_or_copy(source: Path, target: Path) -> None:
    """Copy an Oxigraph folder; its sorted tables never change once written, so they are linked."""
    target.mkdir()
    for file in source.iterdir():
        if file.suffix == ".sst":
            try:
                os.link(file, target / file.name)
                continue
            except OSError:
                pass  # a file system without links: a copy does as well
        if file.name != "LOCK":
            shutil.copy2(file, target / file.name)
