"""A browser in the two words by which its owner knows it again: which, and on what."""

BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
DEVICES = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "a Mac",
    "CrOS": "a Chromebook",
    "Linux": "Linux",
}


def browser_words(user_agent: str) -> str:
    """Such as "Firefox on Windows". Nothing else of what it says about itself is kept."""
    browser = _first(BROWSERS, user_agent) or "A browser"
    device = _first(DEVICES, user_agent) or "some device"
    return f"{browser} on {device}"


def _first(words: dict[str, str], said: str) -> str:
    return next((word for part, word in words.items() if part in said), "")
