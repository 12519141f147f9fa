"""Words that staff type about their own account: they may name anybody, so they are kept sealed."""

from base64 import b64decode, b64encode

from services.people.second_factor import Sealer

MARK = "sealed:"


class SealedWords:
    """Sealed as one line of text, under the key of whose account it is."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def over(self, ref: str, words: str) -> str:
        if not words:
            return ""
        return MARK + b64encode(self._sealer.seal((ref,), words.encode())).decode()

    def under(self, ref: str, kept: str | None) -> str:
        """The words; as they stand where they are from before, nothing where the key is gone."""
        if not kept or not kept.startswith(MARK):
            return kept or ""
        plain = self._sealer.open((ref,), b64decode(kept.removeprefix(MARK)))
        return plain.decode() if isinstance(plain, bytes) else ""
