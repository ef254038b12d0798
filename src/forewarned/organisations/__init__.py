"""Organisations: names as written -> the body at a date -> its successor today. Pure rules, no Django, no network.

Public names (import them from their modules; this file stays import-light):

- ``values``: ``Party``, ``Body``, ``Mention``, ``Decision``, ``Verdict``, ``OdsRow``
- ``ods``: ``looks_like_ods(start: bytes) -> bool``, ``read_ods(path) -> Iterator[OdsRow | OdsRefusal]``
- ``directory``: ``Directory``, ``load_directory(ods_rows=(), local=()) -> Directory``
- ``resolver``: ``read_addressees(written, on, directory, decisions={}, *, area="") -> tuple[Mention, ...]``
- ``names``: ``plain(text)``: the normal form under which decisions are kept
"""
