"""Personal text can be read only under the keys of everybody it is about."""

from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from pydantic_core import PydanticSerializationError
from sqlalchemy import create_engine, text

from domain.personal import Personal
from services.master_key import MasterKeyWrong, Masters
from services.vault import KEY_MISSING, KeyGone, StreamVault, Vault

STREAM = "INC-2030-0001"
ABOUT = ("STK-0001", STREAM)


def elsewhere(folder: Path) -> StreamVault:
    """The same vault as another process sees it."""
    return Vault(create_engine(f"sqlite:///{folder}/keys.db"), Masters([bytes(32)])).of_stream(
        STREAM
    )


def test_what_was_sealed_opens_again(vault: Vault) -> None:
    stream = vault.of_stream("INC-2030-0001")

    assert stream.open(ABOUT, stream.seal(ABOUT, b"a secret")) == b"a secret"


def test_another_process_with_the_same_master_key_opens_it(vault: Vault, tmp_path: Path) -> None:
    sealed = vault.of_stream("INC-2030-0001").seal(ABOUT, b"a secret")
    other = Vault(create_engine(f"sqlite:///{tmp_path}/keys.db"), Masters([bytes(32)]))

    assert other.of_stream("INC-2030-0001").open(ABOUT, sealed) == b"a secret"


def test_a_subject_has_another_key_in_every_stream(vault: Vault) -> None:
    sealed = vault.of_stream("INC-2030-0001").seal(ABOUT, b"a secret")
    vault.of_stream("INC-2030-0002").seal(ABOUT, b"another")

    with pytest.raises(InvalidTag):
        vault.of_stream("INC-2030-0002").open(ABOUT, sealed)


def test_without_the_key_of_one_subject_the_text_is_gone_and_stays_gone(
    vault: Vault, tmp_path: Path
) -> None:
    sealed = vault.of_stream("INC-2030-0001").seal(ABOUT, b"a secret")
    engine = create_engine(f"sqlite:///{tmp_path}/keys.db")
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE subject_keys SET wrapped = NULL WHERE subject = 'STK-0001'")
        )
    later = Vault(engine, Masters([bytes(32)])).of_stream("INC-2030-0001")

    assert later.open(ABOUT, sealed) == KEY_MISSING
    with pytest.raises(KeyGone):
        later.seal(ABOUT, b"said again")


def test_keys_made_together_are_kept_where_the_block_ends(vault: Vault, tmp_path: Path) -> None:
    stream = vault.of_stream("INC-2030-0001")
    with vault.together():
        first, both = stream.seal(ABOUT[:1], b"a secret"), stream.seal(ABOUT, b"another")
        assert elsewhere(tmp_path).open(ABOUT, both) == KEY_MISSING

    assert elsewhere(tmp_path).open(ABOUT[:1], first) == b"a secret"
    assert elsewhere(tmp_path).open(ABOUT, both) == b"another"


def test_keys_of_a_block_that_fails_are_not_used_again(vault: Vault, tmp_path: Path) -> None:
    stream = vault.of_stream("INC-2030-0001")
    with suppress(ZeroDivisionError), vault.together():
        stream.seal(ABOUT, b"never kept")
        raise ZeroDivisionError
    sealed = stream.seal(ABOUT, b"a secret")

    assert elsewhere(tmp_path).open(ABOUT, sealed) == b"a secret"


def test_a_wrong_master_key_opens_nothing(vault: Vault, tmp_path: Path) -> None:
    sealed = vault.of_stream("INC-2030-0001").seal(ABOUT, b"a secret")
    stranger = Vault(create_engine(f"sqlite:///{tmp_path}/keys.db"), Masters([b"x" * 32]))

    with pytest.raises(MasterKeyWrong):
        stranger.of_stream("INC-2030-0001").open(ABOUT, sealed)


def test_personal_text_cannot_be_written_without_a_vault() -> None:
    with pytest.raises(PydanticSerializationError):
        Personal(text="a secret").of("STK-0001").model_dump_json()


def test_personal_text_about_nobody_cannot_be_written(vault: Vault) -> None:
    context = {"vault": vault.of_stream("INC-2030-0001")}
    with pytest.raises(PydanticSerializationError):
        Personal(text="a secret").model_dump_json(context=context)


def test_personal_text_does_not_show_in_messages() -> None:
    assert "a secret" not in f"{Personal(text='a secret')} {Personal(text='a secret')!r}"
