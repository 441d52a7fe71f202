"""The largest difference between core and each of its oracles, as CONTRIBUTING.md lists it: `make oracles`.

The tests hold bounds; this prints what lies below them, over the tests' own cases and some more.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import fsum

import numpy as np
import statsmodels.api as sm
import test_core_certified as certified
import test_core_losses_oracles as losses_oracles
from autograd import grad, hessian
from core_losses import some_labels
from statsmodels.datasets import longley
from test_core_autodiff import LOSSES, MODELS, case

from core import (
    Dataset,
    GradientMoments,
    LogisticLoss,
    PinballLoss,
    Problem,
    empirical_risk,
    full_gradient,
    mean_of_gradients,
    minimizer,
    per_example_gradients,
    per_example_hessians,
    per_example_loss_surfaces,
    per_example_losses,
    quadratic_risk,
    risk_surface,
)

EPS = float(np.finfo(float).eps)
Line = tuple[str, str, str]


def in_eps(own: object, theirs: object) -> float:
    """Largest difference, in eps of 1 or of the largest number."""
    a, b = np.asarray(own, dtype=float), np.asarray(theirs, dtype=float)
    return float(np.abs(a - b).max() / max(1.0, np.abs(b).max()) / EPS)


def relative(own: object, theirs: object) -> float:
    """Largest relative difference."""
    a, b = np.asarray(own, dtype=float), np.asarray(theirs, dtype=float)
    return float((np.abs(a - b) / np.abs(b)).max())


def digits(own: object, theirs: object) -> str:
    """How many decimal digits the worst number has in common."""
    return f"{-np.log10(max(relative(own, theirs), EPS / 2)):.1f} digits"


def automatic_differentiation() -> Iterator[Line]:
    """Every model with every loss, with weights and penalty."""
    what = (
        f"losses, gradients, Hessians of {len(MODELS)} models x {len(LOSSES)} losses, weighted and penalized"
    )
    worst = np.zeros(3)
    differences = 0.0
    for model in MODELS:
        for loss in LOSSES:
            problem, theta, rows = case(model, loss)
            gradients = per_example_gradients(problem, theta)
            theirs = [[row(theta) for row in rows], [grad(row)(theta) for row in rows]]
            theirs.append([hessian(row)(theta) for row in rows])
            own = [per_example_losses(problem, theta), gradients, per_example_hessians(problem, theta)]
            worst = np.maximum(worst, list(map(in_eps, own, theirs)))
            for parameter, way in enumerate(1e-6 * np.eye(len(theta))):
                rise = per_example_losses(problem, theta + way) - per_example_losses(problem, theta - way)
                differences = max(differences, float(np.abs(gradients[:, parameter] - rise / 2e-6).max()))
    yield what, "autograd", ", ".join(f"{value:.0f}" for value in worst) + " eps"
    yield "the same gradients", "central differences, step 1e-6", f"{differences:.0e}"
    try:
        from test_core_jax import of_jax
    except BaseException:  # noqa: BLE001 - pytest's own way to skip
        return
    worst = np.zeros(3)
    for model in MODELS:
        cases = {loss: case(model, loss, seed=5) for loss in LOSSES}
        for loss, theirs in of_jax(model, cases).items():
            problem, theta, _ = cases[loss]
            functions = per_example_losses, per_example_gradients, per_example_hessians
            own = [function(problem, theta) for function in functions]
            worst = np.maximum(worst, list(map(in_eps, own, theirs)))
    yield what, "JAX, doubles", ", ".join(f"{value:.0f}" for value in worst) + " eps"


def losses_alone() -> Iterator[Line]:
    """Losses and their derivatives of labels and raw predictions."""
    worst = 0.0
    for loss, theirs in losses_oracles.PAIRS:
        y, z = some_labels(loss, 100_000), 3 * np.random.default_rng(8).normal(size=100_000)
        found = theirs.loss_gradient(y_true=y, raw_prediction=z)
        worst = max(worst, in_eps(loss.loss(y, z), found[0]), in_eps(loss.gradient(y, z), found[1]))
    yield "six losses and their gradients, 100,000 labels each", "scikit-learn `_loss`", f"{worst:.1f} eps"
    worst = 0.0
    for y in losses_oracles.SHARES:
        exact = [losses_oracles.exact_logistic(y, z) for z in losses_oracles.Z]
        values = [losses_oracles.in_arrays(method, y) for method in ("loss", "gradient", "hessian")]
        for loss, gradient, bend, (value, up, down, product) in zip(*values, exact, strict=True):
            errors = (
                losses_oracles.ulps(loss, value),
                losses_oracles.ulps(gradient, up - down, max(up, down)),
                losses_oracles.ulps(bend, product),
            )
            worst = max(worst, *errors)
    yield "logistic loss and derivatives, z from -1000 to 1000", "mpmath, 1,600 bits", f"{worst:.1f} ulp"


def fits() -> Iterator[Line]:
    """Minimizers and scores of published tables."""
    spector = Dataset.packaged("spector")
    problem = Problem(spector, loss=LogisticLoss())
    logit = sm.Logit(spector.y, sm.add_constant(spector.x))
    thetas = np.random.default_rng(0).normal(size=(100, 2)) * [5, 2]
    scores = max(
        float(np.abs(per_example_gradients(problem, theta) + logit.score_obs(theta)).max())
        for theta in thetas
    )
    yield "logistic gradients of spector at 100 thetas", "statsmodels `Logit.score_obs`", f"{scores:.0e}"
    found = logit.fit(method="newton", tol=1e-14, disp=False).params
    yield (
        "logistic minimizer of spector",
        "statsmodels `Logit.fit`",
        f"{relative(minimizer(problem), found):.0e}",
    )
    engel = Dataset.packaged("engel")
    quantile = sm.QuantReg(engel.y, sm.add_constant(engel.x))
    worst = max(
        relative(minimizer(Problem(engel, loss=PinballLoss(q))), quantile.fit(q).params)
        for q in (0.25, 0.5, 0.9)
    )
    yield "quantile lines of engel", "statsmodels `QuantReg` (stops at 1e-6)", f"{worst:.0e}"
    norris = certified.NORRIS
    own = minimizer(norris)
    deviation = np.sqrt(2 * 36 * empirical_risk(norris, own) / 34)
    yield "Norris: coefficients", "NIST's certified 15 digits", digits(own, certified.CERTIFIED)
    yield "Norris: residual deviation", "the same", digits(deviation, certified.RESIDUAL_DEVIATION)
    data = longley.load_pandas()
    truth = [-3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683]
    truth += [-1.03322686717359, -0.0511041056535807, 1829.15146461355]
    matrix, y = data.exog.to_numpy(), data.endog.to_numpy()
    design = np.column_stack([np.ones(len(y)), matrix])
    normal = np.linalg.solve(design.T @ design, design.T @ y)
    own = minimizer(Problem(Dataset.from_matrix(matrix, y)))
    name = f"the same (normal equations: {digits(normal, truth)})"
    yield "Longley: seven coefficients", name, digits(own, truth)


def sums() -> Iterator[Line]:
    """Means over a million rows, and what is exact."""
    random = np.random.default_rng(3)
    worst: dict[str, float] = {"pairwise": 0, "blas": 0, "fsum": 0}
    for x in (random.normal(size=10**6), 3 + random.normal(size=10**6), random.exponential(size=10**6)):
        problem = Problem(Dataset(x, 2 * x + random.normal(size=len(x))))
        gradients = per_example_gradients(problem, (0.5, 1.0))
        truth = np.array([fsum(column) / len(x) for column in gradients.T])
        scale = np.abs(gradients).mean(axis=0)
        means: dict[str, Callable[[], object]] = {
            "pairwise": lambda: mean_of_gradients(gradients),  # noqa: B023 - called at once
            "blas": lambda: full_gradient(problem, (0.5, 1.0)),  # noqa: B023
            "fsum": lambda: full_gradient(problem, (0.5, 1.0), "fsum"),  # noqa: B023
        }
        for method, mean in means.items():
            worst[method] = max(worst[method], float((np.abs(mean() - truth) / scale).max() / EPS))
    size = "of a gradient's mean size"
    yield "mean of a million gradients", "`math.fsum`", f"{worst['pairwise']:.2f} eps {size}"
    yield (
        "full gradient of a million rows, by its own formula",
        "`math.fsum`",
        f"{worst['blas']:.2f} eps {size}",
    )
    yield 'the same with `method="fsum"`', "`math.fsum`", f"{worst['fsum']:.2f} eps {size}"
    gradients = 1e6 + random.normal(size=(1000, 2))
    own = GradientMoments.of(gradients[:37])
    for start in range(37, 1000, 37):
        own = own.updated(gradients[start : start + 37])
    rows = np.array([[Fraction(value) for value in row] for row in gradients.tolist()])
    away = rows - rows.mean(axis=0)
    truth = np.asarray((away.T @ away) / len(rows), dtype=float)
    yield (
        "covariance of gradients around 1e6, in chunks",
        "`Fraction`s",
        f"{in_eps(own.covariance, truth):.1f} eps",
    )
    problem = Problem(Dataset(1990 + np.arange(30.0), 50 + random.normal(size=30)))
    axes = np.linspace(-3, 3, 41), np.linspace(-2, 4, 41)
    mean = per_example_loss_surfaces(problem, *axes).mean(axis=0)
    yield (
        "averaged surface of years, from its six numbers",
        "mean of the surfaces",
        f"{relative(risk_surface(problem, *axes), mean) / EPS:.1f} eps",
    )
    exact = Problem(
        Dataset([Fraction(1, 3), Fraction(2), Fraction(-5, 7)], [Fraction(1), Fraction(0), Fraction(4, 9)])
    )
    theta = (Fraction(1, 2), Fraction(3))
    same = (
        mean_of_gradients(per_example_gradients(exact, theta)).tolist()
        == full_gradient(exact, theta).tolist()
    )
    flat = full_gradient(exact, quadratic_risk(exact).theta_star).tolist() == [0, 0]
    yield (
        "everything of squared errors and the affine model; all minibatches of small tables",
        "`Fraction`s",
        "0" if same and flat else "not 0",
    )


def main() -> None:
    """Print the table, in Markdown."""
    print("| what | oracle | largest difference |\n|---|---|---|")
    for part in (automatic_differentiation, losses_alone, fits, sums):
        for line in part():
            print(f"| {' | '.join(line)} |", flush=True)


if __name__ == "__main__":
    main()
