"""Words in addresses are veiled, so that no name stands in a URL, a log of URLs, or a history."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

MARK: Final = "~"
KEY: Final = "addresses"


@dataclass(frozen=True)
class Veil:
    """The same words give the same veil (AES-SIV), so addresses can be compared and kept."""

    key: bytes

    def over(self, words: str) -> str:
        sealed = AESSIV(self.key).encrypt(words.encode(), None)
        return MARK + urlsafe_b64encode(sealed).decode().rstrip("=")

    def under(self, veiled: str) -> str:
        """The words; plain words as they are, and nothing where the veil is not ours."""
        if not veiled.startswith(MARK):
            return veiled
        coded = veiled.removeprefix(MARK)
        try:
            sealed = urlsafe_b64decode(coded + "=" * (-len(coded) % 4))
            return AESSIV(self.key).decrypt(sealed, None).decode()
        except (NotBase64, InvalidTag, ValueError):
            return ""
