"""Plans on a cluster of one worker, over the same plans in this process: what sending work and results costs.

Needs `pip install distributed ray`. Each figure is seconds on the clock, since an engine's work is in other
processes; each engine has checked a batch before, so that its worker is up. Results are compared, too.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from plans import plans

import launchcheck
from launchcheck import fleet

PLANS, BATCH, ROUNDS = 1000, 50, 5
TODAY = date(2027, 2, 1)


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        urls = []
        for index, text in enumerate(plans(PLANS)):
            path = Path(folder) / f"{index:04}.yaml"
            path.write_text(text, encoding="utf-8")
            urls.append(path.as_uri())
        batches = [urls[begin : begin + BATCH] for begin in range(0, PLANS, BATCH)]
        for name, engine in {"dask.distributed": on_dask, "ray": on_ray}.items():
            compare(name, batches, engine)


Gather = Callable[[list[list[str]]], list[list[str]]]


def compare(
    name: str, batches: list[list[str]], engine: Callable[[], tuple[Gather, Callable[[], None]]]
) -> None:
    """Time both ways in turn, and print the median of the ratios."""
    checklist = launchcheck.find("launch")

    def serial(some: list[list[str]]) -> list[list[str]]:
        return [fleet.check(batch, today=TODAY, checklist=checklist) for batch in some]

    gather, close = engine()
    gather(batches[:1])
    ratios, own = [], []
    for _ in range(ROUNDS):
        one, expected = timed(serial, batches)
        other, found = timed(gather, batches)
        if found != expected:
            sys.exit(f"{name}: the results differ")
        ratios.append(other / one)
        own.append(one)
    close()
    each = median(own) / PLANS * 1000
    print(
        f"{name}, one worker: {median(ratios):.2f} x the {each:.2f} ms of a plan in this process;"
        " results equal"
    )


def timed(work: Gather, batches: list[list[str]]) -> tuple[float, list[list[str]]]:
    """Seconds on the clock, and the result."""
    begin = perf_counter()
    found = work(batches)
    return perf_counter() - begin, found


def on_dask() -> tuple[Gather, Callable[[], None]]:
    """A cluster of one worker with one thread."""
    from dask.distributed import Client, LocalCluster

    cluster = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None)
    client = Client(cluster)
    checklist = client.scatter(launchcheck.find("launch"), broadcast=True)

    def gather(batches: list[list[str]]) -> list[list[str]]:
        tasks = [
            client.submit(fleet.check, batch, today=TODAY, checklist=checklist, pure=False)
            for batch in batches
        ]
        return client.gather(tasks)

    def close() -> None:
        client.close()
        cluster.close()

    return gather, close


def on_ray() -> tuple[Gather, Callable[[], None]]:
    """A cluster with one processor."""
    import ray

    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    checklist = ray.put(launchcheck.find("launch"))
    check = ray.remote(lambda batch, checklist: fleet.check(batch, today=TODAY, checklist=checklist))

    def gather(batches: list[list[str]]) -> list[list[str]]:
        return ray.get([check.remote(batch, checklist) for batch in batches])

    return gather, ray.shutdown


if __name__ == "__main__":
    main()
