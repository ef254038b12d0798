"""Static files: under names that carry a hash of their content once ``forewarned serve`` has gathered them."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class SiteFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Before they are gathered (in tests, in development) each is served under its own name."""

    def stored_name(self, name: str) -> str:
        return str(self.hashed_files.get(self.hash_key(name.replace("\\", "/")), name))


def gather() -> None:
    """Put every static file, compressed, into the home, where that was not done for these very files."""
    import hashlib
    from pathlib import Path

    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    facts = sorted(
        (path, Path(storage.path(path)).stat().st_size, Path(storage.path(path)).stat().st_mtime_ns)
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    stamp = hashlib.sha256(repr(facts).encode()).hexdigest()
    kept = Path(settings.STATIC_ROOT) / ".gathered"
    if kept.exists() and kept.read_text(encoding="ascii") == stamp:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    kept.write_text(stamp, encoding="ascii")
