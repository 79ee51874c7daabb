"""The root key file, and boxes that one bit keeps shut."""

import json
import stat
from pathlib import Path

import pytest

from reciprocal.sealing import keys
from reciprocal.sealing.keys import KeyFileRefused, KeyRing, SealBroken
from tests.reciprocal.members import together

KEY, OTHER = b"k" * 32, b"o" * 32


def test_a_first_start_makes_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "root.json"
    ring = KeyRing.load_or_create(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (ring.version, len(ring.roots[1])) == (1, 32)
    assert KeyRing.load_or_create(file) == ring
    assert [each.name for each in file.parent.iterdir()] == ["root.json"]


def test_two_first_starts_make_two_keys(tmp_path: Path) -> None:
    one, other = (KeyRing.load_or_create(tmp_path / name) for name in "ab")
    assert one.roots != other.roots


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    file = tmp_path / "root.json"
    found = together([lambda: KeyRing.load_or_create(file).roots] * 8)
    assert found == [KeyRing.load_or_create(file).roots] * 8


def test_a_file_that_came_first_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "root.json"
    ring = KeyRing.load_or_create(file)
    keys._make(file)
    assert KeyRing.load_or_create(file) == ring
    assert [each.name for each in tmp_path.iterdir()] == ["root.json"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        "[]",
        "null",
        "{}",
        '{"1": 5}',
        '{"1": "zz"}',
        '{"one": "' + "00" * 32 + '"}',
        '{"1": "' + "00" * 31 + '"}',
        '{"1": "' + "00" * 33 + '"}',
        '{"1": "' + "00" * 32 + '", "2": ""}',
    ],
)
def test_a_file_that_is_none_is_refused_and_left_alone(
    tmp_path: Path, content: str
) -> None:
    """Never replaced: whatever it was, it may be the only way to what is sealed."""
    file = tmp_path / "root.json"
    file.write_text(content)
    with pytest.raises(KeyFileRefused) as refused:
        KeyRing.load_or_create(file)
    fault = refused.value
    assert fault.__suppress_context__ or fault.__context__ is None
    assert file.read_text() == content


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "root.json"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(KeyFileRefused):
        KeyRing.load_or_create(file)


def test_a_file_that_cannot_be_made_or_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyFileRefused):
        KeyRing.load_or_create(tmp_path / "file" / "root.json")
    with pytest.raises(KeyFileRefused):
        KeyRing.load_or_create(tmp_path)


def test_the_newest_version_wraps_and_the_old_ones_stay(tmp_path: Path) -> None:
    file = tmp_path / "root.json"
    file.write_text(json.dumps({"1": KEY.hex(), "10": OTHER.hex(), "9": KEY.hex()}))
    ring = KeyRing.load_or_create(file)
    assert ring.version == 10
    assert ring.roots == {1: KEY, 9: KEY, 10: OTHER}


def test_a_ring_says_nothing_of_its_keys() -> None:
    assert KEY.hex() not in repr(KeyRing({1: KEY}))
    assert str(KEY) not in repr(KeyRing({1: KEY}))


def test_a_box_opens_with_its_key_at_its_place() -> None:
    box = keys.encrypt(KEY, b"plain", "place")
    assert keys.decrypt(KEY, box, "place") == b"plain"
    assert b"plain" not in box
    assert keys.encrypt(KEY, b"plain", "place") != box


def test_a_box_stays_shut_with_any_one_bit_flipped() -> None:
    box = keys.encrypt(KEY, b"plain", "place")
    for bit in range(len(box) * 8):
        flipped = bytearray(box)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBroken):
            keys.decrypt(KEY, bytes(flipped), "place")


@pytest.mark.parametrize(
    ("key", "place"), [(OTHER, "place"), (KEY, "places"), (KEY, "")]
)
def test_a_box_stays_shut_elsewhere(key: bytes, place: str) -> None:
    box = keys.encrypt(KEY, b"plain", "place")
    with pytest.raises(SealBroken) as refused:
        keys.decrypt(key, box, place)
    assert refused.value.__suppress_context__


def test_what_is_too_short_to_be_a_box_stays_shut() -> None:
    box = keys.encrypt(KEY, b"", "place")
    for length in range(len(box)):
        with pytest.raises(SealBroken):
            keys.decrypt(KEY, box[:length], "place")


def test_a_new_key_is_256_bits_and_another_each_time() -> None:
    assert len(keys.new_key()) == 32
    assert keys.new_key() != keys.new_key()


def test_a_blind_digest_differs_by_key_column_and_value() -> None:
    digest = keys.blind(KEY, "uprn", "1")
    assert digest == keys.blind(KEY, "uprn", "1")
    others = {
        keys.blind(OTHER, "uprn", "1"),
        keys.blind(KEY, "tenancy", "1"),
        keys.blind(KEY, "uprn", "2"),
    }
    assert len(others | {digest}) == 4
    assert len(digest) == 64
