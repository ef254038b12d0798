"""Names nobody bears: no place on a map, no trust that exists. The lists are short samples of real ones."""

from __future__ import annotations

from forewarned.world.bodies import make_bodies
from forewarned.world.names import COUNTIES, SURNAMES, TOWNS

REAL_PLACES = (
    "Norfolk Suffolk Norwich Ipswich Wexham Wexford Saltburn Saltash Osterley Tarporley Calverton Calverley "
    "Dunmow Dunstable Exmouth Egremont Garforth Garstang Ivybridge Ivinghoe Halton Hallow Keswick Kesteven "
    "Lanner Lancaster Merrow Merton Orrell Orton Pelynt Pelsall Rushden Rushmere Tamworth Tamerton Varteg "
    "Yarrow Yarmouth Brockworth Brockham Whitby Walsall Fenland Fenwick Marsden Astley Astwick Thistleton "
    "Corby Corbridge Quorn Sorrento Umberleigh Umberslade Dunton Eskdale Eskmeals Netherton Hollingworth"
).split()
REAL_SURNAMES = (
    "Smith Jones Taylor Brown Williams Quill Toller Brindle Marrow Pender Weather Astle Farrow Gaunt Jarrow "
    "Kessel Norrell Pellingham Quarmby Rushton Sorrell Tamblyn Wendle Zeller Quillan Ellerby Farrowfield"
).split()
REAL_TRUSTS = (
    "Norfolk and Suffolk NHS Foundation Trust",
    "Essex Partnership University NHS Foundation Trust",
    "Devon Partnership NHS Trust",
    "Sussex Partnership NHS Foundation Trust",
    "Oxford Health NHS Foundation Trust",
    "Pennine Care NHS Foundation Trust",
    "Mersey Care NHS Foundation Trust",
    "Leeds and York Partnership NHS Foundation Trust",
)


def test_no_place_is_real() -> None:
    assert not {*COUNTIES, *TOWNS} & set(REAL_PLACES)
    assert len({*COUNTIES, *TOWNS}) == len(COUNTIES) + len(TOWNS)


def test_no_surname_is_a_common_one() -> None:
    assert not set(SURNAMES) & set(REAL_SURNAMES)
    assert len(set(SURNAMES)) == len(SURNAMES) == 360


def test_no_body_but_the_national_ones_is_real() -> None:
    bodies = make_bodies(39, 2_360)
    invented = [body for body in bodies.all if not body.real]
    assert not {body.name for body in invented} & set(REAL_TRUSTS)
    for body in invented:
        assert any(place in body.name for place in (*COUNTIES, *TOWNS)), body.name


def test_keys_are_unique_and_every_successor_exists() -> None:
    bodies = make_bodies(39, 2_360)
    assert len(bodies.by_key) == len(bodies.all)
    for body in bodies.all:
        if body.successor:
            assert bodies.today(body.key) in bodies.by_key
            assert body.closed is not None
