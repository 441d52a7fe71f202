"""`python -m core` prints the argument, and one line where its input isn't usable."""

import runpy
import subprocess
import sys

import numpy as np
import pytest

from core import (
    AffineModel,
    Dataset,
    HingeLoss,
    LogisticLoss,
    Problem,
    empirical_risk,
    full_gradient,
    per_example_gradients,
    per_example_losses,
)
from core.__main__ import LOSSES, MODELS, NUMBERS, made, main, starting_theta
from core.argument import differences

SIX = """\
six: 6 rows, y over x
affine model, half-squared loss, gradients at theta_0 = 1, theta_1 = 1

row               x     y  prediction      loss  d loss/d theta_0  d loss/d theta_1
-----------------------------------------------------------------------------------
1              -2    -2.3        -1    0.845             1.3              -2.6
2              -1    -1.9         0    1.805             1.9              -1.9
3              -0.5  -1.1         0.5  1.28              1.6              -0.8
4               0.5   0.1         1.5  0.98              1.4               0.7
5               1     2.8         2    0.32             -0.8              -0.8
6               2     2.4         3    0.18              0.6               1.2
-----------------------------------------------------------------------------------
mean                                   0.901667          1                -0.7
full gradient                                            1                -0.7
difference                                               0.00 eps          0.00 eps

The mean of the gradients is the gradient of the mean loss, which is computed without them, as the
Jacobian's transpose times the losses' slopes. eps is 2^-52 of the mean size of a row's gradient.
In fractions, where nothing is rounded, the two are equal.
"""


def printed(capsys, *arguments):
    main(arguments)
    return capsys.readouterr().out


def cells(line):
    return line.replace(" eps", "").split()


def test_six_rows_are_printed_as_a_reader_would_write_them():
    done = subprocess.run([sys.executable, "-m", "core"], capture_output=True, text=True, check=True)
    assert done.stdout == SIX
    assert done.stderr == ""


@pytest.mark.parametrize("name", Dataset.packaged_names())
def test_all_packaged_tables_have_their_numbers_in_print(name, capsys):
    text = printed(capsys, name, "--theta=3,-0.25")
    problem, theta = Problem(Dataset.packaged(name)), (3, -0.25)
    rows = np.column_stack(
        [
            problem.dataset.x,
            problem.dataset.y,
            problem.predictions(theta),
            per_example_losses(problem, theta),
            per_example_gradients(problem, theta),
        ]
    )
    lines = text.splitlines()
    for line in lines[5 : 5 + min(len(rows), 30)]:
        number, *values = map(float, cells(line))
        assert values == pytest.approx(rows[int(number) - 1], rel=5e-6)
    mean = [float(value) for value in cells(next(line for line in lines if line.startswith("mean")))[1:]]
    full = [float(v) for v in cells(next(line for line in lines if line.startswith("full")))[2:]]
    assert mean == pytest.approx([empirical_risk(problem, theta), *full_gradient(problem, theta)], rel=5e-6)
    assert full == mean[1:]
    off = [float(value) for value in cells(next(line for line in lines if line.startswith("diff")))[1:]]
    assert max(off) <= 4
    assert lines[-1] == "In fractions, where nothing is rounded, the two are equal."


def test_up_to_36_rows_are_listed_and_of_more_the_first_30_and_the_last(capsys):
    assert len(printed(capsys, "norris").splitlines()) == 36 + 13
    lines = printed(capsys, "engel").splitlines()
    assert [line.split()[0] for line in lines[5:37]] == [*map(str, range(1, 31)), "...", "235"]
    assert lines[37].startswith("---")


def test_one_row_of_a_csv_file_is_an_argument_too(tmp_path, capsys):
    file = tmp_path / "one.csv"
    file.write_text("dose,effect\n2,1\n")
    text = printed(capsys, str(file), "--theta=0,0")
    assert text.startswith(f"{file}: 1 row, effect over dose\n")
    assert cells(text.splitlines()[5]) == ["1", "2", "1", "0", "0.5", "-1", "-2"]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("loss", [*LOSSES, "huber=2", "pinball=0.9"])
def test_every_model_and_loss_has_an_argument_without_a_theta_being_named(model, loss, tmp_path, capsys):
    file = tmp_path / "labels.csv"
    file.write_text("x,y\n" + "".join(f"{x},{y}\n" for x, y in [(2001, 1), (2005, 1), (2014, 1), (2030, 1)]))
    text = printed(capsys, str(file), f"--model={model}", f"--loss={loss}")
    assert f"{model} model, {loss.partition('=')[0]} loss" in text
    gradients = np.array([[float(v) for v in cells(line)[5:]] for line in text.splitlines()[5:9]])
    assert np.isfinite(gradients).all()
    if loss == "half-squared":
        assert len(np.unique(gradients[:, 0])) > 1


def test_only_what_fractions_go_through_is_said_to_be_equal_in_fractions(capsys):
    assert "In fractions" in printed(capsys, "--loss=absolute")
    assert "In fractions" not in printed(capsys, "spector", "--loss=logistic")
    assert "In fractions" not in printed(capsys, "--model=tanh-neuron")


def test_labels_start_at_zero_and_curves_bend_among_the_inputs():
    dataset = Dataset([2001, 2005, 2014, 2030], [1, 1, 1, 1])
    for loss in (LogisticLoss(), HingeLoss()):
        assert starting_theta(Problem(dataset, AffineModel(), loss)).tolist() == [0, 0]
    for name, make in MODELS.items():
        if name != "affine":
            problem = Problem(dataset, make())
            jacobian = problem.model.jacobian(starting_theta(problem), problem.x)
            assert np.ptp(jacobian[:, 0]) > 0
    problem = Problem(dataset, MODELS["mlp"](3))
    assert starting_theta(problem).tolist() == starting_theta(problem).tolist()
    weights, biases = np.split(starting_theta(problem)[:6], 2)
    assert np.abs(np.outer(problem.x, weights) + biases).max() < 10  # no unit is saturated by years
    flat = Problem(Dataset([0.0, 1.0], [0.0, 0.0]), MODELS["tanh-neuron"]())
    assert starting_theta(flat)[0] == 1


def test_a_number_behind_a_name_is_its_parameter():
    assert made("loss", "huber=2.5", LOSSES).delta == 2.5
    assert made("loss", "pinball", LOSSES).quantile == NUMBERS["pinball"] == 0.5
    assert made("model", "mlp=3", MODELS).hidden == 3


def test_a_difference_is_counted_in_eps_of_the_mean_size():
    eps = 2.0**-52
    gradients = np.array([[2.0, 0.0, -3.0], [2.0, 0.0, 1.0]])
    assert differences(gradients, np.array([2 + 4 * eps, 0, -1 - 4 * eps])).tolist() == [2, 0, 2]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["sixx"], 'no packaged table "sixx"; there are anscombe1, '),
        (["there/is/none"], "there/is/none: no such file; check the path"),
        (["none.CSV"], "none.CSV: no such file; check the path"),
        (["--theta=1"], "theta needs 2 numbers, found shape (1,)"),
        (["--theta=1,x"], '"x" is not a number'),
        (["--theta=1,nan"], "theta needs 2 finite numbers, found nan in place 2"),
        (["--theta=1e200,1"], "row 1: the loss overflows for these values; rescale them"),
        (["--loss=hinge"], "the hinge loss needs "),
        (["--loss=cubic"], 'no loss "cubic"; there are half-squared, squared, '),
        (["--model=cubic"], 'no model "cubic"; there are affine, tanh-neuron, logistic, mlp'),
        (["--loss=squared=2"], "loss squared takes no number, found squared=2"),
        (["--loss=huber=wide"], '"wide" is not a number'),
        (["--model=mlp=1.5"], "hidden needs a whole number >= 1, found 1.5"),
        (["--modell=mlp"], "unrecognized arguments: --modell=mlp"),
        (["--mod=mlp"], "unrecognized arguments: --mod=mlp"),
    ],
)
def test_bad_input_is_one_line_and_status_2(arguments, complaint, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith(f"python -m core: {complaint}")
    assert written.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "arguments", "complaint"),
    [
        (
            "note,x,y\n,1,1\n,2,-1\n",
            ["--loss=logistic"],
            "t.csv:3:3 (y): the logistic loss needs a value from 0 to 1, found -1",
        ),
        (
            'note,x,y\n"a\nb",1,1\n,2,0\n',
            ["--loss=hinge"],
            "t.csv:4:3 (y): the hinge loss needs a label -1 or 1, found 0",
        ),
        (
            "x,y\n1,1\n1e10,1\n",
            ["--theta=0,1e150"],
            "t.csv:3: the loss overflows for these values; rescale them",
        ),
        ("x,y\n1,NA\n", [], 't.csv:2:2 (y): "NA" is not a number; write it in digits or remove the row'),
    ],
)
def test_what_is_wrong_with_a_row_is_told_with_its_line(
    content, arguments, complaint, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text(content)
    with pytest.raises(SystemExit):
        main(["t.csv", *arguments])
    assert capsys.readouterr().err == f"python -m core: {complaint}\n"


def test_help_says_what_is_printed_and_names_all_tables_models_and_losses(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    text = capsys.readouterr().out
    assert "Print why the full gradient is the mean of the per-example gradients, in numbers." in " ".join(
        text.split()
    )
    for name in ("TABLE", *Dataset.packaged_names(), *MODELS, *LOSSES):
        assert name in text


def test_the_module_runs_as_a_program(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["core"])
    monkeypatch.delitem(sys.modules, "core.__main__")
    runpy.run_module("core", run_name="__main__")
    assert capsys.readouterr().out == SIX


def test_the_program_needs_numpy_alone():
    program = "import sys, core.__main__; print({'scipy', 'rich', 'manim', 'click'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
