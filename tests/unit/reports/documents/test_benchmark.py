"""The benchmark of documents on two files of its own: what is right, what is wrong, what has no expectation."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.documents.comparing import expectation, fields_of
from tests.documents.corpus import LAYOUTS, make_pdf
from tests.documents.reports import PLAIN, REPORTS

ROOT = Path(__file__).parents[4]


def test_the_benchmark_counts_right_and_wrong_fields(tmp_path: Path) -> None:
    folder = tmp_path / "pdf"
    folder.mkdir()
    (folder / "good.pdf").write_bytes(make_pdf(PLAIN, LAYOUTS["ruled"]))
    (folder / "other.pdf").write_bytes(make_pdf(REPORTS["blank"], LAYOUTS["unruled"]))
    wanted = {name: expectation(said) for name, said in fields_of(folder / "good.pdf").items()}
    wanted["concerns"] = expectation("something else")
    wanted["coroner_area"] = None
    expected = tmp_path / "expected.json"
    expected.write_text(json.dumps({"good.pdf": wanted}))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.documents", "--json", "--no-corpus"),
            *("--pdf", str(folder), "--expected", str(expected)),
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["pdf"]
    assert (found["ours"]["files"], found["ours"]["fields"], found["ours"]["exact"]) == (1, 15, 13)
    assert found["ours"]["wrong"] == ["good.pdf: concerns", "good.pdf: coroner_area"]
    assert (found["ours"]["six_fields"], found["ours"]["six_letters"]) == (6, 4)
    assert found["files_without_expectation"] == ["other.pdf"]
