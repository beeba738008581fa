"""Where a Russian word may be broken at the end of a line."""

VOWELS = "аеёиоуыэюя"
SIGNS = "ьъй"


def breaks(word: str) -> list[int]:
    """Places where the word may be broken: two letters and a vowel on either side at least."""
    low = word.lower()
    found = []
    for place in range(2, len(word) - 1):
        before, after = low[:place], low[place:]
        if not (before.isalpha() and after.rstrip(",.;:»)").isalpha()) or after[0] in SIGNS:
            continue
        ends_well = before[-1] in VOWELS + SIGNS or (len(after) > 1 and after[1] in VOWELS)
        starts_well = after[0] not in VOWELS or before[-1] in VOWELS
        if ends_well and starts_well and _voiced(before) and _voiced(after):
            found.append(place)
    return found


def _voiced(part: str) -> bool:
    return any(letter in VOWELS for letter in part)
