"""What is kept of a password or a token opens nothing."""

from reciprocal.access import secrets


def test_a_token_is_128_bits_and_never_looks_like_a_key() -> None:
    drawn = {secrets.new_token() for _ in range(500)}

    assert len(drawn) == 500
    assert set("".join(drawn)) == set("0123456789abcdef")
    assert {len(token) for token in drawn} == {32}


def test_a_machine_s_key_is_256_bits_and_says_what_it_is() -> None:
    keys = {secrets.new_machine_key() for _ in range(100)}

    assert len(keys) == 100
    assert all(key.startswith("rk_") and len(key) == 3 + 43 for key in keys)


def test_a_digest_is_sha_256() -> None:
    """The first test vector of FIPS 180-2."""
    assert secrets.digest("abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_a_password_is_argon2id_and_salted() -> None:
    first, second = (secrets.hash_password("the same one") for _ in range(2))

    assert first != second
    assert first.startswith("$argon2id$")
    assert "the same one" not in first


def test_only_the_right_password_matches_and_none_matches_nothing() -> None:
    stored = secrets.hash_password("the right one")

    assert secrets.password_matches("the right one", stored)
    assert not secrets.password_matches("the wrong one", stored)
    assert not secrets.password_matches("", stored)
    assert not secrets.password_matches("the right one", None)


def test_where_there_is_none_a_password_is_checked_all_the_same() -> None:
    """Who is a member is not told by how long the answer takes."""
    secrets.password_matches("x", None)
    against = secrets._nobody[0]

    secrets.password_matches("y", None)

    assert against.startswith("$argon2id$")
    assert secrets._nobody == [against]
