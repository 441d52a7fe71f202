"""How fast core is, in copies of its input, and beside JAX: `make bench`.

Every figure is a ratio of medians within one run: core, NumPy's copy and JAX take turns, so that whatever
slows the machine down slows them all. "at best" is the ratio of the fastest calls, which a busy machine
changes least. All run on as many threads as `--threads` says.
"""

import argparse
import json
import os
import platform
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SECONDS = 1.5
"""About how long a measure takes turns."""
LEAST, MOST = 7, 400
"""Turns that are taken, however slow or fast they are."""
REPEATS = 20


@dataclass(frozen=True)
class Measure:
    """One line of the table."""

    what: str
    size: str
    of: str  # what `ratio` counts
    goal: str
    ratio: float
    at_best: float  # the same of the fastest calls
    met: bool
    milliseconds: float
    jax_milliseconds: float | None
    times_jax: float | None  # core's time in JAX's
    times_jax_goal: float | None
    temporaries: float | None  # bytes at the peak beside the result, as a share of the result
    turns: int


def pin(threads: int) -> None:
    """Have NumPy's BLAS and XLA use so many threads; before either is imported."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ[name] = str(threads)
    os.environ["JAX_PLATFORMS"] = "cpu"
    if hasattr(os, "sched_setaffinity"):  # XLA takes a thread for each processor that it may run on
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def take_turns(*functions: Callable[[], Any]) -> list[list[float]]:
    """Seconds of each function's calls.

    Each turn calls a fast function as often as fills the slowest one's time, up to `REPEATS` times: it isn't
    only timed on what another has left in the cache.
    """
    first = [timed(function) for function in functions for _ in range(2)][1::2]
    repeats = [min(REPEATS, max(1, int(max(first) / one))) for one in first]
    turn = sum(one * times for one, times in zip(first, repeats, strict=True))
    seconds: list[list[float]] = [[] for _ in functions]
    for _ in range(min(MOST, max(LEAST, int(SECONDS / turn)))):
        for function, times, taken in zip(functions, repeats, seconds, strict=True):
            taken += [timed(function) for _ in range(times)]
    return seconds


def timed(function: Callable[[], Any]) -> float:
    """Seconds of one call."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def temporaries(function: Callable[[], Any]) -> float:
    """Bytes at the highest point of a call that aren't the result's, as a share of the result's."""
    tracemalloc.start()
    try:
        result = function()
        return (tracemalloc.get_traced_memory()[1] - result.nbytes) / result.nbytes
    finally:
        tracemalloc.stop()


def measured(
    what: str,
    size: str,
    core: Callable[[], Any],
    unit: Callable[[], Any],
    jax: Callable[[], Any] | None = None,
    *,
    of: str = "copies of X",
    at_most: float | None = None,
    at_least: float | None = None,
    times_jax_goal: float | None = None,
    memory: bool = True,
) -> Measure:
    """Core's time in the time of `unit` (`at_most`), or the other way round (`at_least`)."""
    times = take_turns(unit, core, *([] if jax is None else [jax]))
    one, own, *others = (statistics.median(taken) for taken in times)
    fastest_one, fastest_own = min(times[0]), min(times[1])
    ratio, at_best = own / one, fastest_own / fastest_one
    if at_least is not None:
        ratio, at_best = 1 / ratio, 1 / at_best
    times_jax = own / others[0] if others else None
    as_fast_as_jax = times_jax is None or times_jax <= (times_jax_goal or times_jax)
    return Measure(
        what=what,
        size=size,
        of=of,
        goal=f"at most {at_most:g}" if at_least is None else f"at least {at_least:g}",
        ratio=ratio,
        at_best=at_best,
        met=as_fast_as_jax and (ratio <= at_most if at_most is not None else ratio >= (at_least or 0)),
        milliseconds=own * 1e3,
        jax_milliseconds=others[0] * 1e3 if others else None,
        times_jax=times_jax,
        times_jax_goal=times_jax_goal,
        temporaries=temporaries(core) if memory else None,
        turns=len(times[0]),
    )


def affine_measures(n: int, p: int, gradients_at_most: float) -> list[Measure]:
    """Per-example gradients and the full gradient of the affine model under the half squared error."""
    import numpy as np

    from core import Dataset, Problem, full_gradient, per_example_gradients

    random = np.random.default_rng(0)
    X, y, theta = random.normal(size=(n, p)), random.normal(size=n), random.normal(size=p)  # noqa: N806
    problem = Problem(Dataset.from_matrix(X[:, 1:], y))
    each = whole = None
    if (jax := try_jax()) is not None:
        x_jax, y_jax, theta_jax = (jax.numpy.asarray(values) for values in (X[:, 1:], y, theta))

        def loss(theta: Any, x: Any, y: Any) -> Any:
            return (theta[0] + x @ theta[1:] - y) ** 2 / 2

        def risk(theta: Any, x: Any, y: Any) -> Any:
            return jax.vmap(loss, (None, 0, 0))(theta, x, y).mean()

        jit_each = jax.jit(jax.vmap(jax.grad(loss), (None, 0, 0)))
        jit_whole = jax.jit(jax.grad(risk))

        def each() -> Any:
            return jit_each(theta_jax, x_jax, y_jax).block_until_ready()

        def whole() -> Any:
            return jit_whole(theta_jax, x_jax, y_jax).block_until_ready()

        assert np.allclose(each(), per_example_gradients(problem, theta), rtol=1e-12, atol=1e-9)
        assert np.allclose(whole(), full_gradient(problem, theta), rtol=1e-12, atol=1e-9)
    size = f"N = {n:,}, P = {p}"
    return [
        measured(
            "per-example gradients, affine",
            size,
            lambda: per_example_gradients(problem, theta),
            X.copy,
            each,
            at_most=gradients_at_most,
            times_jax_goal=1 if p == 64 else None,
        ),
        measured(
            "full gradient alone, affine",
            size,
            lambda: full_gradient(problem, theta),
            X.copy,
            whole,
            at_most=2.5,
            memory=False,
        ),
    ]


def surface_measures() -> list[Measure]:
    """Loss surfaces one by one, and their mean by its six coefficients."""
    import numpy as np

    from core import Dataset, Problem, per_example_loss_surfaces, risk_surface

    n, k = 200, 200
    random = np.random.default_rng(0)
    problem = Problem(Dataset(random.normal(size=n), random.normal(size=n)))
    axes = np.linspace(-3, 3, k), np.linspace(-2, 4, k)
    surfaces = per_example_loss_surfaces(problem, *axes)
    whole = None
    if (jax := try_jax()) is not None:
        x_jax, y_jax, *axes_jax = (jax.numpy.asarray(values) for values in (problem.x, problem.y, *axes))

        def surface(x: Any, y: Any, axis0: Any, axis1: Any) -> Any:
            return (axis0[:, None] + axis1[None, :] * x - y) ** 2 / 2

        jit_surfaces = jax.jit(jax.vmap(surface, (0, 0, None, None)))

        def whole() -> Any:
            return jit_surfaces(x_jax, y_jax, *axes_jax).block_until_ready()

        assert np.allclose(whole(), surfaces, rtol=1e-12)
    assert np.allclose(risk_surface(problem, *axes), surfaces.mean(axis=0), rtol=1e-12)
    size = f"{n} of {k} x {k}"
    return [
        measured(
            "per-example loss surfaces",
            size,
            lambda: per_example_loss_surfaces(problem, *axes),
            surfaces.copy,
            whole,
            of="copies of the result",
            at_most=2.0,
        ),
        measured(
            "the same, into an array that is there",
            size,
            lambda: per_example_loss_surfaces(problem, *axes, out=surfaces),
            surfaces.copy,
            of="copies of the result",
            at_most=2.0,
            memory=False,
        ),
        measured(
            "averaged quadratic surface",
            size,
            lambda: risk_surface(problem, *axes),
            lambda: per_example_loss_surfaces(problem, *axes).mean(axis=0),
            of="times as fast as averaging",
            at_least=100,
            memory=False,
        ),
    ]


def perceptron_measures() -> list[Measure]:
    """Per-example gradients of the smallest perceptron that is worth the name, in JAX's time."""
    jax = try_jax()
    if jax is None:
        return []
    import numpy as np

    from core import Dataset, Problem, per_example_gradients
    from core.models import MLP

    n, hidden = 100_000, 8
    random = np.random.default_rng(0)
    model = MLP(hidden)
    problem = Problem(Dataset(random.normal(size=n), random.normal(size=n)), model)
    theta = random.normal(size=problem.n_parameters)
    x_jax, y_jax, theta_jax = (jax.numpy.asarray(values) for values in (problem.x, problem.y, theta))

    def loss(theta: Any, x: Any, y: Any) -> Any:
        w, b, v = theta[:-1].reshape(3, hidden)
        return (v @ jax.numpy.tanh(w * x + b) + theta[-1] - y) ** 2 / 2

    jit_each = jax.jit(jax.vmap(jax.grad(loss), (None, 0, 0)))

    def each() -> Any:
        return jit_each(theta_jax, x_jax, y_jax).block_until_ready()

    def own() -> Any:
        return per_example_gradients(problem, theta)

    assert np.allclose(each(), own(), rtol=1e-10, atol=1e-10)
    name = "per-example gradients, tanh MLP 1-8-1"
    return [measured(name, f"N = {n:,}, P = 25", own, each, each, of="times JAX", at_most=2.0)]


def moment_measures() -> list[Measure]:
    """Mean and covariance that any chunks merge to, beside NumPy's of all rows at once."""
    import numpy as np

    from core import GradientMoments

    measures = []
    for n, p in ((10**6, 2), (10**5, 64)):
        gradients = np.random.default_rng(0).normal(size=(p, n)).T

        def moments(gradients: Any = gradients) -> Any:
            return GradientMoments.of(gradients)

        def numpys(gradients: Any = gradients) -> Any:
            return gradients.mean(axis=0), np.cov(gradients, rowvar=False, bias=True)

        assert np.allclose(moments().covariance, numpys()[1], rtol=1e-12, atol=1e-15)
        of, size = "times numpy.cov", f"N = {n:,}, P = {p}"
        measures.append(
            measured("moments of gradients", size, moments, numpys, of=of, at_most=4, memory=False)
        )
    return measures


def try_jax() -> Any:
    """JAX with doubles, or None where it isn't installed (`make jax`)."""
    try:
        import jax
    except ModuleNotFoundError:
        return None
    jax.config.update("jax_enable_x64", True)
    return jax


def machine(threads: int) -> dict[str, Any]:
    """What the figures belong to."""
    from importlib.metadata import PackageNotFoundError, version

    def found(package: str) -> str | None:
        try:
            return version(package)
        except PackageNotFoundError:
            return None

    return {
        "threads": threads,
        "cpus": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "numpy": found("numpy"),
        "jax": found("jax"),
    }


def show(measures: list[Measure], about: dict[str, Any]) -> None:
    """Print the table."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=" · ".join(f"{name} {value}" for name, value in about.items()), title_justify="left")
    for header in ("what", "size"):
        table.add_column(header)
    for header in ("goal", "core", "at best", "", "core ms", "JAX ms", "core / JAX", "temporaries / result"):
        table.add_column(header, justify="right")
    for m in measures:
        jax = "-" if m.jax_milliseconds is None else f"{m.jax_milliseconds:.3g}"
        memory = "-" if m.temporaries is None else f"{m.temporaries:.2f}"
        times_jax = "-" if m.times_jax is None else f"{m.times_jax:.2f}"
        goal = m.goal if m.times_jax_goal is None else f"{m.goal}; {m.times_jax_goal:g} x JAX"
        verdict = "[green]met[/]" if m.met else "[red]missed[/]"
        ratio = f"{m.ratio:.2f} {m.of}"
        times = f"{m.milliseconds:.3g}", jax, times_jax
        table.add_row(m.what, m.size, goal, ratio, f"{m.at_best:.2f}", verdict, *times, memory)
    Console(width=None if Console().is_terminal else 180).print(table)


def main() -> None:
    """Measure everything, print the table, write JSON where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--threads", type=int, default=1, help="threads for core, BLAS and JAX (1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    pin(options.threads)
    measures = [
        measure
        for n, p, at_most in ((10**5, 2, 2.0), (10**6, 2, 3.3), (10**5, 64, 1.6), (10**6, 64, 2.3))
        for measure in affine_measures(n, p, at_most)
    ]
    measures += surface_measures() + perceptron_measures() + moment_measures()
    about = machine(options.threads)
    show(measures, about)
    if options.json:
        figures = {"machine": about, "measures": [asdict(measure) for measure in measures]}
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
