"""What is spoken with a patient: codes of ISO 639-1, as HL7 FHIR's preferred language has them, with names.

A language without a two-letter code has its three letters of ISO 639-3, as in BCP 47.
"""

from collections.abc import Mapping

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "es": "Spanish",
    "sq": "Albanian",
    "ase": "American Sign Language",
    "am": "Amharic",
    "ar": "Arabic",
    "hy": "Armenian",
    "bn": "Bengali",
    "bs": "Bosnian",
    "my": "Burmese",
    "yue": "Cantonese",
    "zh": "Chinese",
    "hr": "Croatian",
    "nl": "Dutch",
    "fr": "French",
    "de": "German",
    "el": "Greek",
    "gu": "Gujarati",
    "ht": "Haitian Creole",
    "he": "Hebrew",
    "hi": "Hindi",
    "hmn": "Hmong",
    "ig": "Igbo",
    "ilo": "Ilocano",
    "it": "Italian",
    "ja": "Japanese",
    "kea": "Cape Verdean Creole",
    "km": "Khmer",
    "ko": "Korean",
    "ku": "Kurdish",
    "lo": "Lao",
    "mr": "Marathi",
    "nv": "Navajo",
    "ne": "Nepali",
    "ps": "Pashto",
    "fa": "Persian",
    "pl": "Polish",
    "pt": "Portuguese",
    "pa": "Punjabi",
    "ro": "Romanian",
    "ru": "Russian",
    "sm": "Samoan",
    "sr": "Serbian",
    "so": "Somali",
    "sw": "Swahili",
    "tl": "Tagalog",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "ti": "Tigrinya",
    "to": "Tongan",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "yi": "Yiddish",
    "yo": "Yoruba",
}
_CODES = {name.casefold(): code for code, name in LANGUAGES.items()} | {code: code for code in LANGUAGES}


def code_of(said: str) -> str | None:
    """The code of a language written as its code or its English name; None: it is not on the list."""
    return _CODES.get(said.strip().casefold())
