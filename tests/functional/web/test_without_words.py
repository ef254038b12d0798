"""A register of which no words are held: every page and address for words answers, and says what to import."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.visitors import import_world, visitor


def test_a_register_without_words_answers_too(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.settings import settings

    (tmp_path / "home").mkdir()
    monkeypatch.setenv("FOREWARNED_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    import_world(tmp_path / "world", reports=10)
    caller = visitor()
    for path in ("promises", "lessons", "screen?q=suicide", "search?q=trust"):
        assert caller.get(f"/api/v1/{path}").status_code == 200, path
    said = "The words of no report are held"
    for page in ("/promises/", "/screen/", "/screen/?q=suicide", "/similar/"):
        answer = caller.get(page)
        assert answer.status_code == 200 and said in answer.content.decode(), page
    assert caller.get("/search?q=trust").status_code == 200
